"""Corrections: one document a command, appended, never changed or deleted. What the model learns from.

The desk is kept because an official answer names who gives it; nothing is found, sorted or counted by it.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from pymongo import ASCENDING, IndexModel

from services.classifier.store.said import Said
from shared.contracts.taxonomy import Topic, Urgency
from shared.mongo import Document

CORRECTIONS = "corrections"

INDEXES = [
    IndexModel([("at", ASCENDING), ("_id", ASCENDING)], name="in_order"),
    IndexModel([("report_id", ASCENDING)], name="by_report"),
]


@dataclass(frozen=True, slots=True)
class Correction:
    """What a person says the labels of a report should be. Several of one report: the latest counts."""

    command_id: str
    report_id: str
    at: datetime
    desk: str
    via: str
    topics: tuple[Topic, ...]
    urgency: Urgency
    places: tuple[str, ...] | None
    """Codes of the units that the text names; None: not judged."""
    text: str
    """Redacted."""
    note: str | None
    said: Said | None
    """What the model had said; None: the classifier hasn't seen the report."""

    @property
    def agreed(self) -> bool | None:
        """Whether it confirms the model's labels; None: they aren't known."""
        return self.said.equals(self.topics, self.urgency, self.places) if self.said else None


def to_document(c: Correction) -> Document:
    """The stored form."""
    return {
        "_id": c.command_id,
        "report_id": c.report_id,
        "at": c.at,
        "desk": c.desk,
        "via": c.via,
        "topics": [topic.value for topic in c.topics],
        "urgency": int(c.urgency),
        "places": None if c.places is None else list(c.places),
        "text": c.text,
        "note": c.note,
        "said": c.said.to_document() if c.said else None,
    }


def from_document(stored: Mapping[str, Any]) -> Correction:
    """From the stored form. ValueError if the taxonomy no longer has a topic."""
    places = stored["places"]
    return Correction(
        command_id=stored["_id"],
        report_id=stored["report_id"],
        at=stored["at"],
        desk=stored["desk"],
        via=stored["via"],
        topics=tuple(map(Topic, stored["topics"])),
        urgency=Urgency(stored["urgency"]),
        places=None if places is None else tuple(places),
        text=stored["text"],
        note=stored["note"],
        said=Said.read(stored["said"]) if stored["said"] else None,
    )
