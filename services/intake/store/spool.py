"""The spool: accepted reports that wait for Kafka, each with its events in one document, in order of arrival."""

from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple, Protocol

from services.intake.store.inserting import insert_new
from shared import outbox
from shared.mongo import Document, Mongo
from shared.publishing import Outgoing, RawRecord

SOURCE = "haichieu/intake"


class Spooled(NamedTuple):
    """A report out of the spool, ready to be sent."""

    report_id: str
    records: Sequence[RawRecord]


class Spool(Protocol):
    """Where reports wait. All methods raise ``shared.mongo.TRANSIENT`` when the store doesn't answer."""

    async def add(self, reports: Sequence[tuple[str, Sequence[Outgoing]]], now: datetime) -> None:
        """Hold the events of reports (report id, events), durably; a repeat changes nothing."""

    async def oldest(self, limit: int) -> list[Spooled]:
        """The next reports in order."""

    async def remove(self, report_ids: Sequence[str]) -> None:
        """Take reports out, after Kafka confirmed their events."""

    async def count(self) -> int:
        """How many reports wait."""


class MongoSpool:
    """The spool in MongoDB."""

    def __init__(self, mongo: Mongo) -> None:
        self._spool = mongo.collection("spool")
        self._seq = 0

    async def add(self, reports: Sequence[tuple[str, Sequence[Outgoing]]], now: datetime) -> None:
        """By inserting."""
        documents: list[Document] = [
            {
                "_id": report_id,
                "seq": self._next(now),
                outbox.FIELD: [outbox.entry(event, SOURCE) for event in events],
            }
            for report_id, events in reports
        ]
        await insert_new(self._spool, documents)

    async def oldest(self, limit: int) -> list[Spooled]:
        """By sequence number, which grows within a process and follows the clock between processes."""
        found = await self._spool.find().sort("seq", 1).limit(limit).to_list(limit)
        return [Spooled(d["_id"], [outbox.to_record(e) for e in d[outbox.FIELD]]) for d in found]

    async def remove(self, report_ids: Sequence[str]) -> None:
        """Delete by id."""
        await self._spool.delete_many({"_id": {"$in": list(report_ids)}})

    async def count(self) -> int:
        """By counting."""
        return await self._spool.count_documents({})

    def _next(self, now: datetime) -> int:
        self._seq = max(self._seq + 1, int(now.timestamp() * 1_000_000))
        return self._seq
