"""Deliveries in MongoDB. A claim is a conditional update, so any number of replicas may share the work."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from uuid import uuid4

from pymongo import ASCENDING, DESCENDING, IndexModel

from services.notifier.domain.delivery import Delivery, NewDelivery, State
from services.notifier.store.documents import claimed, logged, new_document, update_of
from services.notifier.store.protocol import Attempted, Logged, Query
from shared import outbox
from shared.mongo import BulkWriteError, Document, Mongo, UpdateOne, only_duplicates
from shared.publishing import Publisher

DELIVERIES = "deliveries"

INDEXES: dict[str, list[IndexModel]] = {
    DELIVERIES: [
        IndexModel([("queue", ASCENDING), ("due", ASCENDING)], name="queue", sparse=True),
        IndexModel([("outbox.time", ASCENDING)], name="outbox", sparse=True),
        IndexModel([("case_id", ASCENDING), ("recorded_at", DESCENDING)], name="by_case"),
        IndexModel(
            [("recorded_at", DESCENDING)],
            name="undeliverable",
            partialFilterExpression={"state": State.UNDELIVERABLE.value},
        ),
        IndexModel([("recorded_at", DESCENDING)], name="newest"),
        IndexModel([("expires_at", ASCENDING)], name="retention", expireAfterSeconds=0),
    ],
}


class MongoDeliveries:
    """Deliveries in MongoDB. ``instance`` names this replica over restarts; empty: it has no such name."""

    def __init__(self, mongo: Mongo, instance: str, keep: timedelta) -> None:
        self._collection = mongo.collection(DELIVERIES)
        self._holder = instance or f"process-{uuid4()}"
        self._keep = keep

    async def record(self, new: Sequence[NewDelivery]) -> None:
        """One unordered bulk insert by notification id; a duplicate is a repeat and harmless."""
        try:
            await self._collection.insert_many([new_document(n) for n in new], ordered=False)
        except BulkWriteError as error:
            if not only_duplicates(error):
                raise

    async def claim(
        self, priorities: Sequence[int], now: datetime, until: datetime, limit: int
    ) -> list[Delivery]:
        """Lease due deliveries, priority by priority."""
        found: list[Delivery] = []
        for priority in priorities:
            if len(found) < limit:
                found += await self._claim(priority, now, until, limit - len(found))
        return found

    async def _claim(self, priority: int, now: datetime, until: datetime, limit: int) -> list[Delivery]:
        due: Document = {"queue": priority, "due": {"$lte": now}}
        documents = await self._collection.find(due).sort("due", ASCENDING).limit(limit).to_list(limit)
        if not documents:
            return []
        claim = str(uuid4())
        ids = [d["_id"] for d in documents]
        taken = await self._collection.update_many(
            {"_id": {"$in": ids}, **due},
            {"$set": {"due": until, "claim": {"id": claim, "by": self._holder}}},
        )
        if taken.modified_count != len(ids):  # another replica was faster with some
            mine = {"_id": {"$in": ids}, "claim.id": claim}
            documents = await self._collection.find(mine).sort("due", ASCENDING).to_list(limit)
        return [claimed(d, claim, until) for d in documents]

    async def release(self, deliveries: Sequence[Delivery], now: datetime) -> None:
        """Make claimed deliveries due at once."""
        if deliveries:
            mine = {
                "_id": {"$in": [d.id for d in deliveries]},
                "claim.id": {"$in": list({d.claim for d in deliveries})},
            }
            await self._collection.update_many(mine, {"$set": {"due": now}, "$unset": {"claim": ""}})

    async def release_former(self, now: datetime) -> int:
        """Make due what an earlier process of this instance held. Call before the first claim."""
        held = {"queue": {"$gte": 0}, "claim.by": self._holder}
        result = await self._collection.update_many(held, {"$set": {"due": now}, "$unset": {"claim": ""}})
        return result.modified_count

    async def write(self, attempted: Sequence[Attempted]) -> bool:
        """One unordered bulk write."""
        updates = [UpdateOne(*update_of(a, a.at + self._keep)) for a in attempted]
        result = await self._collection.bulk_write(updates, ordered=False)
        return result.matched_count == len(updates)

    async def publish(self, publisher: Publisher, attempted: Sequence[Attempted]) -> None:
        """Publish the events of written attempts, then take them out of the documents."""
        ended = [(a.delivery.id, a.out) for a in attempted if a.out]
        if ended:
            await publisher.publish([out for _, out in ended])
            await outbox.clear(self._collection, [key for key, _ in ended], [out.id for _, out in ended])

    async def sweep(self, publisher: Publisher, older_than: datetime) -> int:
        """Publish events that a crash left."""
        return await outbox.sweep(publisher, self._collection, older_than)

    async def pending(self) -> int:
        """Length of the queue."""
        return await self._collection.count_documents({"queue": {"$gte": 0}})

    async def get(self, notification_id: str) -> Logged | None:
        """One delivery."""
        document = await self._collection.find_one({"_id": notification_id})
        return logged(document) if document else None

    async def find(self, query: Query) -> list[Logged]:
        """Deliveries, the newest first."""
        wanted: Document = {}
        if query.case_id:
            wanted["case_id"] = query.case_id
        if query.state:
            wanted["state"] = query.state.value
        cursor = self._collection.find(wanted).sort("recorded_at", DESCENDING).limit(query.limit)
        return [logged(d) for d in await cursor.to_list(query.limit)]
