"""What intake reads from the bus, into its store: each batch one bulk write, each repeat a no-op."""

import asyncio
from collections.abc import Sequence
from typing import Any

from services.intake.domain import reporting, timeline
from services.intake.domain.receipts import Receipts
from services.intake.domain.timeline import Entry, Link
from services.intake.store.reports import YIELD_EVERY, Reports
from services.intake.store.sealed import Sealed
from shared import logging
from shared.clock import Clock
from shared.contracts.events import CaseEvent, NotificationDelivered, ReportReceived, SealedOriginal
from shared.decoding import Received, Rejection
from shared.telemetry import Metrics

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

    async def on_reports(self, batch: Sequence[Received[ReportReceived]]) -> None:
        """reports.received → ``reports``."""
        documents: list[dict[str, Any]] = []
        for count, item in enumerate(batch, 1):
            documents.append(reporting.report_document(item.event, self._lookup(item.event.report_id)))
            if count % YIELD_EVERY == 0:
                await asyncio.sleep(0)
        await self._reports.add(documents)
        now = self._clock.now()
        for item in batch:
            self._metrics.stage("stored", item.event.received_at, now)

    async def on_sealed(self, batch: Sequence[Received[SealedOriginal]]) -> list[Rejection]:
        """reports.sealed → ``sealed``; a held report also shows in ``reports``, without its text."""
        documents: list[dict[str, Any]] = []
        held: list[dict[str, Any]] = []
        rejected: list[Rejection] = []
        for item in batch:
            try:
                documents.append(reporting.sealed_document(item.event))
            except ValueError:
                rejected.append(Rejection(item.record, "invalid: `sealed` is not base64"))
                continue
            if item.event.held:
                held.append(reporting.held_document(item.event, self._lookup(item.event.report_id)))
        if documents:
            await self._sealed.add(documents)
        if held:
            await self._reports.add(held)
            log.warning("reports_held", count=len(held))
        return rejected

    async def on_cases(self, batch: Sequence[Received[CaseEvent]]) -> None:
        """cases.events → ``case_links`` and ``case_timelines``."""
        links: dict[str, Link] = {}
        entries: dict[str, dict[str, Entry]] = {}
        for count, item in enumerate(batch, 1):
            event = item.event
            if linked := timeline.link_of(event):
                links[linked[0]] = linked[1]
            if timeline.is_for_all(event):
                entries.setdefault(event.case_id, {})[item.envelope.id] = timeline.of_case_event(event)
            if count % YIELD_EVERY == 0:
                await asyncio.sleep(0)
        await self._reports.link(links)
        await self._reports.tell(entries)

    async def on_notifications(self, batch: Sequence[Received[NotificationDelivered]]) -> None:
        """notifications.delivered → ``case_timelines``."""
        entries: dict[str, dict[str, Entry]] = {}
        for item in batch:
            if entry := timeline.of_delivery(item.event):
                entries.setdefault(item.event.case_id, {})[item.event.notification_id] = entry
        await self._reports.tell(entries)

    def _lookup(self, report_id: str) -> str:
        return self._receipts.lookup(self._receipts.code(report_id))
