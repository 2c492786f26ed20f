"""The floor pipeline: the same topics, partitions, record sizes and database writes with bare aiokafka and bare
bulk writes, and no logic at all. ``python -m tests.bench.floor <stage>``, configured by BENCH_* variables.

It sends by ``send``, as aiokafka's documentation shows it; it validates nothing, decides nothing, and finds
nothing out: what it knows of each record is its size.
"""

import asyncio
import os
import signal
import sys
from collections.abc import Awaitable, Callable
from itertools import count

import uvloop
from aiokafka import AIOKafkaConsumer, AIOKafkaProducer
from motor.motor_asyncio import AsyncIOMotorClient
from pymongo import InsertOne, UpdateOne, WriteConcern

from tests.bench.shape import Shape

PREFIX = "floor."
BATCH = 500
HEADERS = [
    ("ce_specversion", b"1.0"),
    ("ce_id", b"0" * 36),
    ("ce_type", b"haichieu.report.received.v1"),
    ("ce_source", b"haichieu/intake"),
    ("ce_time", b"2026-11-16T02:00:00.000+00:00"),
    ("content-type", b"application/json"),
]


class Floor:
    """What the stages share."""

    def __init__(self) -> None:
        self.bootstrap = os.environ["BENCH_KAFKA"]
        self.shape = Shape.load(os.environ["BENCH_SHAPE"])
        client: AsyncIOMotorClient = AsyncIOMotorClient(os.environ["BENCH_MONGO"])
        self.db = client.get_database(
            os.environ["BENCH_DATABASE"], write_concern=WriteConcern(w="majority", j=True)
        )
        self.stop = asyncio.Event()
        self.ids = count()
        self.rest: dict[str, float] = {}

    async def start(self) -> None:
        self.producer = AIOKafkaProducer(
            bootstrap_servers=self.bootstrap,
            acks="all",
            enable_idempotence=True,
            linger_ms=5,
            compression_type="lz4",
            max_batch_size=512 * 1024,
        )
        await self.producer.start()

    async def send(self, topic: str, keys: list[bytes]) -> None:
        body = b"x" * self.shape.record_bytes[topic]
        sent = [await self.producer.send(PREFIX + topic, body, key=key, headers=HEADERS) for key in keys]
        await asyncio.gather(*sent)

    async def insert(self, collection: str, number: int) -> None:
        if number:
            text = "x" * self.shape.document_bytes[collection]
            base = f"{collection}-{os.getpid()}-"
            documents = [{"_id": f"{base}{next(self.ids)}", "text": text} for _ in range(number)]
            await self.db[collection].insert_many(documents, ordered=False)

    async def upsert(self, collection: str, number: int) -> None:
        if number:
            text = "x" * self.shape.document_bytes[collection]
            base = f"{collection}-{os.getpid()}-"
            writes = [
                UpdateOne({"_id": f"{base}{next(self.ids)}"}, {"$set": {"text": text}}, upsert=True)
                for _ in range(number)
            ]
            await self.db[collection].bulk_write(writes, ordered=False)

    def share(self, name: str, per_record: float, records: int) -> int:
        """A whole number of things for so many records, the fraction kept for the next batch."""
        exact = per_record * records + self.rest.get(name, 0.0)
        self.rest[name] = exact - int(exact)
        return int(exact)

    async def consume(self, topic: str, group: str, handle: Callable[[list], Awaitable[None]]) -> None:
        consumer = AIOKafkaConsumer(
            PREFIX + topic,
            bootstrap_servers=self.bootstrap,
            group_id=f"floor.{group}",
            enable_auto_commit=False,
            auto_offset_reset="earliest",
        )
        await consumer.start()
        try:
            while not self.stop.is_set():
                batches = await consumer.getmany(timeout_ms=50, max_records=BATCH)
                records = [r for batch in batches.values() for r in batch]
                if records:
                    await handle(records)
                    await consumer.commit()
        finally:
            await consumer.stop()


async def intake(f: Floor) -> None:
    async def produce() -> None:
        keys = [b"report-%d" % n for n in range(int(os.environ["BENCH_REPORTS"]))]
        while not os.path.exists(os.environ["BENCH_GO"]):  # noqa: ASYNC240, PTH110 - a start signal
            await asyncio.sleep(0.01)
        for start in range(0, len(keys), BATCH):
            chunk = keys[start : start + BATCH]
            await asyncio.gather(f.send("reports.received", chunk), f.send("reports.sealed", chunk))

    async def links(records: list) -> None:
        await f.upsert("case_links", len(records))
        ratio = f.shape.documents["case_timelines"] / max(1, f.shape.records["cases.events"])
        await f.upsert("case_timelines", f.share("timelines", ratio, len(records)))

    async def delivered(records: list) -> None:
        await f.upsert("case_timelines", len(records))

    await asyncio.gather(
        produce(),
        f.consume("reports.received", "reports", lambda r: f.insert("reports", len(r))),
        f.consume("reports.sealed", "sealed", lambda r: f.insert("sealed", len(r))),
        f.consume("cases.events", "events", links),
        f.consume("notifications.delivered", "delivered", delivered),
    )


async def classifier(f: Floor) -> None:
    async def handle(records: list) -> None:
        await f.insert("classifications", len(records))
        await f.send("reports.classified", [r.key for r in records])

    async def ahead(records: list) -> None:
        return

    await asyncio.gather(
        f.consume("reports.received", "classifier", handle), f.consume("reports.received", "fast", ahead)
    )


async def escalation(f: Floor) -> None:
    shape = f.shape
    opened = shape.documents["cases"] / shape.reports

    async def handle(records: list) -> None:
        fresh = f.share("cases", opened, len(records))
        text = "x" * shape.document_bytes["cases"]
        keys = [f"case-{next(f.ids)}" for _ in range(fresh)]
        writes: list = [InsertOne({"_id": key, "text": text, "outbox": [1]}) for key in keys]
        writes += [
            UpdateOne({"_id": f"case-{n}"}, {"$set": {"text": text}}) for n in range(len(records) - fresh)
        ]
        await f.db["cases"].bulk_write(writes, ordered=False)
        told = f.share("told", shape.per_report("notifications.requested"), len(records))
        events = f.share("events", shape.per_report("cases.events"), len(records))
        await asyncio.gather(
            f.send("cases.events", [b"case-%d" % n for n in range(events)]),
            f.send("notifications.requested", [b"case-%d" % n for n in range(told)]),
        )
        await f.db["cases"].update_many({"_id": {"$in": keys}}, {"$set": {"outbox": []}})

    await f.consume("reports.classified", "escalation", handle)


async def notifier(f: Floor) -> None:
    async def handle(records: list) -> None:
        keys = [f"delivery-{os.getpid()}-{next(f.ids)}" for _ in records]
        text = "x" * f.shape.document_bytes["deliveries"]
        await f.db["deliveries"].insert_many([{"_id": key, "text": text} for key in keys], ordered=False)
        await f.db["deliveries"].update_many({"_id": {"$in": keys}}, {"$set": {"claim": 1}})
        await f.db["deliveries"].bulk_write(
            [UpdateOne({"_id": key}, {"$set": {"state": "delivered"}}) for key in keys], ordered=False
        )
        await f.send("notifications.delivered", [r.key for r in records])
        await f.db["deliveries"].update_many({"_id": {"$in": keys}}, {"$set": {"outbox": []}})

    await f.consume("notifications.requested", "notifier", handle)


STAGES = {"intake": intake, "classifier": classifier, "escalation": escalation, "notifier": notifier}


async def main(stage: str) -> None:
    floor = Floor()
    await floor.start()
    loop = asyncio.get_running_loop()
    work = asyncio.create_task(STAGES[stage](floor))
    for sig in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(sig, floor.stop.set)
    await work
    await floor.producer.stop()


if __name__ == "__main__":
    with asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner:
        runner.run(main(sys.argv[1]))
