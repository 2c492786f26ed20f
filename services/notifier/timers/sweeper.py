"""Publishes the events that a crash or an absent broker left in the documents, and measures the queue."""

import asyncio
from dataclasses import dataclass
from datetime import timedelta

from services.notifier.store.protocol import Deliveries, Links
from shared import logging
from shared.clock import Clock
from shared.mongo import TRANSIENT as MONGO_TRANSIENT
from shared.publishing import TRANSIENT as KAFKA_TRANSIENT
from shared.publishing import Publisher
from shared.service import pause
from shared.telemetry import Metrics

log = logging.get(__name__)

LEFT_AFTER_S = 10.0
"""An event older than this (real seconds) was left; a younger one is being published by its writer."""


@dataclass(slots=True)
class Sweeper:
    """Looks every ``every_s`` real seconds. ``speed``: shown seconds in a real one."""

    deliveries: Deliveries
    links: Links
    publisher: Publisher
    clock: Clock
    metrics: Metrics
    every_s: float
    speed: float = 1.0

    async def run(self, stopping: asyncio.Event) -> None:
        """Sweep until the stop."""
        while not await pause(stopping, self.every_s):
            try:
                await self.sweep()
            except (*MONGO_TRANSIENT, *KAFKA_TRANSIENT) as error:
                log.warning("sweep_failed", error=type(error).__name__)

    async def sweep(self) -> int:
        """One round; how many events were left."""
        self.metrics.deliveries_pending.set(await self.deliveries.pending())
        older = self.clock.now() - timedelta(seconds=LEFT_AFTER_S * self.speed)
        left = await self.links.sweep(self.publisher, older) + await self.deliveries.sweep(
            self.publisher, older
        )
        if left:
            log.info("swept", events=left)
        return left
