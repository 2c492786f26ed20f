"""Sealed originals: bytes that no service can read."""

from collections.abc import Sequence
from typing import Protocol

from services.intake.store.inserting import insert_new
from shared.mongo import Document, Mongo


class Sealed(Protocol):
    """Where sealed originals lie. Raises ``shared.mongo.TRANSIENT`` when the store doesn't answer."""

    async def add(self, documents: Sequence[Document]) -> None:
        """Store originals; one that is there already stays as it is."""


class MongoSealed:
    """Sealed originals in MongoDB."""

    def __init__(self, mongo: Mongo) -> None:
        self._sealed = mongo.collection("sealed")

    async def add(self, documents: Sequence[Document]) -> None:
        """By inserting."""
        await insert_new(self._sealed, documents)
