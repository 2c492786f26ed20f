"""What a run of the real system put on the bus and into the database: the floor writes the same, without logic."""

from dataclasses import asdict, dataclass
from typing import Any

import msgspec
from pymongo import MongoClient

TOPICS = (
    "reports.received",
    "reports.sealed",
    "reports.classified",
    "cases.events",
    "notifications.requested",
    "notifications.delivered",
)
COLLECTIONS = ("reports", "sealed", "classifications", "cases", "deliveries", "case_links", "case_timelines")


@dataclass(frozen=True, slots=True)
class Shape:
    """Sizes in bytes and counts per report of one run."""

    reports: int
    record_bytes: dict[str, int]
    """Mean size of a record's body by topic."""
    records: dict[str, int]
    """Records by topic."""
    document_bytes: dict[str, int]
    """Mean size of a document by collection."""
    documents: dict[str, int]
    """Documents by collection."""

    def per_report(self, topic: str) -> float:
        """Records of a topic for each report."""
        return self.records[topic] / self.reports

    def save(self, path: str) -> None:
        """Write as JSON for the floor's processes."""
        with open(path, "wb") as file:  # noqa: PTH123 - one line
            file.write(msgspec.json.encode(asdict(self)))

    @classmethod
    def load(cls, path: str) -> "Shape":
        """Read what ``save`` wrote."""
        with open(path, "rb") as file:  # noqa: PTH123 - one line
            return cls(**msgspec.json.decode(file.read()))


def of_database(uri: str, name: str) -> tuple[dict[str, int], dict[str, int]]:
    """(mean document bytes, documents) by collection."""
    from bson import encode

    client: MongoClient[dict[str, Any]] = MongoClient(uri)
    sizes, counts = {}, {}
    for collection in COLLECTIONS:
        found = list(client[name][collection].find().limit(500))
        sizes[collection] = sum(len(encode(d)) for d in found) // max(1, len(found))
        counts[collection] = client[name][collection].count_documents({})
    client.close()
    return sizes, counts


async def of_topics(
    bootstrap: str, starts: dict[str, dict[int, int]]
) -> tuple[dict[str, int], dict[str, int]]:
    """(mean record bytes, records) by topic since the offsets ``starts``."""
    from aiokafka import AIOKafkaConsumer, TopicPartition

    consumer = AIOKafkaConsumer(bootstrap_servers=bootstrap, enable_auto_commit=False)
    await consumer.start()
    sizes, counts = {}, {}
    try:
        for topic in TOPICS:
            tps = [TopicPartition(topic, p) for p in starts[topic]]
            consumer.assign(tps)
            ends = await consumer.end_offsets(tps)
            for tp in tps:
                consumer.seek(tp, starts[topic][tp.partition])
            counts[topic] = sum(ends[tp] - starts[topic][tp.partition] for tp in tps)
            total = seen = 0
            while seen < min(counts[topic], 1000):
                for records in (await consumer.getmany(timeout_ms=500)).values():
                    total += sum(len(r.value or b"") for r in records)
                    seen += len(records)
            sizes[topic] = total // max(1, seen)
    finally:
        await consumer.stop()
    return sizes, counts


async def ends(bootstrap: str) -> dict[str, dict[int, int]]:
    """The end offsets of all topics: where the next run begins."""
    from aiokafka import AIOKafkaConsumer, TopicPartition

    consumer = AIOKafkaConsumer(bootstrap_servers=bootstrap, enable_auto_commit=False)
    await consumer.start()
    try:
        found: dict[str, dict[int, int]] = {}
        for topic in TOPICS:
            tps = [TopicPartition(topic, p) for p in range(8)]
            found[topic] = {tp.partition: end for tp, end in (await consumer.end_offsets(tps)).items()}
        return found
    finally:
        await consumer.stop()
