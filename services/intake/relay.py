"""The relay: publishes the spool in order when Kafka is back, and tells the keeper that it is."""

import asyncio
from collections.abc import Awaitable, Callable, Sequence

from services.intake.keeper import Keeper
from services.intake.store.spool import Spool
from shared import logging, mongo
from shared.publishing import TRANSIENT, Publisher, RawRecord
from shared.service import pause
from shared.telemetry import Metrics

BATCH = 500
SEND_TIMEOUT_S = 10.0
RENEW_AFTER = 3
"""Failed sends in a row, with a broker that answers, until the producer is made anew (it may have failed for good)."""
STOP_TIMEOUT_S = 6.0
MAX_PAUSE_S = 30.0

Probe = Callable[[], Awaitable[bool]]

log = logging.get(__name__)


class Relay:
    """Empties the spool. Several replicas may run it: a repeat is known by its id."""

    def __init__(
        self,
        publisher: Publisher,
        spool: Spool,
        keeper: Keeper,
        metrics: Metrics,
        *,
        probe: Probe,
        interval_s: float,
    ) -> None:
        """``probe`` says whether a broker answers with all topics."""
        self._publisher = publisher
        self._spool = spool
        self._keeper = keeper
        self._metrics = metrics
        self._probe = probe
        self._interval_s = interval_s
        self._unsent = 0

    async def run(self, stopping: asyncio.Event) -> None:
        """The task: look, empty, wait; until the stop."""
        failures = 0
        while not stopping.is_set():
            try:
                await self.round()
                failures = 0
            except (*TRANSIENT, *mongo.TRANSIENT) as error:
                failures += 1
                log.warning("relay_failed", error=type(error).__name__, attempt=failures)
            await pause(stopping, min(self._interval_s * 2 ** min(failures, 8), MAX_PAUSE_S))

    async def round(self) -> int:
        """Empty the spool if Kafka answers; returns how many reports were sent. Raises when it breaks off."""
        waiting = await self._spool.count()
        self._metrics.spool.set(waiting)
        if not (waiting or self._keeper.kafka_away):
            return 0
        if not (self._publisher.connected and await self._probe()):
            return 0
        sent = 0
        while reports := await self._spool.oldest(BATCH):
            await self._send([record for report in reports for record in report.records])
            await self._spool.remove([report.report_id for report in reports])
            sent += len(reports)
            self._metrics.spool.set(max(0, waiting - sent))
        if self._keeper.kafka_away or sent:
            log.info("kafka_back", relayed=sent)
        self._keeper.kafka_away = False
        return sent

    async def _send(self, records: Sequence[RawRecord]) -> None:
        try:
            await self._publisher.publish_raw(records, timeout_s=SEND_TIMEOUT_S)
        except TRANSIENT:
            self._unsent += 1
            if self._unsent >= RENEW_AFTER:
                await self._renew()
            raise
        self._unsent = 0

    async def _renew(self) -> None:
        """A producer whose sender ended in a fatal error fails for ever; another one does not."""
        log.warning("producer_renewed")
        try:
            async with asyncio.timeout(STOP_TIMEOUT_S):
                await self._publisher.stop()
        except TRANSIENT as error:
            log.warning("producer_abandoned", error=type(error).__name__)
        await self._publisher.start()
        self._unsent = 0
