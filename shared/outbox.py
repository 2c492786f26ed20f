"""Events that lie in the document whose change they tell, until Kafka confirmed them.

A document with events holds them in the array ``outbox``, written in the same update as the change. After the
publish is confirmed they are pulled out. What a crash left is published again by a sweep; receivers know the
repeat by its id.
"""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from shared.contracts.envelope import Envelope, encode
from shared.contracts.topics import BY_NAME
from shared.mongo import Collection, Document
from shared.publishing import Outgoing, Publisher, RawRecord

FIELD = "outbox"


def entry(out: Outgoing, source: str) -> Document:
    """The stored form of an event that is to be published."""
    return {
        "id": out.id,
        "topic": out.topic.name,
        "key": out.key,
        "type": out.event.TYPE,
        "source": source,
        "time": out.time,
        "traceparent": out.traceparent,
        "body": encode(out.event),
    }


def to_record(stored: Document) -> RawRecord:
    """The Kafka record of a stored event."""
    topic = BY_NAME[stored["topic"]]
    time: datetime = stored["time"]
    envelope = Envelope(stored["id"], stored["type"], stored["source"], time, stored.get("traceparent"))
    return RawRecord(
        topic.name, topic.partitions, stored["key"].encode(), stored["body"], envelope.to_headers()
    )


async def flush(publisher: Publisher, collection: Collection, documents: Sequence[Document]) -> int:
    """Publish the outboxes of these documents in order, then clear them; returns how many events.

    Raises what ``Publisher.publish`` and MongoDB raise; the events then stay where they are.
    """
    events = [stored for document in documents for stored in document.get(FIELD, ())]
    if not events:
        return 0
    await publisher.publish_raw([to_record(stored) for stored in events])
    await clear(collection, [d["_id"] for d in documents if d.get(FIELD)], [e["id"] for e in events])
    return len(events)


async def clear(collection: Collection, document_ids: Sequence[Any], event_ids: Iterable[str]) -> None:
    """Take published events out of the documents."""
    await collection.update_many(
        {"_id": {"$in": list(document_ids)}}, {"$pull": {FIELD: {"id": {"$in": list(event_ids)}}}}
    )


async def sweep(publisher: Publisher, collection: Collection, older_than: datetime, limit: int = 200) -> int:
    """Publish what a crash left: outboxes whose first event is older than this. Returns how many events."""
    query = {f"{FIELD}.time": {"$lt": older_than}}
    documents = await collection.find(query, {FIELD: 1}).limit(limit).to_list(limit)
    return await flush(publisher, collection, documents)
