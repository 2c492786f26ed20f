"""Runs the lanes side by side: each a sender with its recorder."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass

from services.notifier.store.protocol import Deliveries
from services.notifier.timers.sender import Sender
from shared import logging
from shared.clock import Clock
from shared.mongo import TRANSIENT
from shared.service import pause

log = logging.get(__name__)


@dataclass(slots=True)
class Delivering:
    """All lanes of a process."""

    senders: Sequence[Sender]
    store: Deliveries
    clock: Clock

    def wake(self) -> None:
        """There is something new: look at once."""
        for sender in self.senders:
            sender.wake.set()

    async def run(self, stopping: asyncio.Event) -> None:
        """Deliver until the stop; then finish what is on the wire, and write it down."""
        await self._take_back(stopping)
        async with asyncio.TaskGroup() as group:
            writers = [
                group.create_task(work)
                for sender in self.senders
                for work in (sender.recorder.write(), sender.recorder.publish())
            ]
            senders = [group.create_task(sender.run(stopping)) for sender in self.senders]
            await asyncio.wait(senders)
            for sender in self.senders:
                await sender.recorder.drain()
            for writer in writers:
                writer.cancel()

    async def _take_back(self, stopping: asyncio.Event) -> None:
        """What this instance held when it was killed is due now, not at the end of its lease."""
        while not stopping.is_set():
            try:
                taken = await self.store.release_former(self.clock.now())
            except TRANSIENT as error:
                log.warning("queue_waiting", error=type(error).__name__)
                await pause(stopping, 1.0)
            else:
                if taken:
                    log.info("taken_back", deliveries=taken)
                return
