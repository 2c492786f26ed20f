"""What intake reads from the bus, into its store: each batch one bulk write, each repeat a no-op."""

import asyncio
from collections.abc import Callable, Sequence
from typing import Any, TypeVar

from services.intake.domain import reporting, timeline
from services.intake.domain.receipts import Receipts
from services.intake.domain.timeline import Entry, Link
from services.intake.store.reports import YIELD_EVERY, Reports
from services.intake.store.sealed import Sealed
from shared import logging
from shared.clock import Clock
from shared.contracts.events import (
    CaseEvent,
    Event,
    NotificationDelivered,
    ReportReceived,
    SealedOriginal,
)
from shared.decoding import Received, Rejection
from shared.telemetry import Metrics

Document = dict[str, Any]
E = TypeVar("E", bound=Event)
T = TypeVar("T")

log = logging.get(__name__)


class Handlers:
    """The four consumers of intake."""

    def __init__(
        self, reports: Reports, sealed: Sealed, receipts: Receipts, clock: Clock, metrics: Metrics
    ) -> None:
        self._reports = reports
        self._sealed = sealed
        self._receipts = receipts
        self._clock = clock
        self._metrics = metrics

    async def on_reports(self, batch: Sequence[Received[ReportReceived]]) -> list[Rejection]:
        """reports.received → ``reports``."""
        documents, rejected = await _each(
            batch, lambda item: reporting.report_document(item.event, self._lookup(item.event.report_id))
        )
        await self._reports.add(documents)
        now = self._clock.now()
        for document in documents:
            self._metrics.stage("stored", document["received_at"], now)
        return rejected

    async def on_sealed(self, batch: Sequence[Received[SealedOriginal]]) -> list[Rejection]:
        """reports.sealed → ``sealed``; a held report also shows in ``reports``, without its text."""
        documents, rejected = await _each(batch, self._sealed_and_held)
        held = [shown for _, shown in documents if shown]
        await self._sealed.add([sealed for sealed, _ in documents])
        await self._reports.add(held)
        if held:
            log.warning("reports_held", count=len(held))
        return rejected

    async def on_cases(self, batch: Sequence[Received[CaseEvent]]) -> list[Rejection]:
        """cases.events → ``case_links`` and ``case_timelines``."""
        links: dict[str, Link] = {}
        entries: dict[str, dict[str, Entry]] = {}

        def read(item: Received[CaseEvent]) -> None:
            event = item.event
            entry = timeline.of_case_event(event)
            if linked := timeline.link_of(event):
                links[linked[0]] = linked[1]
            if timeline.is_for_all(event):
                entries.setdefault(event.case_id, {})[item.envelope.id] = entry

        _, rejected = await _each(batch, read)
        await self._reports.link(links)
        await self._reports.tell(entries)
        return rejected

    async def on_notifications(self, batch: Sequence[Received[NotificationDelivered]]) -> list[Rejection]:
        """notifications.delivered → ``case_timelines``."""
        entries: dict[str, dict[str, Entry]] = {}

        def read(item: Received[NotificationDelivered]) -> None:
            if entry := timeline.of_delivery(item.event):
                entries.setdefault(item.event.case_id, {})[item.event.notification_id] = entry

        _, rejected = await _each(batch, read)
        await self._reports.tell(entries)
        return rejected

    def _sealed_and_held(self, item: Received[SealedOriginal]) -> tuple[Document, Document | None]:
        event = item.event
        shown = reporting.held_document(event, self._lookup(event.report_id)) if event.held else None
        return reporting.sealed_document(event), shown

    def _lookup(self, report_id: str) -> str:
        return self._receipts.lookup(self._receipts.code(report_id))


async def _each(
    batch: Sequence[Received[E]], read: Callable[[Received[E]], T]
) -> tuple[list[T], list[Rejection]]:
    """What ``read`` makes of each item; where it raises ValueError the record can never work."""
    found: list[T] = []
    rejected: list[Rejection] = []
    for count, item in enumerate(batch, 1):
        try:
            found.append(read(item))
        except ValueError as error:
            rejected.append(Rejection(item.record, f"invalid: {error}"))
        if count % YIELD_EVERY == 0:
            await asyncio.sleep(0)
    return found, rejected
