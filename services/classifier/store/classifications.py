"""Classifications: one document a report, written once. Holds labels and reasons, never the text."""

from collections.abc import Mapping
from typing import Any

import msgspec
from pymongo import ASCENDING, IndexModel

from services.classifier.store.said import Said
from shared.contracts.events import ReportClassified
from shared.mongo import Document

CLASSIFICATIONS = "classifications"

INDEXES = [
    IndexModel(
        [("unit", ASCENDING), ("topic", ASCENDING), ("received_at", ASCENDING)], name="by_place_topic"
    ),
    IndexModel(
        [("classified_at", ASCENDING)], name="to_review", partialFilterExpression={"needs_review": True}
    ),
]


def to_document(c: ReportClassified) -> Document:
    """The stored form of a classification."""
    document: dict[str, Any] = {
        "_id": c.report_id,
        "unit": c.unit,
        "topic": c.topics[0].topic.value,
        "topics": [{"code": t.topic.value, "score": t.score} for t in c.topics],
        "urgency": int(c.urgency),
        "places": [p.unit for p in c.places],
        "ambiguous": c.ambiguous,
        "language": c.language,
        "needs_review": c.needs_review,
        "reasons": msgspec.to_builtins(c.reasons),
        "model": c.model,
        "received_at": c.received_at,
        "classified_at": c.classified_at,
    }
    return document


def said(stored: Mapping[str, Any]) -> Said:
    """The labels in a stored classification."""
    return Said.read({**stored, "topics": [topic["code"] for topic in stored["topics"]]})
