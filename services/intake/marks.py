"""Source marks for requests: the period's key is cached, and a report never waits long for a mark."""

import asyncio
from datetime import timedelta

from services.intake.domain import source_mark
from services.intake.store.source_keys import SourceKeys
from shared import logging
from shared.clock import Clock
from shared.contracts.taxonomy import Channel
from shared.mongo import TRANSIENT

LONGEST_WAIT_S = 0.5
FIRST_PAUSE_S = 5.0
GRACE = timedelta(days=1)
"""How long a key outlives its period: reports on their way still get the same mark on a retry."""

log = logging.get(__name__)


class Marks:
    """Makes source marks with the key of the present period, of ``days`` days."""

    def __init__(self, keys: SourceKeys, clock: Clock, days: int) -> None:
        self._keys = keys
        self._clock = clock
        self._days = days
        self._period = -1
        self._key: bytes | None = None
        self._asking = asyncio.Lock()
        self._pause_until = 0.0

    async def mark(self, channel: Channel, sender: str | None) -> str | None:
        """The mark of a sender; None without a sender, or when the key can't be had in half a second."""
        if not sender or not sender.strip():
            return None
        key = await self._current_key()
        return source_mark.mark(key, channel, sender) if key else None

    async def _current_key(self) -> bytes | None:
        period = source_mark.period(self._clock.now(), self._days)
        if period != self._period:
            async with self._asking:
                if period != self._period:
                    await self._fetch(period)
        return self._key if period == self._period else None

    async def _fetch(self, period: int) -> None:
        loop = asyncio.get_running_loop()
        if loop.time() < self._pause_until:
            return
        expires_at = source_mark.period_end(period, self._days) + GRACE
        try:
            async with asyncio.timeout(LONGEST_WAIT_S):
                self._key = await self._keys.key(f"{self._days}d:{period}", source_mark.new_key(), expires_at)
        except TRANSIENT as error:
            self._pause_until = loop.time() + FIRST_PAUSE_S
            log.warning("source_key_missing", error=type(error).__name__, pause_s=FIRST_PAUSE_S)
            return
        self._period = period
