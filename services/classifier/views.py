"""What the HTTP interface of the classifier shows, and what it takes."""

from datetime import datetime
from typing import Annotated

import msgspec

from services.classifier.checking import MAX_NOTE, MOST_PLACES, MOST_TOPICS
from services.classifier.store import Review, Why
from shared.api import MAX_ID
from shared.contracts.taxonomy import Topic, Urgency


class ReviewView(msgspec.Struct, kw_only=True):
    """A report that a person should look at, with the labels that the model gave. ``text`` is redacted."""

    report_id: str
    text: str
    topics: tuple[Topic, ...]
    urgency: Urgency
    places: tuple[str, ...]
    why: Why
    doubt: float
    classified_at: datetime
    expires: datetime
    model: str


class ReviewList(msgspec.Struct):
    """A page of reviews, the most doubtful first. ``next`` is the ``cursor`` of the page after it; null: none."""

    reviews: list[ReviewView]
    next: str | None


class CorrectionBody(msgspec.Struct):
    """What the labels should be. ``places``: codes of units, null if not judged. ``desk`` is needed only from an operator."""

    topics: Annotated[list[Topic], msgspec.Meta(min_length=1, max_length=MOST_TOPICS)]
    urgency: Urgency
    places: Annotated[list[str], msgspec.Meta(max_length=MOST_PLACES)] | None = None
    note: Annotated[str, msgspec.Meta(max_length=MAX_NOTE)] | None = None
    desk: Annotated[str, msgspec.Meta(min_length=1, max_length=MAX_ID)] | None = None


class Taken(msgspec.Struct):
    """The correction is on the bus and will be kept."""

    command_id: str


def view(review: Review) -> ReviewView:
    """The review for a list."""
    return ReviewView(
        report_id=review.report_id,
        text=review.text,
        topics=review.said.topics,
        urgency=review.said.urgency,
        places=review.said.places,
        why=review.why,
        doubt=review.doubt,
        classified_at=review.classified_at,
        expires=review.expires,
        model=review.said.model,
    )
