"""The random keys of source-mark periods. MongoDB deletes each when its period is over."""

from datetime import datetime
from typing import Protocol

from pymongo import ReturnDocument

from shared.mongo import DuplicateKeyError, Mongo


class SourceKeys(Protocol):
    """Where period keys lie. Raises ``shared.mongo.TRANSIENT`` when the store doesn't answer."""

    async def key(self, period: str, fresh: bytes, expires_at: datetime) -> bytes:
        """The key of a period: the one stored, else ``fresh``, stored for everyone."""


class MongoSourceKeys:
    """Period keys in MongoDB."""

    def __init__(self, mongo: Mongo) -> None:
        self._keys = mongo.collection("source_keys")

    async def key(self, period: str, fresh: bytes, expires_at: datetime) -> bytes:
        """Upsert and read in one step; who loses the race of the first reads the winner's."""
        on_insert = {"$setOnInsert": {"key": fresh, "expires_at": expires_at}}
        for attempt in (1, 2):
            try:
                found = await self._keys.find_one_and_update(
                    {"_id": period}, on_insert, upsert=True, return_document=ReturnDocument.AFTER
                )
            except DuplicateKeyError:
                if attempt == 2:  # noqa: PLR2004 - the second try finds the winner's key
                    raise
            else:
                return bytes(found["key"])
        raise AssertionError
