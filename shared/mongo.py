"""The only module that makes a MongoDB client. Motor is confined to this file and the services' stores."""

import asyncio
from collections.abc import Mapping, Sequence
from typing import Any

from motor.motor_asyncio import AsyncIOMotorClient, AsyncIOMotorCollection, AsyncIOMotorDatabase
from pymongo import IndexModel, UpdateOne, WriteConcern
from pymongo.errors import BulkWriteError, DuplicateKeyError, PyMongoError

from shared import logging
from shared.settings import CommonSettings

Document = dict[str, Any]
Collection = AsyncIOMotorCollection[Document]

TRANSIENT = (PyMongoError, OSError, TimeoutError)
DUPLICATE_KEY = 11000

__all__ = ["TRANSIENT", "BulkWriteError", "Collection", "Document", "DuplicateKeyError", "Mongo", "UpdateOne"]

log = logging.get(__name__)


class Mongo:
    """A connection to one database. Writes are acknowledged by a majority, on disk."""

    def __init__(self, settings: CommonSettings, *, timeout_s: float = 4.0) -> None:
        self._client: AsyncIOMotorClient[Document] = AsyncIOMotorClient(
            settings.mongo_uri,
            serverSelectionTimeoutMS=int(timeout_s * 1000),
            connectTimeoutMS=int(timeout_s * 1000),
            socketTimeoutMS=20_000,
            tz_aware=True,
            appname="haichieu",
        )
        self.database: AsyncIOMotorDatabase[Document] = self._client.get_database(
            settings.mongo_database, write_concern=WriteConcern(w="majority", j=True)
        )

    def collection(self, name: str) -> Collection:
        """A collection of the database."""
        return self.database[name]

    async def ping(self) -> bool:
        """Whether the database answers."""
        try:
            await self._client.admin.command("ping")
        except TRANSIENT:
            return False
        return True

    async def ensure(self, indexes: Mapping[str, Sequence[IndexModel]]) -> None:
        """Create the indexes, waiting for the database as long as it takes."""
        delay = 0.5
        while True:
            try:
                for name, models in indexes.items():
                    await self.database[name].create_indexes(list(models))
            except TRANSIENT as error:
                log.warning("mongo_waiting", error=type(error).__name__, retry_s=delay)
                await asyncio.sleep(delay)
                delay = min(delay * 2, 5.0)
            else:
                return

    def close(self) -> None:
        """Close all connections."""
        self._client.close()


def only_duplicates(error: BulkWriteError) -> bool:
    """Whether every failed write of an unordered bulk failed for a duplicate key (a repeat: harmless)."""
    failed = (error.details or {}).get("writeErrors", [])
    return bool(failed) and all(e.get("code") == DUPLICATE_KEY for e in failed)
