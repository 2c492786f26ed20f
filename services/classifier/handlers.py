"""The two passes over reports.received: the fast one sends emergencies ahead, the full one labels all."""

import asyncio
from collections.abc import Callable, Iterator, Sequence
from datetime import datetime

from services.classifier.domain.classify import Classifier
from services.classifier.domain.models import Context
from services.classifier.store import Store
from shared import logging
from shared.clock import Clock
from shared.contracts import ids
from shared.contracts.events import ReportClassified, ReportReceived
from shared.contracts.taxonomy import Urgency
from shared.contracts.topics import REPORTS_CLASSIFIED, REPORTS_URGENT, UNLOCATED, BusTopic
from shared.decoding import Received, Rejection
from shared.publishing import Outgoing, Publisher
from shared.telemetry import Metrics
from shared.tracing import Tracing

log = logging.get(__name__)

YIELD_EVERY = 50
"""Reports labelled between two yields to the event loop: some ten milliseconds."""

Items = Sequence[Received[ReportReceived]]


class Passes:
    """Both handlers, with what they share."""

    def __init__(
        self,
        classifier: Classifier,
        store: Store,
        publisher: Publisher,
        clock: Clock,
        metrics: Metrics,
        tracing: Tracing,
    ) -> None:
        self.classifier = classifier
        self.store = store
        self.publisher = publisher
        self.clock = clock
        self.metrics = metrics
        self.tracing = tracing

    async def full(self, items: Items) -> list[Rejection]:
        """Label every report, keep the labels, publish them."""
        classified, rejected = await self._label(items, lambda _: True)
        if classified:
            await self.store.save([event for event, _ in classified])
            await self._publish(REPORTS_CLASSIFIED, classified, "classified")
        return rejected

    async def fast(self, items: Items) -> list[Rejection]:
        """Send the emergencies of a batch ahead; what can't be labelled is the full pass's to reject."""
        emergency = self.classifier.is_emergency
        classified, _ = await self._label(items, lambda item: emergency(item.event.text))
        urgent = [(e, t) for e, t in classified if e.urgency == Urgency.EMERGENCY]
        if urgent:
            await self._publish(REPORTS_URGENT, urgent, "urgent")
            self.metrics.urgent.inc(len(urgent))
        return []

    async def _label(
        self, items: Items, wanted: Callable[[Received[ReportReceived]], bool]
    ) -> tuple[list[tuple[ReportClassified, str | None]], list[Rejection]]:
        now = self.clock.now()
        classified: list[tuple[ReportClassified, str | None]] = []
        rejected: list[Rejection] = []
        for chunk in _chunks(items):
            for item in chunk:
                try:
                    if wanted(item):
                        classified.append((self._classify(item.event, now), item.envelope.traceparent))
                except Exception as error:
                    log.exception("report_not_classified", report_id=item.event.report_id)
                    rejected.append(Rejection(item.record, f"cannot be classified: {type(error).__name__}"))
            await asyncio.sleep(0)
        return classified, rejected

    def _classify(self, report: ReportReceived, now: datetime) -> ReportClassified:
        found = self.classifier.classify(report.text, Context(reported_from=report.reported_from))
        return ReportClassified(
            report_id=report.report_id,
            channel=report.channel,
            text=report.text,
            received_at=report.received_at,
            classified_at=now,
            topics=found.topics,
            urgency=found.urgency,
            language=found.language,
            unit=found.unit,
            places=found.places,
            ambiguous=found.ambiguous,
            needs_review=found.needs_review,
            reasons=found.reasons,
            signature=found.signature,
            occurred_at=report.occurred_at,
            reported_from=report.reported_from,
            source_mark=report.source_mark,
            model=found.model,
        )

    async def _publish(
        self, topic: BusTopic, classified: Sequence[tuple[ReportClassified, str | None]], stage: str
    ) -> None:
        await self.publisher.publish(
            [
                Outgoing(
                    topic,
                    event.unit or UNLOCATED,
                    event,
                    ids.derived(event.report_id, "classified"),
                    event.classified_at,
                    self.tracing.child(f"classifier {stage}", parent),
                )
                for event, parent in classified
            ]
        )
        now = self.clock.now()
        for event, _ in classified:
            self.metrics.stage(stage, event.received_at, now)


def _chunks(items: Items) -> Iterator[Items]:
    return (items[start : start + YIELD_EVERY] for start in range(0, len(items), YIELD_EVERY))
