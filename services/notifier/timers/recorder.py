"""Writes what came of attempts, in bulk: whatever gathered while the last write was under way.

A write that fails is repeated until it works: the message is sent, and only this process knows. Events are
published after their write and cleared; what the broker doesn't take now is left to the sweep.
"""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass, field

from services.notifier.domain.decide import Ended
from services.notifier.store.protocol import Attempted, Deliveries
from shared import logging
from shared.contracts.events import NotifyReason, Outcome
from shared.contracts.taxonomy import Urgency
from shared.mongo import TRANSIENT as MONGO_TRANSIENT
from shared.publishing import TRANSIENT as KAFKA_TRANSIENT
from shared.publishing import Publisher
from shared.telemetry import Metrics

log = logging.get(__name__)

MAX_BATCH = 500
MAX_PAUSE_S = 5.0


@dataclass(slots=True)
class Recorder:
    """The writer of one lane."""

    store: Deliveries
    publisher: Publisher
    metrics: Metrics
    _waiting: list[tuple[Attempted, asyncio.Future[None]]] = field(default_factory=list)
    _news: asyncio.Event = field(default_factory=asyncio.Event)
    _written: asyncio.Queue[Attempted] = field(default_factory=asyncio.Queue)

    async def record(self, attempted: Attempted) -> None:
        """Return when the attempt is written."""
        done: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._waiting.append((attempted, done))
        self._news.set()
        await done

    async def write(self) -> None:
        """Write until cancelled."""
        while True:
            await self._news.wait()
            batch, self._waiting = self._waiting[:MAX_BATCH], self._waiting[MAX_BATCH:]
            if not self._waiting:
                self._news.clear()
            alone = await self._write([attempted for attempted, _ in batch])
            for attempted, done in batch:
                self._count(attempted)
                if not done.done():
                    done.set_result(None)
            if alone:  # else others wrote some of these: the sweep publishes what is really stored
                for attempted, _ in batch:
                    if attempted.out:
                        self._written.put_nowait(attempted)

    async def publish(self) -> None:
        """Publish the events of what was written until cancelled."""
        while True:
            batch = [await self._written.get()]
            while not self._written.empty():
                batch.append(self._written.get_nowait())
            try:
                await self.store.publish(self.publisher, batch)
            except (*MONGO_TRANSIENT, *KAFKA_TRANSIENT) as error:
                log.warning("events_left_to_sweep", events=len(batch), error=type(error).__name__)
            finally:
                for _ in batch:
                    self._written.task_done()

    async def drain(self) -> None:
        """Return when the events of everything written are published, or left to the sweep."""
        await self._written.join()

    async def _write(self, batch: Sequence[Attempted]) -> bool:
        delay = 0.1
        while True:
            try:
                return await self.store.write(batch)
            except MONGO_TRANSIENT as error:
                log.warning("attempts_not_written", attempts=len(batch), error=type(error).__name__)
                await asyncio.sleep(delay)
                delay = min(delay * 2, MAX_PAUSE_S)

    def _count(self, attempted: Attempted) -> None:
        delivery, plan = attempted.delivery, attempted.plan
        kind = str(delivery.kind or "none")
        if not isinstance(plan, Ended):
            self.metrics.delivery_retries.labels(kind).inc()
            return
        self.metrics.deliveries.labels(kind, plan.outcome.value).inc()
        request = delivery.request
        first_of_emergency = (
            request.reason is NotifyReason.NEW_CASE and request.case.urgency >= Urgency.EMERGENCY
        )
        if plan.outcome is Outcome.DELIVERED and first_of_emergency:
            self.metrics.stage("notified", request.case.opened_at, attempted.at)
