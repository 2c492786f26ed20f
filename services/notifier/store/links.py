"""Used acknowledge links in MongoDB. The unique id makes a link one-time, whichever replica is asked."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from pymongo import ASCENDING, IndexModel

from services.notifier.domain.link import Link
from services.notifier.store.documents import SOURCE
from shared import outbox
from shared.mongo import DuplicateKeyError, Mongo
from shared.publishing import Outgoing, Publisher

LINKS = "used_links"

INDEXES: dict[str, list[IndexModel]] = {
    LINKS: [
        IndexModel([("outbox.time", ASCENDING)], name="outbox", sparse=True),
        IndexModel([("expires_at", ASCENDING)], name="retention", expireAfterSeconds=0),
    ],
}


class MongoLinks:
    """Used links; the document's id is the notification's."""

    def __init__(self, mongo: Mongo, keep: timedelta) -> None:
        self._collection = mongo.collection(LINKS)
        self._keep = keep

    async def use(self, link: Link, out: Outgoing, at: datetime) -> datetime | None:
        """Insert, or find when it was inserted."""
        try:
            await self._collection.insert_one(
                {
                    "_id": link.notification_id,
                    "case_id": link.case_id,
                    "desk": link.desk,
                    "used_at": at,
                    "expires_at": max(at, link.expires_at) + self._keep,
                    outbox.FIELD: [outbox.entry(out, SOURCE)],
                }
            )
        except DuplicateKeyError:
            used = await self.used([link.notification_id])
            return used.get(link.notification_id, at)
        return None

    async def publish(self, publisher: Publisher, out: Outgoing, link: Link) -> None:
        """Publish the command, then take it out of the document."""
        await publisher.publish([out])
        await outbox.clear(self._collection, [link.notification_id], [out.id])

    async def sweep(self, publisher: Publisher, older_than: datetime) -> int:
        """Publish commands that a crash or an absent broker left."""
        return await outbox.sweep(publisher, self._collection, older_than)

    async def used(self, notification_ids: Sequence[str]) -> dict[str, datetime]:
        """When each of these links was used."""
        cursor = self._collection.find({"_id": {"$in": list(notification_ids)}}, {"used_at": 1})
        return {d["_id"]: d["used_at"] async for d in cursor}
