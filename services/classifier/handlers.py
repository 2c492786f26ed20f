"""The two passes over reports.received: the fast one sends emergencies ahead, the full one labels all."""

import asyncio
from collections.abc import Callable, Iterator, Sequence
from datetime import datetime
from typing import TypeVar

from services.classifier.domain.classify import Classifier
from services.classifier.domain.models import Classification, Context
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
Labelled = tuple[ReportClassified, str | None]
"""An event, and the traceparent of what caused it."""
T = TypeVar("T")


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
        classified, rejected = await self._label(items)
        if classified:
            await self.store.save([event for event, _ in classified])
            await self._publish(REPORTS_CLASSIFIED, classified, "classified")
        return rejected

    async def fast(self, items: Items) -> list[Rejection]:
        """Send the emergencies of a batch ahead; what can't be labelled is the full pass's to reject."""
        pressing: list[Received[ReportReceived]] = []
        for chunk in _chunks(items):
            levels, _ = self._each(
                chunk, lambda some: self.classifier.urgencies([i.event.text for i in some])
            )
            pressing += [item for item, level in levels if level is Urgency.EMERGENCY]
            await asyncio.sleep(0)
        urgent, _ = await self._label(pressing)
        if urgent:
            await self._publish(REPORTS_URGENT, urgent, "urgent")
            self.metrics.urgent.inc(len(urgent))
        return []

    async def _label(self, items: Items) -> tuple[list[Labelled], list[Rejection]]:
        now = self.clock.now()
        classified: list[Labelled] = []
        rejected: list[Rejection] = []
        for chunk in _chunks(items):
            found, failed = self._each(chunk, self._classify)
            classified += [(event_of(item.event, c, now), item.envelope.traceparent) for item, c in found]
            rejected += failed
            await asyncio.sleep(0)
        return classified, rejected

    def _classify(self, items: Items) -> list[Classification]:
        contexts = [Context(reported_from=item.event.reported_from) for item in items]
        return list(self.classifier.classify_all([item.event.text for item in items], contexts))

    def _each(
        self, items: Items, work: Callable[[Items], Sequence[T]]
    ) -> tuple[list[tuple[Received[ReportReceived], T]], list[Rejection]]:
        """The results of ``work`` on a batch; if it fails, on each item alone, so that one can't hold up the others."""
        try:
            return list(zip(items, work(items), strict=True)), []
        except Exception as error:
            if len(items) > 1:
                parts = [self._each([item], work) for item in items]
                return [pair for done, _ in parts for pair in done], [r for _, bad in parts for r in bad]
            log.exception("report_not_classified", report_id=items[0].event.report_id)
            return [], [Rejection(items[0].record, f"cannot be classified: {type(error).__name__}")]

    async def _publish(self, topic: BusTopic, classified: Sequence[Labelled], stage: str) -> None:
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


def event_of(report: ReportReceived, found: Classification, now: datetime) -> ReportClassified:
    """What is published of a report and its labels."""
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


def _chunks(items: Items) -> Iterator[Items]:
    return (items[start : start + YIELD_EVERY] for start in range(0, len(items), YIELD_EVERY))
