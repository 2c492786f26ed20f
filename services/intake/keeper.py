"""Makes accepted reports durable before they are answered: in Kafka, else in the spool, else not at all."""

import asyncio
from collections.abc import Sequence
from enum import StrEnum

from services.intake.store.spool import Spool
from shared import logging, mongo
from shared.clock import Clock
from shared.publishing import TRANSIENT, Outgoing, Publisher

log = logging.get(__name__)

Report = tuple[str, Sequence[Outgoing]]
"""A report id and its events."""

REPORTS_PER_S = 1_000
"""The waits grow with a batch: one second more for so many reports."""


class Place(StrEnum):
    """Where a report is durable when it is answered."""

    KAFKA = "kafka"
    SPOOL = "spool"


class UnavailableError(RuntimeError):
    """Neither Kafka nor the spool took the reports; nothing was accepted."""


class Keeper:
    """Keeps reports. While Kafka is known to be away it goes straight to the spool; the relay ends that."""

    def __init__(
        self,
        publisher: Publisher,
        spool: Spool,
        clock: Clock,
        *,
        kafka_timeout_s: float,
        spool_timeout_s: float,
    ) -> None:
        self._publisher = publisher
        self._spool = spool
        self._clock = clock
        self._kafka_timeout_s = kafka_timeout_s
        self._spool_timeout_s = spool_timeout_s
        self.kafka_away = False
        """Set by a failed send; cleared by a send that works, or by the relay when a broker answers again."""

    async def keep(self, reports: Sequence[Report]) -> Place:
        """Make the reports durable and say where. Raises UnavailableError."""
        trusted = self._publisher.connected and not self.kafka_away
        if trusted and await self._to_kafka(reports):
            return Place.KAFKA
        if await self._to_spool(reports):
            return Place.SPOOL
        if self._publisher.connected and not trusted and await self._to_kafka(reports):
            return Place.KAFKA
        raise UnavailableError

    async def _to_kafka(self, reports: Sequence[Report]) -> bool:
        try:
            await self._publisher.publish(
                [event for _, events in reports for event in events],
                timeout_s=self._kafka_timeout_s + len(reports) / REPORTS_PER_S,
            )
        except TRANSIENT as error:
            if not self.kafka_away:
                log.warning("kafka_away", error=type(error).__name__)
            self.kafka_away = True
            return False
        self.kafka_away = False
        return True

    async def _to_spool(self, reports: Sequence[Report]) -> bool:
        try:
            async with asyncio.timeout(self._spool_timeout_s + len(reports) / REPORTS_PER_S):
                await self._spool.add(reports, self._clock.now())
        except mongo.TRANSIENT as error:
            log.warning("spool_away", error=type(error).__name__)
            return False
        return True
