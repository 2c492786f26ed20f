"""The shell around the decider: read, decide, write, publish; and again for what somebody else was faster with."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from services.escalation.book import Book
from services.escalation.domain.case import Case, Decision
from services.escalation.domain.decide import decide
from services.escalation.domain.grouping import choose_case
from services.escalation.domain.organisation import Organisation
from services.escalation.domain.placing import main_topic, place
from services.escalation.domain.plan import Plan, Tick
from services.escalation.domain.policy import Policy
from services.escalation.domain.worktime import WorkCalendar
from services.escalation.store import Bucket, Change, Store
from shared import logging
from shared.clock import Clock
from shared.contracts.events import CaseCommand, ReportClassified
from shared.publishing import Publisher
from shared.telemetry import Metrics
from shared.tracing import Tracing

log = logging.get(__name__)

ROUNDS = 8
"""How often a lost race is tried again at once; after that the batch comes again from the bus."""
YIELD_EVERY = 100


class ContendedError(RuntimeError):
    """Others were faster ROUNDS times in a row (transient)."""


@dataclass(frozen=True, slots=True)
class Rules:
    """What decisions go by. Replaced as a whole, never changed."""

    policy: Policy
    organisation: Organisation
    calendar: WorkCalendar


@dataclass(frozen=True, slots=True)
class Report:
    """A classified report on its way into a case."""

    event: ReportClassified
    traceparent: str | None = None


@dataclass(slots=True)
class Engine:
    """Applies reports, commands and time to the stored cases."""

    rules: Rules
    store: Store
    publisher: Publisher
    clock: Clock
    metrics: Metrics
    tracing: Tracing

    async def attach(self, reports: Sequence[Report]) -> dict[str, str]:
        """Bring each report into exactly one case; returns report id → reason for those that can't ever work."""
        broken: dict[str, str] = {}
        pending = list({report.event.report_id: report for report in reports}.values())
        for _ in range(ROUNDS):
            known = await self.store.cases_of([r.event.report_id for r in pending])
            await self.store.publish_left(self.publisher, known.unpublished)
            pending = [r for r in pending if r.event.report_id not in known.reports | broken.keys()]
            if not pending:
                return broken
            book = Book(await self.store.open_cases(self._buckets(pending), self._since(pending)))
            cases: dict[str, str] = {}
            for count, report in enumerate(pending, 1):
                try:
                    cases[report.event.report_id] = self._attach(book, report)
                except Exception as error:
                    log.exception("report_not_attached", report_id=report.event.report_id)
                    broken[report.event.report_id] = f"cannot be attached: {type(error).__name__}"
                if count % YIELD_EVERY == 0:
                    await asyncio.sleep(0)
            lost = await self._commit(book.changes())
            pending = [r for r in pending if cases.get(r.event.report_id) in lost]
            if not pending:
                return broken
        raise ContendedError(f"{len(pending)} reports lost {ROUNDS} races")

    async def obey(self, commands: Sequence[tuple[CaseCommand, str | None]]) -> dict[str, Plan]:
        """Carry out commands (with their traceparent) in order; returns command id → plan, refusals included."""
        plans: dict[str, Plan] = {}
        pending = list(commands)
        for _ in range(ROUNDS):
            stored = await self.store.get({command.case_id for command, _ in pending})
            book = Book(stored.values())
            for command, traceparent in pending:
                plan = self._decide(book.case(command.case_id), command)
                plans[command.command_id] = plan
                book.apply(plan, self.tracing.child(f"escalation {command.action}", traceparent))
            lost = await self._commit(book.changes())
            pending = [(c, t) for c, t in pending if c.case_id in lost]
            if not pending:
                break
        else:
            raise ContendedError(f"{len(pending)} commands lost {ROUNDS} races")
        for plan in plans.values():
            if plan.refusal:
                self.metrics.refusals.labels(plan.refusal.reason.value).inc()
        return plans

    async def tick(self, limit: int = 500) -> int:
        """Carry out what is due; returns how many cases were looked at. What is lost to another replica is its."""
        due = await self.store.due(self.clock.now(), limit)
        book = Book(due)
        for stored in due:
            book.apply(self._decide(stored.case, Tick()), None)
        await self._commit(book.changes())
        return len(due)

    def _attach(self, book: Book, report: Report) -> str:
        event = report.event
        organisation = self.rules.organisation
        candidates = book.bucket((place(event, organisation).unit.code, main_topic(event)))
        choice = choose_case(event, candidates, organisation)
        plan = self._decide(book.case(choice.case_id), event, follows=choice.follows)
        if plan.refusal:
            plan = self._decide(None, event, follows=choice.case_id)
        book.apply(plan, self.tracing.child("escalation attach", report.traceparent))
        self.metrics.stage("in_case", event.received_at, self.clock.now())
        return plan.case.id if plan.case else ""

    def _decide(
        self,
        case: Case | None,
        stimulus: ReportClassified | CaseCommand | Tick,
        follows: str | None = None,
    ) -> Plan:
        rules = self.rules
        plan = decide(
            case,
            stimulus,
            self.clock.now(),
            rules.policy,
            rules.organisation,
            rules.calendar,
            follows=follows,
        )
        if plan.decision not in (Decision.NOT_DUE, Decision.SEEN_BEFORE):
            self.metrics.cases.labels(plan.decision.value).inc()
        return plan

    async def _commit(self, changes: Sequence[Change]) -> set[str]:
        lost = await self.store.save(changes)
        await self.store.publish(self.publisher, [c for c in changes if c.after.id not in lost])
        return lost

    def _buckets(self, reports: Sequence[Report]) -> set[Bucket]:
        organisation = self.rules.organisation
        return {(place(r.event, organisation).unit.code, main_topic(r.event)) for r in reports}

    def _since(self, reports: Sequence[Report]) -> datetime:
        window = timedelta(hours=self.rules.policy.grouping.window_hours)
        return min(r.event.received_at for r in reports) - window
