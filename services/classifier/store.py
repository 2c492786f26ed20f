"""Classifications: one document a report, written once. Holds labels and reasons, never the text."""

from collections.abc import Sequence
from typing import Any, Protocol

import msgspec
from pymongo import ASCENDING, IndexModel

from shared.contracts.events import ReportClassified
from shared.mongo import BulkWriteError, Document, Mongo, only_duplicates

CLASSIFICATIONS = "classifications"

INDEXES: dict[str, list[IndexModel]] = {
    CLASSIFICATIONS: [
        IndexModel(
            [("unit", ASCENDING), ("topic", ASCENDING), ("received_at", ASCENDING)], name="by_place_topic"
        ),
        IndexModel(
            [("classified_at", ASCENDING)], name="to_review", partialFilterExpression={"needs_review": True}
        ),
    ],
}


class Store(Protocol):
    """Where classifications are kept."""

    async def save(self, classified: Sequence[ReportClassified]) -> None:
        """Keep each report's first classification; a second one changes nothing. Raises PyMongoError."""


class MongoStore:
    """Classifications in MongoDB."""

    def __init__(self, mongo: Mongo) -> None:
        self._classifications = mongo.collection(CLASSIFICATIONS)

    async def save(self, classified: Sequence[ReportClassified]) -> None:
        """One unordered bulk insert; duplicates are repeats and harmless."""
        try:
            await self._classifications.insert_many([to_document(c) for c in classified], ordered=False)
        except BulkWriteError as error:
            if not only_duplicates(error):
                raise


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
