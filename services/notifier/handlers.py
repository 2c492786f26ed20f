"""Requests onto the delivery queue: check → store → wake. Nothing is sent from here."""

import asyncio
from collections.abc import Callable, Sequence

from services.notifier.domain.check import check
from services.notifier.domain.delivery import NewDelivery, is_emergency
from services.notifier.store.protocol import Deliveries
from shared.clock import Clock
from shared.contracts.events import NotificationRequested
from shared.decoding import Received, Rejection
from shared.tracing import Tracing

YIELD_EVERY = 100


class Requests:
    """Handler of ``notifications.requested``."""

    def __init__(self, store: Deliveries, clock: Clock, tracing: Tracing, wake: Callable[[], None]) -> None:
        self._store = store
        self._clock = clock
        self._tracing = tracing
        self._wake = wake

    async def handle(self, batch: Sequence[Received[NotificationRequested]]) -> list[Rejection]:
        """Write a batch down, emergencies first. Raises PyMongoError; a repeat changes nothing."""
        urgent: list[NewDelivery] = []
        ordinary: list[NewDelivery] = []
        rejected: list[Rejection] = []
        now = self._clock.now()
        for index, received in enumerate(batch, start=1):
            try:
                check(received.event)
            except ValueError as error:
                rejected.append(Rejection(received.record, f"invalid: {error}"))
                continue
            new = NewDelivery(
                request=received.event,
                recorded_at=now,
                traceparent=self._tracing.child("notifier record", received.envelope.traceparent),
            )
            (urgent if is_emergency(received.event) else ordinary).append(new)
            if index % YIELD_EVERY == 0:
                await asyncio.sleep(0)
        for part in (urgent, ordinary):
            if part:
                await self._store.record(part)
                self._wake()
        return rejected
