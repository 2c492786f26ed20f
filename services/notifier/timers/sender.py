"""Claims due deliveries of one lane and attempts them, many at a time.

Each lane has slots, connections and queries of its own, so a backlog of ordinary messages never stands before
an emergency. A slot is free again when the message is sent; the room in the claim only when it is written.
"""

import asyncio
import contextlib
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import timedelta

from services.notifier.domain.delivery import Delivery
from services.notifier.store.protocol import Deliveries
from services.notifier.timers.attempt import Attempt
from services.notifier.timers.recorder import Recorder
from shared import logging
from shared.clock import Clock
from shared.mongo import TRANSIENT
from shared.service import pause

log = logging.get(__name__)

CLAIMS_PER_SLOT = 16
"""Deliveries leased at once per slot: enough that slots don't wait for the database."""


@dataclass(frozen=True, slots=True)
class Lane:
    """A lane's limits. ``priorities`` are served in this order; times in real seconds."""

    name: str
    priorities: tuple[int, ...]
    slots: int
    lease_s: float
    poll_s: float
    speed: float = 1.0

    def shown(self, seconds: float) -> timedelta:
        """Real seconds as a time of the shown clock."""
        return timedelta(seconds=seconds * self.speed)


@dataclass(slots=True)
class Sender:
    """Delivers one lane until it is stopped."""

    lane: Lane
    store: Deliveries
    attempt: Attempt
    recorder: Recorder
    clock: Clock
    wake: asyncio.Event = field(default_factory=asyncio.Event)
    _open: set[asyncio.Task[None]] = field(default_factory=set)
    _unsent: list[Delivery] = field(default_factory=list)
    _freed: asyncio.Event = field(default_factory=asyncio.Event)
    _slots: asyncio.Semaphore = field(init=False)
    _most: int = field(init=False)

    def __post_init__(self) -> None:
        self._slots = asyncio.Semaphore(self.lane.slots)
        self._most = self.lane.slots * CLAIMS_PER_SLOT

    async def run(self, stopping: asyncio.Event) -> None:
        """Claim and attempt until the stop; what was claimed and not begun is given back."""
        stopped = asyncio.create_task(self._watch(stopping))
        try:
            while not stopping.is_set():
                more = await self._fill(stopping)
                await self._wait(stopping, more=more)
            await self._finish()
        finally:
            stopped.cancel()
            for task in self._open:
                task.cancel()
            await self.attempt.close()

    async def _watch(self, stopping: asyncio.Event) -> None:
        await stopping.wait()
        self.wake.set()
        self._freed.set()

    async def _fill(self, stopping: asyncio.Event) -> bool:
        """Claim what there is room for; true when there may be more."""
        room = self._most - len(self._open)
        self.wake.clear()
        try:
            claimed = await self._claim(room)
        except TRANSIENT as error:
            log.warning("claim_failed", lane=self.lane.name, error=type(error).__name__)
            await pause(stopping, 1.0)
            return False
        for delivery in claimed:
            task = asyncio.create_task(self._deliver(delivery, stopping))
            self._open.add(task)
            task.add_done_callback(self._closed)
        return len(claimed) == room

    async def _claim(self, room: int) -> Sequence[Delivery]:
        now = self.clock.now()
        unsent = list(self._unsent)
        await self.store.release(unsent, now)
        self._unsent = self._unsent[len(unsent) :]
        until = now + self.lane.shown(self.lane.lease_s)
        return await self.store.claim(self.lane.priorities, now, until, room)

    async def _deliver(self, delivery: Delivery, stopping: asyncio.Event) -> None:
        async with self._slots:
            latest = delivery.leased_until - self.lane.shown(self.attempt.timeout_s)
            if stopping.is_set() or self.clock.now() > latest:
                self._unsent.append(delivery)
                return
            attempted = await self.attempt.make(delivery)
        await self.recorder.record(attempted)

    def _closed(self, task: asyncio.Task[None]) -> None:
        self._open.discard(task)
        self._freed.set()
        if not task.cancelled() and task.exception():
            log.error("delivery_task_failed", exc_info=task.exception())

    async def _wait(self, stopping: asyncio.Event, *, more: bool) -> None:
        """Until there is room again, or news, or it is time to look."""
        if not more:
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(self.wake.wait(), self.lane.poll_s)
        while len(self._open) > self._most // 2 and not stopping.is_set():
            self._freed.clear()
            await self._freed.wait()

    async def _finish(self) -> None:
        while self._open:
            await asyncio.wait(set(self._open))
        await self.store.release(self._unsent, self.clock.now())
        self._unsent = []
