"""Accepted reports and what happened to their cases, for the holders of receipts."""

import asyncio
import hashlib
import re
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, NamedTuple, Protocol

import msgspec

from services.intake.domain.timeline import Entry, Link
from services.intake.store.inserting import insert_new
from shared.mongo import BulkWriteError, Document, Mongo, UpdateOne, only_duplicates

YIELD_EVERY = 100
_PLAIN = re.compile("[A-Za-z0-9-]{1,80}")


class Known(NamedTuple):
    """What is known about the report behind a receipt."""

    report_id: str
    received_at: datetime
    held: bool
    joined: Entry | None
    entries: Sequence[Entry]


class Reports(Protocol):
    """Where reports lie. All methods raise ``shared.mongo.TRANSIENT`` when the store doesn't answer."""

    async def add(self, documents: Sequence[Document]) -> None:
        """Store reports; one that is there already stays as it is."""

    async def link(self, links: Mapping[str, Link]) -> None:
        """Remember the case of each report (report id → link); the reports may come later."""

    async def tell(self, entries: Mapping[str, Mapping[str, Entry]]) -> None:
        """Add entries to timelines (case id → entry id → entry); an entry that is there stays one."""

    async def find(self, receipt: str) -> Known | None:
        """What is known behind a receipt's look-up value."""


class MongoReports:
    """Reports in MongoDB."""

    def __init__(self, mongo: Mongo) -> None:
        self._reports = mongo.collection("reports")
        self._links = mongo.collection("case_links")
        self._timelines = mongo.collection("case_timelines")

    async def add(self, documents: Sequence[Document]) -> None:
        """By inserting."""
        await insert_new(self._reports, documents)

    async def link(self, links: Mapping[str, Link]) -> None:
        """Upsert the links."""
        await _upsert(
            self._links,
            [
                UpdateOne({"_id": report_id}, {"$set": _to_document(link)}, upsert=True)
                for report_id, link in links.items()
            ],
        )

    async def tell(self, entries: Mapping[str, Mapping[str, Entry]]) -> None:
        """Upsert each case's new entries by their ids."""
        operations: list[UpdateOne] = []
        for count, (case_id, told) in enumerate(entries.items(), 1):
            fields = {f"entries.{_field(key)}": _to_document(entry) for key, entry in told.items()}
            operations.append(UpdateOne({"_id": case_id}, {"$set": fields}, upsert=True))
            if count % YIELD_EVERY == 0:
                await asyncio.sleep(0)
        await _upsert(self._timelines, operations)

    async def find(self, receipt: str) -> Known | None:
        """Three look-ups by key."""
        report = await self._reports.find_one({"receipt": receipt}, {"received_at": 1, "held": 1})
        if report is None:
            return None
        stored = await self._links.find_one({"_id": report["_id"]})
        link = msgspec.convert(stored, Link) if stored else None
        timeline = await self._timelines.find_one({"_id": link.case_id}) if link else None
        return Known(
            report["_id"],
            report["received_at"],
            bool(report.get("held")),
            link.joined if link else None,
            [msgspec.convert(entry, Entry) for entry in (timeline or {}).get("entries", {}).values()],
        )


def _to_document(value: Entry | Link) -> Document:
    document: Document = msgspec.to_builtins(value, builtin_types=(datetime,))
    return document


def _field(key: str) -> str:
    """An entry's id as a field name; what is no plain id (MongoDB reads dots in a path) goes by its hash."""
    return key if _PLAIN.fullmatch(key) else hashlib.sha256(key.encode()).hexdigest()[:32]


async def _upsert(collection: Any, operations: Sequence[UpdateOne]) -> None:
    """Upsert in bulk; two upserts of one new document can collide, and the loser's second try is an update."""
    if not operations:
        return
    try:
        await collection.bulk_write(operations, ordered=False)
    except BulkWriteError as error:
        if not only_duplicates(error):
            raise
        await collection.bulk_write(operations, ordered=False)
