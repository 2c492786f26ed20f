"""The review queue: one document a report that a person should look at, with its redacted text, for some weeks."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from pymongo import ASCENDING, IndexModel

from services.classifier.store.said import Said
from shared.mongo import Document

REVIEWS = "reviews"

INDEXES = [
    IndexModel([("rank", ASCENDING)], name="open", partialFilterExpression={"open": True}),
    IndexModel([("expires", ASCENDING)], name="expiry", expireAfterSeconds=0),
]


class Why(StrEnum):
    """Why a report is in the queue."""

    UNSURE = "unsure"
    """The model needs help with it."""
    RANDOM = "random"
    """Drawn by lot: only such reports tell how often the model is right."""


@dataclass(frozen=True, slots=True)
class Review:
    """A report to look at. ``doubt``: 1 less the probability of the main topic; ``text`` is redacted."""

    report_id: str
    text: str
    said: Said
    doubt: float
    why: Why
    classified_at: datetime
    expires: datetime

    @property
    def rank(self) -> str:
        """Sorts as the queue does: the most doubtful first, then by id. Also the cursor of a page's end."""
        return f"{1000 - round(self.doubt * 1000):04d}-{self.report_id}"


def to_document(review: Review) -> Document:
    """The stored form of an open review."""
    return {
        "_id": review.report_id,
        "text": review.text,
        "said": review.said.to_document(),
        "doubt": review.doubt,
        "rank": review.rank,
        "why": review.why.value,
        "classified_at": review.classified_at,
        "expires": review.expires,
        "open": True,
    }


def from_document(stored: Mapping[str, Any]) -> Review:
    """From the stored form, open or done."""
    return Review(
        report_id=stored["_id"],
        text=stored["text"],
        said=Said.read(stored["said"]),
        doubt=stored["doubt"],
        why=Why(stored["why"]),
        classified_at=stored["classified_at"],
        expires=stored["expires"],
    )
