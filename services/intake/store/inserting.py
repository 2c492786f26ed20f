"""Inserts that may come again."""

from collections.abc import Sequence

from shared.mongo import BulkWriteError, Collection, Document, only_duplicates


async def insert_new(collection: Collection, documents: Sequence[Document]) -> None:
    """Insert what isn't there yet, by ``_id``; a repeat stays as it was stored first."""
    if not documents:
        return
    try:
        await collection.insert_many(documents, ordered=False)
    except BulkWriteError as error:
        if not only_duplicates(error):
            raise
