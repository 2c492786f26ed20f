"""Events onto the bus: keyed, in order, each confirmed by all in-sync replicas before we go on.

A large batch is packed into one record batch per partition by us (the partition is Kafka's murmur2 of the
key, as every Kafka client computes it); that costs less than half of sending each record by itself
(docs/adr/0003). A small one goes record by record, so that concurrent callers share a batch.
"""

import asyncio
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import NamedTuple

from aiokafka import AIOKafkaProducer
from aiokafka.errors import KafkaError
from aiokafka.partitioner import murmur2

from shared.contracts.envelope import Envelope, Headers, encode
from shared.contracts.events import Event
from shared.contracts.topics import BusTopic
from shared.telemetry import Metrics

PACK_FROM = 32
"""Batches of at least this many records are packed per partition."""

FLUSH_S = 3.0
"""How long a stop waits for the confirmations of what was sent before."""

TRANSIENT = (KafkaError, OSError, TimeoutError)


class Outgoing(NamedTuple):
    """An event on its way out. ``id`` derives from the event's cause."""

    topic: BusTopic
    key: str
    event: Event
    id: str
    time: datetime
    traceparent: str | None = None


class RawRecord(NamedTuple):
    """A record as bytes."""

    topic: str
    partitions: int
    key: bytes | None
    value: bytes | None
    headers: Headers


class Publisher:
    """The producer of one process. ``source`` is the CloudEvents source of all its events."""

    def __init__(self, bootstrap: str, source: str, metrics: Metrics) -> None:
        self._source = source
        self._metrics = metrics
        self._bootstrap = bootstrap
        self._producer: AIOKafkaProducer | None = None

    async def start(self) -> None:
        """Connect. Raises KafkaError or OSError when no broker answers."""
        producer = AIOKafkaProducer(
            bootstrap_servers=self._bootstrap,
            client_id=self._source,
            acks="all",
            enable_idempotence=True,
            linger_ms=5,
            compression_type="lz4",
            max_batch_size=512 * 1024,
            max_request_size=4 * 1024 * 1024,
            request_timeout_ms=15_000,
        )
        try:
            await producer.start()
        except BaseException:
            await producer.stop()
            raise
        self._producer = producer

    async def stop(self) -> None:
        """Flush and disconnect. What Kafka doesn't confirm in time is given up: nobody acknowledged it yet.

        aiokafka itself would wait for ever: records of an idempotent producer never expire.
        """
        producer, self._producer = self._producer, None
        if producer is None:
            return
        stopping = asyncio.create_task(producer.stop())
        done, _ = await asyncio.wait([stopping], timeout=FLUSH_S)
        if not done:
            producer._sender.sender_task.cancel()  # noqa: SLF001 - aiokafka has no other way
        await stopping

    @property
    def connected(self) -> bool:
        """Whether ``start`` succeeded and ``stop`` was not called."""
        return self._producer is not None

    async def publish(self, batch: Sequence[Outgoing], *, timeout_s: float = 30.0) -> None:
        """Send all and wait until each is confirmed. Raises KafkaError, OSError or TimeoutError (transient).

        After an exception some may have arrived: the caller repeats, receivers know the repeat by its id.
        """
        await self.publish_raw(
            [
                RawRecord(
                    out.topic.name,
                    out.topic.partitions,
                    out.key.encode(),
                    encode(out.event),
                    Envelope(out.id, out.event.TYPE, self._source, out.time, out.traceparent).to_headers(),
                )
                for out in batch
            ],
            timeout_s=timeout_s,
        )

    async def publish_raw(self, records: Sequence[RawRecord], *, timeout_s: float = 30.0) -> None:
        """Like ``publish``, for records as bytes."""
        if not records:
            return
        if self._producer is None:
            raise ConnectionError("the bus is not connected")
        async with asyncio.timeout(timeout_s):
            send = _packed if len(records) >= PACK_FROM else _single
            confirmations = await send(self._producer, records)
            await asyncio.gather(*confirmations)
        for topic, count in _count(records).items():
            self._metrics.published.labels(topic).inc(count)


async def _single(producer: AIOKafkaProducer, records: Sequence[RawRecord]) -> list[asyncio.Future[object]]:
    return [
        await producer.send(
            r.topic,
            r.value,
            key=r.key,
            partition=partition_of(r.key, r.partitions) if r.key is not None else None,
            headers=r.headers,
        )
        for r in records
    ]


async def _packed(producer: AIOKafkaProducer, records: Sequence[RawRecord]) -> list[asyncio.Future[object]]:
    packs: dict[tuple[str, int], list[object]] = {}
    for r in records:
        where = (r.topic, partition_of(r.key, r.partitions))
        builders = packs.setdefault(where, [])
        if builders and builders[-1].append(key=r.key, value=r.value, timestamp=None, headers=r.headers):  # type: ignore[attr-defined]
            continue
        builder = producer.create_batch()
        if not builder.append(key=r.key, value=r.value, timestamp=None, headers=r.headers):
            raise ValueError(f"a record of {len(r.value or b'')} bytes is too large for {r.topic}")
        builders.append(builder)
    return [
        await producer.send_batch(builder, topic, partition=partition)
        for (topic, partition), builders in packs.items()
        for builder in builders
    ]


def partition_of(key: bytes | None, partitions: int) -> int:
    """The partition that Kafka's default partitioner chooses for a key (murmur2, sign bit cleared)."""
    return 0 if key is None else (murmur2(key) & 0x7FFFFFFF) % partitions


def _count(records: Sequence[RawRecord]) -> dict[str, int]:
    counts: dict[str, int] = {}
    for r in records:
        counts[r.topic] = counts.get(r.topic, 0) + 1
    return counts


def utc_now() -> datetime:
    """The machine's time, for headers of records that no domain event dates (dead letters)."""
    return datetime.now(UTC)
