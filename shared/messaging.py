"""The only broker factory: batches in, by FastStream; store, publish, then commit the offsets.

The contract of a handler: it gets the valid events of a batch, in order per key; it returns the records that
it finds can never work (they become dead letters); it raises on anything transient, and then the whole batch
comes again after a pause, so it must be idempotent. Offsets are committed only after it returned.
"""

import asyncio
import time
import traceback
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

from aiokafka import TopicPartition
from faststream.kafka import KafkaBroker
from faststream.kafka.message import KafkaAckableMessage
from faststream.kafka.subscriber.usecase import BatchSubscriber
from faststream.middlewares import AckPolicy

from shared import logging
from shared.contracts.events import Event
from shared.contracts.topics import BusTopic
from shared.dead_letters import bury
from shared.decoding import EventDecoder, Received, Record, Rejection
from shared.patience import wait_after_empty_fetches
from shared.publishing import Publisher
from shared.settings import CommonSettings
from shared.telemetry import Metrics

Handler = Callable[[Sequence[Received[Any]]], Awaitable[Sequence[Rejection] | None]]

ALL_INVALID_LIMIT = 200
"""So many records in a row without a valid one stop a subscriber: the fault is then ours, not the records'."""
MAX_PAUSE_S = 10.0
BATCH_SHARE_OF_STOP = 0.6
"""Share of the stop time that batches in flight may use; requests and tasks have the rest."""

log = logging.get(__name__)


@dataclass(slots=True)
class Subscription:
    """A handler's place in the bus, and how it fares."""

    group: str
    topics: tuple[BusTopic, ...]
    handler: Handler
    decoder: EventDecoder
    subscriber: BatchSubscriber | None = None
    failures: int = 0
    invalid_in_a_row: int = 0
    stopped_for: str = ""
    beat: float = field(default_factory=time.monotonic)
    in_flight: dict[TopicPartition, int] = field(default_factory=dict)
    """First offset of the batch being handled, per partition."""


class Bus:
    """The Kafka connection of one process: a publisher and any number of batch subscriptions."""

    def __init__(self, settings: CommonSettings, service: str, metrics: Metrics) -> None:
        self.settings = settings
        self.metrics = metrics
        self.publisher = Publisher(settings.kafka_bootstrap, f"haichieu/{service}", metrics)
        self.subscriptions: list[Subscription] = []
        self._stopping = asyncio.Event()
        self.broker = KafkaBroker(
            settings.kafka_bootstrap,
            client_id=f"haichieu-{service}",
            apply_types=False,
            consumer_only=True,
            allow_auto_create_topics=False,
            graceful_timeout=settings.stop_seconds * BATCH_SHARE_OF_STOP,
            logger=None,
        )

    def subscribe(
        self,
        *topics: BusTopic,
        group: str,
        handler: Handler,
        max_records: int = 1000,
        poll_ms: int = 50,
    ) -> Subscription:
        """Register a batch handler. Call before ``consume``. ``group`` is the Kafka consumer group."""
        types: list[type[Event]] = [event for topic in topics for event in topic.events]
        subscription = Subscription(group, topics, handler, EventDecoder(types))
        instance = self.settings.instance
        subscriber = self.broker.subscriber(
            *(topic.name for topic in topics),
            group_id=f"haichieu.{group}",
            group_instance_id=f"{group}-{instance}" if instance else None,
            batch=True,
            max_records=max_records,
            batch_timeout_ms=poll_ms,
            auto_offset_reset="earliest",
            ack_policy=AckPolicy.NACK_ON_ERROR,
            session_timeout_ms=15_000,
            heartbeat_interval_ms=3_000,
            fetch_max_wait_ms=200,
        )

        async def parse(records: tuple[Record, ...]) -> KafkaAckableMessage:
            return KafkaAckableMessage(body=b"", raw_message=records, consumer=subscriber.consumer)

        async def decode(message: KafkaAckableMessage) -> tuple[Record, ...]:
            return message.raw_message

        async def handle(records: tuple[Record, ...]) -> None:
            await self._consume(subscription, records)

        subscriber(handle, parser=parse, decoder=decode)
        subscription.subscriber = subscriber
        self.subscriptions.append(subscription)
        return subscription

    async def connect(self) -> None:
        """Connect the publisher. Raises KafkaError or OSError when no broker answers."""
        if not self.publisher.connected:
            await self.publisher.start()

    async def consume(self) -> None:
        """Start all subscriptions. Raises KafkaError or OSError when no broker answers."""
        try:
            await self.broker.start()
        except BaseException:
            await self.broker.stop()
            raise
        if pause_ms := self.settings.kafka_empty_fetch_pause_ms:
            for sub in self.subscriptions:
                if sub.subscriber:
                    wait_after_empty_fetches(sub.subscriber.consumer, pause_ms / 1000)

    async def stop(self) -> None:
        """Finish the batches in flight, commit them, disconnect; within the setting ``stop_seconds``."""
        self._stopping.set()
        await self.broker.stop()
        await self.publisher.stop()

    async def _consume(self, sub: Subscription, records: tuple[Record, ...]) -> None:
        sub.beat = started = time.monotonic()
        sub.in_flight = _first_offsets(records)
        try:
            good, bad = sub.decoder.split(records)
            rejected = await sub.handler(good) if good else None
            if rejected:
                bad.extend(rejected)
            if bad:
                self._stop_if_all_invalid(sub, valid=len(records) - len(bad), invalid=len(bad))
                await bury(self.publisher, bad, sub.group)
                log.warning("dead_letters", group=sub.group, count=len(bad), reason=bad[0].reason[:200])
        except Exception as error:
            sub.failures += 1
            self.metrics.failures.labels(sub.group).inc()
            pause = min(0.2 * 2 ** min(sub.failures, 10), MAX_PAUSE_S)
            log.warning(
                "batch_retried",
                group=sub.group,
                records=len(records),
                error=type(error).__name__,
                at=error_place(error),
                attempt=sub.failures,
                pause_s=pause,
            )
            await self._pause(sub, pause)
            raise
        finally:
            sub.in_flight = {}
        sub.failures = 0
        if not bad:
            sub.invalid_in_a_row = 0
        self._account(sub, records, bad, time.monotonic() - started)

    def _stop_if_all_invalid(self, sub: Subscription, valid: int, invalid: int) -> None:
        sub.invalid_in_a_row = 0 if valid else sub.invalid_in_a_row + invalid
        if sub.invalid_in_a_row >= ALL_INVALID_LIMIT:
            sub.stopped_for = f"{sub.invalid_in_a_row} records in a row were invalid"
            raise AllInvalidError(sub.stopped_for)
        sub.stopped_for = ""

    async def _pause(self, sub: Subscription, seconds: float) -> None:
        sub.beat = time.monotonic() + seconds
        try:
            await asyncio.wait_for(self._stopping.wait(), seconds)
        except TimeoutError:
            return

    def _account(
        self, sub: Subscription, records: Sequence[Record], bad: Sequence[Rejection], seconds: float
    ) -> None:
        counts: dict[str, int] = {}
        for record in records:
            counts[record.topic] = counts.get(record.topic, 0) + 1
        for topic, count in counts.items():
            self.metrics.consumed.labels(topic, sub.group).inc(count)
        for rejection in bad:
            self.metrics.dead_letters.labels(rejection.record.topic, sub.group).inc()
        self.metrics.batch_seconds.labels(sub.group).observe(seconds)
        sub.beat = time.monotonic()

    async def measure_lag(self) -> None:
        """Set the lag gauges: log end minus what this process has handled, over its assigned partitions."""
        for sub in self.subscriptions:
            consumer = sub.subscriber.consumer if sub.subscriber else None
            if consumer is None:
                continue
            assigned = list(consumer.assignment())
            ends = await consumer.end_offsets(assigned) if assigned else {}
            lag = {topic.name: 0 for topic in sub.topics}
            for tp, end in ends.items():
                done = sub.in_flight.get(tp)
                if done is None:
                    done = await consumer.position(tp)
                lag[tp.topic] += max(0, end - done)
            for name, records in lag.items():
                self.metrics.lag.labels(name, sub.group).set(records)


def error_place(error: BaseException) -> str:
    """Where an error came from; its message isn't told, it may hold the document it failed on."""
    frames = traceback.extract_tb(error.__traceback__)
    return f"{frames[-1].filename}:{frames[-1].lineno}" if frames else ""


def _first_offsets(records: Sequence[Record]) -> dict[TopicPartition, int]:
    first: dict[TopicPartition, int] = {}
    for record in records:
        first.setdefault(TopicPartition(record.topic, record.partition), record.offset)
    return first


class AllInvalidError(RuntimeError):
    """A whole stretch of a topic is invalid; it is held rather than emptied into its dead-letter topic."""
