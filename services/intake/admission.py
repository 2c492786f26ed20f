"""Takes a report in: id, receipt, redaction, seal, source mark; durable before it is answered."""

import asyncio
from collections import Counter
from collections.abc import Callable, Sequence
from datetime import datetime
from typing import NamedTuple

from services.intake.domain import reporting
from services.intake.domain.receipts import Receipts
from services.intake.domain.redact import Redacted, redact
from services.intake.domain.sealing import Sealer
from services.intake.domain.submission import Submission
from services.intake.keeper import Keeper, Place, UnavailableError
from services.intake.marks import Marks
from shared import logging
from shared.clock import Clock
from shared.contracts import ids
from shared.contracts.events import Event
from shared.contracts.topics import REPORTS_RECEIVED, REPORTS_SEALED
from shared.publishing import Outgoing
from shared.telemetry import Metrics

YIELD_EVERY = 100

log = logging.get(__name__)


class Accepted(NamedTuple):
    """A report that was taken in. ``receipt`` is shown to the reporter once."""

    report_id: str
    receipt: str


class Admission:
    """The one way in, for every channel."""

    def __init__(
        self,
        keeper: Keeper,
        sealer: Sealer,
        receipts: Receipts,
        marks: Marks,
        clock: Clock,
        metrics: Metrics,
        redactor: Callable[[str], Redacted] = redact,
    ) -> None:
        self._keeper = keeper
        self._sealer = sealer
        self._receipts = receipts
        self._marks = marks
        self._clock = clock
        self._metrics = metrics
        self._redact = redactor

    async def admit(
        self, submissions: Sequence[Submission], traceparent: str | None = None
    ) -> list[Accepted]:
        """Take reports in, all or none, and answer in order. Raises UnavailableError when nothing is durable."""
        now = self._clock.now()
        reports: dict[str, list[Outgoing]] = {}
        accepted: list[Accepted] = []
        for count, submission in enumerate(submissions, 1):
            report_id = ids.report_id(submission.channel.value, submission.key)
            if report_id not in reports:
                reports[report_id] = await self._events(report_id, submission, now, traceparent)
            accepted.append(Accepted(report_id, self._receipts.code(report_id)))
            if count % YIELD_EVERY == 0:
                await asyncio.sleep(0)
        place = await self._keep(reports)
        self._account(submissions, place, now)
        return accepted

    async def _keep(self, reports: dict[str, list[Outgoing]]) -> Place:
        try:
            return await self._keeper.keep(list(reports.items()))
        except UnavailableError:
            self._metrics.reports_refused.labels("unavailable").inc(len(reports))
            raise

    async def _events(
        self, report_id: str, submission: Submission, now: datetime, traceparent: str | None
    ) -> list[Outgoing]:
        """What is published of a report; without its text when redaction fails (then a person must look)."""
        try:
            redacted = self._redact(submission.text)
        except Exception as error:  # noqa: BLE001 - fails closed, whatever it is
            log.error("redaction_failed", report_id=report_id, error=type(error).__name__)  # noqa: TRY400
            redacted = None
        key_id = self._sealer.key_id
        original = self._sealer.seal(submission.raw, submission.sender)
        sealed = reporting.sealed(report_id, key_id, original, now, held=redacted is None)
        events = [Outgoing(REPORTS_SEALED, report_id, sealed, _event_id(report_id, sealed), now, traceparent)]
        if redacted is not None:
            mark = await self._marks.mark(submission.channel, submission.sender)
            ref = f"{key_id}/{report_id}"
            report = reporting.received(report_id, submission, redacted, now, mark=mark, sealed_ref=ref)
            events.append(
                Outgoing(REPORTS_RECEIVED, report_id, report, _event_id(report_id, report), now, traceparent)
            )
        return events

    def _account(self, submissions: Sequence[Submission], place: Place, now: datetime) -> None:
        done = self._clock.now()
        for channel, count in Counter(submission.channel.value for submission in submissions).items():
            self._metrics.reports_accepted.labels(channel, place.value).inc(count)
        self._metrics.stage("received", now, done)


def _event_id(report_id: str, event: Event) -> str:
    return ids.derived(report_id, event.TYPE)
