"""What happens without anybody's doing: deadlines, events that a crash left behind, figures for the operator."""

import asyncio
from datetime import datetime, timedelta

from services.escalation.engine import Engine
from services.escalation.store import MongoStore
from shared import logging, outbox
from shared.clock import SystemClock
from shared.mongo import TRANSIENT as DATABASE_AWAY
from shared.publishing import TRANSIENT as BUS_AWAY
from shared.service import pause

log = logging.get(__name__)

DUE_AT_ONCE = 500
FIGURES_EVERY_S = 5.0
RETRY_S = 1.0


class Timers:
    """The tasks of escalation. Safe with several replicas: a change is written by one of them only."""

    def __init__(
        self, engine: Engine, store: MongoStore, clock: SystemClock, tick_s: float, sweep_s: float
    ) -> None:
        self.engine = engine
        self.store = store
        self.clock = clock
        self.tick_s = tick_s
        self.sweep_s = sweep_s

    async def deadlines(self, stopping: asyncio.Event) -> None:
        """Carry out deadlines as they fall due."""
        while not stopping.is_set():
            try:
                looked_at = await self.engine.tick(DUE_AT_ONCE)
            except (*DATABASE_AWAY, *BUS_AWAY) as error:
                log.warning("tick_retried", error=type(error).__name__)
                looked_at = 0
            if looked_at < DUE_AT_ONCE:
                await pause(stopping, self.tick_s)

    async def sweep(self, stopping: asyncio.Event) -> None:
        """Publish what a crash left: at the start everything, then what lies longer than any batch takes."""
        age = timedelta()
        while not stopping.is_set():
            try:
                left = await outbox.sweep(
                    self.engine.publisher, self.store.collection, self.clock.now() - age
                )
                age = timedelta(seconds=self.sweep_s * self.clock.speed)
                if left:
                    log.info("outbox_swept", events=left)
            except (*DATABASE_AWAY, *BUS_AWAY) as error:
                log.warning("sweep_retried", error=type(error).__name__)
                await pause(stopping, RETRY_S)
            else:
                await pause(stopping, self.sweep_s)

    async def figures(self, stopping: asyncio.Event) -> None:
        """Keep the gauges for overdue and unanswered cases."""
        metrics = self.engine.metrics
        while not stopping.is_set():
            try:
                found = await self.store.figures()
                metrics.overdue.set(found.overdue)
                metrics.oldest_unanswered.set(self._age(found.oldest))
                metrics.oldest_emergency.set(self._age(found.oldest_emergency))
            except DATABASE_AWAY:
                log.debug("figures_unknown")
            await pause(stopping, FIGURES_EVERY_S)

    def _age(self, opened_at: datetime | None) -> float:
        return (self.clock.now() - opened_at).total_seconds() if opened_at else 0.0
