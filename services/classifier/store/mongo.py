"""The classifier's store in MongoDB. Documents are inserted in bulk; what is there already stays as it is."""

from collections.abc import AsyncIterator, Collection, Sequence
from typing import Any

from pymongo import ASCENDING

from services.classifier.store import classifications, corrections, reviews
from services.classifier.store.classifications import CLASSIFICATIONS
from services.classifier.store.corrections import CORRECTIONS, Correction
from services.classifier.store.protocol import Known
from services.classifier.store.reviews import REVIEWS, Review, Why
from shared import mongo
from shared.contracts.events import ReportClassified
from shared.mongo import BulkWriteError, Document, Mongo, only_duplicates

IN_ORDER = [("at", ASCENDING), ("_id", ASCENDING)]


class MongoStore:
    """Classifications, reviews and corrections in MongoDB."""

    def __init__(self, database: Mongo) -> None:
        self._classifications = database.collection(CLASSIFICATIONS)
        self._reviews = database.collection(REVIEWS)
        self._corrections = database.collection(CORRECTIONS)

    async def save(self, classified: Sequence[ReportClassified]) -> None:
        """One unordered bulk insert; duplicates are repeats and harmless."""
        await _insert(self._classifications, [classifications.to_document(c) for c in classified])

    async def queue(self, new: Sequence[Review]) -> list[Review]:
        """One unordered bulk insert; returns those that weren't there."""
        repeats = await _insert(self._reviews, [reviews.to_document(review) for review in new])
        return [review for n, review in enumerate(new) if n not in repeats]

    async def open_reviews(self, after: str, limit: int) -> list[Review]:
        """A page of the queue, the most doubtful first."""
        wanted = {"open": True, "rank": {"$gt": after}}
        cursor = self._reviews.find(wanted).sort("rank", ASCENDING).limit(limit)
        return [reviews.from_document(d) async for d in cursor]

    async def review(self, report_id: str) -> Review | None:
        """A review, open or done."""
        found = await self._reviews.find_one({"_id": report_id})
        return reviews.from_document(found) if found else None

    async def known(self, report_ids: Collection[str]) -> Known:
        """What the three collections hold of these reports."""
        ids = {"$in": list(report_ids)}
        known = Known()
        async for d in self._corrections.find({"report_id": ids}, {"report_id": 1, "text": 1}):
            known.texts[d["report_id"]] = d["text"]
        async for d in self._reviews.find({"_id": ids}):
            review = reviews.from_document(d)
            known.texts[review.report_id] = review.text
            known.said[review.report_id] = review.said
            known.why[review.report_id] = Why(review.why)
        async for d in self._classifications.find({"_id": ids}, {"reasons": 0}):
            known.said[d["_id"]] = classifications.said(d)
        return known

    async def append(self, new: Sequence[Correction]) -> list[Correction]:
        """Insert, then close: a crash in between leaves a review open, and the repeat closes it."""
        repeats = await _insert(self._corrections, [corrections.to_document(c) for c in new])
        await self._reviews.update_many(
            {"_id": {"$in": [c.report_id for c in new]}, "open": True}, {"$set": {"open": False}}
        )
        return [correction for n, correction in enumerate(new) if n not in repeats]

    async def corrections(self) -> AsyncIterator[Correction]:
        """All corrections in order."""
        async for document in self._corrections.find({}).sort(IN_ORDER):
            yield corrections.from_document(document)


async def _insert(collection: mongo.Collection, documents: list[Document]) -> set[int]:
    """Insert what isn't there; returns the places of those that were."""
    if not documents:
        return set()
    try:
        await collection.insert_many(documents, ordered=False)
    except BulkWriteError as error:
        if not only_duplicates(error):
            raise
        failed: list[dict[str, Any]] = (error.details or {})["writeErrors"]
        return {e["index"] for e in failed}
    return set()
