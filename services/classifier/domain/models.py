"""What goes into a classification and what comes out."""

from dataclasses import dataclass

import msgspec

from shared.contracts.events import PlaceMatch, Reason, TopicScore
from shared.contracts.taxonomy import Urgency


@dataclass(frozen=True, slots=True)
class Context:
    """What is known beside the text. ``reported_from`` is a unit code, never taken from the text."""

    reported_from: str | None = None


class Labels(msgspec.Struct, frozen=True):
    """What the words of a text decide, before its place."""

    topics: tuple[TopicScore, ...]
    urgency: Urgency
    reasons: tuple[Reason, ...]
    doubtful: bool


class Classification(msgspec.Struct, frozen=True):
    """The labels of one report, with the phrases that decided."""

    topics: tuple[TopicScore, ...]
    """One to three, the main one first; ``other`` stands alone."""
    urgency: Urgency
    places: tuple[PlaceMatch, ...]
    """Units named in the text, best first, at most 12."""
    ambiguous: bool
    """The best mention may mean several units: all are in ``places``."""
    unit: str | None
    """Where to route: the place named if unambiguous, else the reporter's unit."""
    language: str
    """ISO 639-1 code, or ``und``."""
    needs_review: bool
    reasons: tuple[Reason, ...]
    signature: tuple[int, ...]
    """MinHash of the folded words, 32 values of 32 bits; empty for a text without words."""
    model: str
