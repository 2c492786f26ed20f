"""Time as data: clocks are passed in, so that a year can be simulated in a second.

A demo runs on a scaled clock: ``speed`` shown seconds pass in one real second since ``epoch``. All
processes of a stack are given the same epoch, so that they agree.
"""

import asyncio
import time
from datetime import UTC, datetime, timedelta
from typing import Protocol


class Clock(Protocol):
    """What tells the time."""

    def now(self) -> datetime:
        """The present, aware, in UTC."""

    async def sleep(self, seconds: float) -> None:
        """Wait for this many seconds of this clock."""


class SystemClock:
    """The machine's clock, ``speed`` times faster since ``epoch`` (Unix seconds)."""

    def __init__(self, speed: float = 1.0, epoch: float = 0.0) -> None:
        self.speed = speed
        self.epoch = epoch

    def now(self) -> datetime:
        """The present, aware, in UTC, in whole milliseconds (what MongoDB keeps)."""
        shown = self.epoch + (time.time() - self.epoch) * self.speed
        return datetime.fromtimestamp(int(shown * 1000) / 1000, UTC)

    async def sleep(self, seconds: float) -> None:
        """Wait for this many shown seconds."""
        await asyncio.sleep(seconds / self.speed)


class ManualClock:
    """A clock for tests: it stands still until it is moved."""

    def __init__(self, start: datetime) -> None:
        self._now = start

    def now(self) -> datetime:
        """The present, aware, in UTC."""
        return self._now

    def advance(self, by: timedelta) -> datetime:
        """Move on and return the new present."""
        self._now += by
        return self._now

    async def sleep(self, seconds: float) -> None:
        """Move on at once."""
        self._now += timedelta(seconds=seconds)
        await asyncio.sleep(0)
