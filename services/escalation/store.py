"""Cases in MongoDB: one document a case, with the events of its changes in the same document.

A change is written only where the version is the one that was read, so any number of replicas, timers and
requests may work on the same case: one wins, the others look again. A report belongs to one case because the
index on report ids is unique over all cases.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import Any, Protocol

from pymongo import ASCENDING, DESCENDING, IndexModel, ReplaceOne

from services.escalation.domain.case import Case, Status, from_document, to_document
from shared import outbox
from shared.contracts.taxonomy import Topic, Urgency
from shared.mongo import DUPLICATE_KEY, BulkWriteError, Document, Mongo
from shared.publishing import Outgoing, Publisher

CASES = "cases"
SOURCE = "haichieu/escalation"

INDEXES: dict[str, list[IndexModel]] = {
    CASES: [
        IndexModel([("reports.report_id", ASCENDING)], name="one_case_per_report", unique=True),
        IndexModel(
            [
                ("unit", ASCENDING),
                ("topic", ASCENDING),
                ("status", ASCENDING),
                ("last_report_at", DESCENDING),
            ],
            name="grouping",
        ),
        IndexModel([("next_due", ASCENDING)], name="timers"),
        IndexModel([("outbox.time", ASCENDING)], name="outbox", sparse=True),
        IndexModel([("opened_at", DESCENDING)], name="newest"),
    ]
}

Bucket = tuple[str, Topic]


@dataclass(frozen=True, slots=True)
class Stored:
    """A case as it was read, with events that are not published yet."""

    case: Case
    outbox: tuple[Document, ...] = ()


@dataclass(frozen=True)
class Change:
    """A case before (None: it is new) and after, and the events that tell of it."""

    before: Stored | None
    after: Case
    events: tuple[Outgoing, ...] = ()

    @cached_property
    def document(self) -> Document:
        """The document to write: the case and all its unpublished events."""
        earlier = self.before.outbox if self.before else ()
        return to_document(self.after) | {
            outbox.FIELD: [*earlier, *(outbox.entry(out, SOURCE) for out in self.events)]
        }


@dataclass(frozen=True, slots=True)
class Query:
    """What to list. None: any."""

    unit: str | None = None
    topic: Topic | None = None
    status: Status | None = None
    least_urgency: int = 0
    overdue: bool = False
    before: datetime | None = None
    limit: int = 50


@dataclass(frozen=True, slots=True)
class Known:
    """Reports that belong to a case, and those of their cases that have events nobody published yet."""

    reports: set[str]
    unpublished: set[str]


@dataclass(frozen=True, slots=True)
class Figures:
    """Unresolved overdue cases, and when the oldest case (emergency) nobody acknowledged was opened."""

    overdue: int
    oldest: datetime | None
    oldest_emergency: datetime | None


class Store(Protocol):
    """Where cases are kept. Every method raises PyMongoError when the database is away."""

    async def cases_of(self, report_ids: Collection[str]) -> Known:
        """Which of these reports belong to a case already."""

    async def open_cases(self, buckets: Collection[Bucket], since: datetime) -> list[Stored]:
        """Unresolved and lately resolved cases of these units and topics with a report since then."""

    async def get(self, case_ids: Collection[str]) -> dict[str, Stored]:
        """The cases of these ids."""

    async def due(self, now: datetime, limit: int) -> list[Stored]:
        """Cases with a deadline that has passed, the longest passed first."""

    async def save(self, changes: Sequence[Change]) -> set[str]:
        """Write the changes; returns the ids of those that somebody else was faster with."""

    async def publish(self, publisher: Publisher, changes: Sequence[Change]) -> None:
        """Publish the events of written changes and clear them."""

    async def publish_left(self, publisher: Publisher, case_ids: Collection[str]) -> None:
        """Publish what lies unpublished in these cases."""


class MongoStore:
    """Cases in MongoDB."""

    def __init__(self, mongo: Mongo) -> None:
        self.collection = mongo.collection(CASES)

    async def cases_of(self, report_ids: Collection[str]) -> Known:
        """Which of these reports belong to a case already."""
        wanted = set(report_ids)
        reports: set[str] = set()
        unpublished: set[str] = set()
        fields = {"reports.report_id": 1, f"{outbox.FIELD}.id": 1}
        async for document in self.collection.find({"reports.report_id": {"$in": list(wanted)}}, fields):
            reports.update(r["report_id"] for r in document["reports"] if r["report_id"] in wanted)
            if document.get(outbox.FIELD):
                unpublished.add(document["_id"])
        return Known(reports, unpublished)

    async def open_cases(self, buckets: Collection[Bucket], since: datetime) -> list[Stored]:
        """Cases of these units and topics with a report since then."""
        topics: dict[Topic, list[str]] = {}
        for unit, topic in buckets:
            topics.setdefault(topic, []).append(unit)
        either = [
            {"unit": {"$in": units}, "topic": topic.value, "last_report_at": {"$gte": since}}
            for topic, units in topics.items()
        ]
        return [_stored(d) async for d in self.collection.find({"$or": either})] if either else []

    async def get(self, case_ids: Collection[str]) -> dict[str, Stored]:
        """The cases of these ids."""
        cursor = self.collection.find({"_id": {"$in": list(set(case_ids))}})
        return {d["_id"]: _stored(d) async for d in cursor}

    async def due(self, now: datetime, limit: int) -> list[Stored]:
        """Cases with a deadline that has passed, the longest passed first."""
        cursor = self.collection.find({"next_due": {"$lte": now}}).sort("next_due", ASCENDING).limit(limit)
        return [_stored(d) async for d in cursor]

    async def list(self, query: Query) -> list[Case]:
        """Cases for people, the newest first."""
        wanted: Document = {}
        if query.unit:
            wanted["unit"] = query.unit
        if query.topic:
            wanted["topic"] = query.topic.value
        if query.status:
            wanted["status"] = query.status.value
        if query.least_urgency:
            wanted["urgency"] = {"$gte": query.least_urgency}
        if query.overdue:
            wanted["overdue_at"] = {"$ne": None}
        if query.before:
            wanted["opened_at"] = {"$lt": query.before}
        cursor = self.collection.find(wanted).sort("opened_at", DESCENDING).limit(query.limit)
        return [_stored(d).case async for d in cursor]

    async def save(self, changes: Sequence[Change]) -> set[str]:
        """Write the changes; returns the ids of those that somebody else was faster with."""
        fresh = [change for change in changes if change.before is None]
        known = [change for change in changes if change.before is not None]
        return await self._insert(fresh) | await self._replace(known)

    async def publish(self, publisher: Publisher, changes: Sequence[Change]) -> None:
        """Publish the events of written changes and clear them."""
        await outbox.flush(publisher, self.collection, [c.document for c in changes])

    async def publish_left(self, publisher: Publisher, case_ids: Collection[str]) -> None:
        """Publish what lies unpublished in these cases."""
        if case_ids:
            found = self.collection.find({"_id": {"$in": list(case_ids)}}, {outbox.FIELD: 1})
            await outbox.flush(publisher, self.collection, await found.to_list(None))

    async def figures(self) -> Figures:
        """What the gauges show."""
        overdue = await self.collection.count_documents(
            {"overdue_at": {"$ne": None}, "status": {"$ne": Status.RESOLVED.value}}
        )
        unanswered = {"status": Status.OPEN.value, "acknowledge_by": {"$ne": None}}
        emergency = unanswered | {"urgency": int(Urgency.EMERGENCY)}
        return Figures(overdue, await self._oldest(unanswered), await self._oldest(emergency))

    async def _oldest(self, wanted: Document) -> datetime | None:
        found = await self.collection.find_one(wanted, {"opened_at": 1}, sort=[("opened_at", ASCENDING)])
        return found["opened_at"] if found else None

    async def _insert(self, changes: Sequence[Change]) -> set[str]:
        if not changes:
            return set()
        try:
            await self.collection.insert_many([c.document for c in changes], ordered=False)
        except BulkWriteError as error:
            return _lost(error, changes)
        return set()

    async def _replace(self, changes: Sequence[Change]) -> set[str]:
        if not changes:
            return set()
        writes = [
            ReplaceOne({"_id": c.after.id, "version": c.before.case.version}, c.document)
            for c in changes
            if c.before
        ]
        lost: set[str] = set()
        matched = 0
        try:
            matched = (await self.collection.bulk_write(writes, ordered=False)).matched_count
        except BulkWriteError as error:
            lost = _lost(error, changes)
        if lost or matched < len(writes):
            now = await self.get([c.after.id for c in changes])
            lost |= {c.after.id for c in changes if not _is_written(c, now.get(c.after.id))}
        return lost


def _is_written(change: Change, now: Stored | None) -> bool:
    return now is not None and now.case == change.after


def _lost(error: BulkWriteError, changes: Sequence[Change]) -> set[str]:
    failed: list[dict[str, Any]] = (error.details or {}).get("writeErrors", [])
    if not failed or any(e.get("code") != DUPLICATE_KEY for e in failed):
        raise error
    return {changes[e["index"]].after.id for e in failed}


def _stored(document: Document) -> Stored:
    events = tuple(document.pop(outbox.FIELD, ()))
    return Stored(from_document(document), events)
