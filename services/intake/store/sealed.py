"""Sealed originals: bytes that no service can read."""

from collections.abc import Sequence
from typing import Protocol

from shared.mongo import BulkWriteError, Document, Mongo, only_duplicates


class Sealed(Protocol):
    """Where sealed originals lie. Raises ``shared.mongo.TRANSIENT`` when the store doesn't answer."""

    async def add(self, documents: Sequence[Document]) -> None:
        """Store originals; one that is there already stays as it is."""


class MongoSealed:
    """Sealed originals in MongoDB."""

    def __init__(self, mongo: Mongo) -> None:
        self._sealed = mongo.collection("sealed")

    async def add(self, documents: Sequence[Document]) -> None:
        """Insert; duplicates are repeats and harmless."""
        try:
            await self._sealed.insert_many(documents, ordered=False)
        except BulkWriteError as error:
            if not only_duplicates(error):
                raise
