"""Whatever happens in whatever order, a case stays legal."""

from datetime import timedelta

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from services.escalation.domain.case import Case, Decision, Status
from services.escalation.domain.plan import Tick
from shared.contracts.events import Action, NotifyReason
from shared.contracts.taxonomy import Topic, Urgency
from tests.unit.escalation.casework import CITY, WARD, Casework, printable, report

DESKS = [f"{WARD}/union", f"{WARD}/police", f"{CITY}/union", "00070/union", "gone/union"]
UNITS = [WARD, "00277-ch01", CITY, None, "99999"]


class AnyLife(RuleBasedStateMachine):
    """Reports, commands, ticks and time in any order. ``Casework`` checks each plan: legal state, versions
    that grow by one, no event or notification id twice in the case's life, a document that reads back."""

    def __init__(self) -> None:
        super().__init__()
        self.work = Casework()
        self.sent: list[object] = []

    @property
    def case(self) -> Case:
        assert self.work.case is not None
        return self.work.case

    def send(self, stimulus: object) -> None:
        before = self.work.case
        plan = self.work.send(stimulus)
        self.sent.append(stimulus)
        if before is None or plan.case is None:
            return
        after = plan.case
        if before.status is Status.ACKNOWLEDGED:
            assert after.status is not Status.OPEN, printable(after)
            assert plan.decision not in {Decision.ESCALATED, Decision.UNANSWERED}
            assert NotifyReason.ESCALATED not in {n.reason for n in plan.notifications}
        if before.status is Status.RESOLVED:
            assert plan.decision is Decision.REOPENED
            assert after.reports == before.reports
        assert after.urgency >= before.urgency
        assert after.generation >= before.generation

    @initialize(urgency=st.sampled_from(Urgency), topic=st.sampled_from(Topic), unit=st.sampled_from(UNITS))
    def begin(self, urgency, topic, unit):
        self.topic, self.unit = topic, unit
        self.send(report("0", urgency, at=self.work.now, topic=topic, unit=unit))

    @rule(number=st.integers(0, 30), urgency=st.sampled_from(Urgency))
    def another_report(self, number, urgency):
        self.send(report(str(number), urgency, at=self.work.now, topic=self.topic, unit=self.unit))

    @rule(
        action=st.sampled_from(Action),
        desk=st.sampled_from(DESKS),
        assignee=st.sampled_from([None, *DESKS]),
    )
    def command(self, action, desk, assignee):
        before = self.case
        plan = self.work.order(action, desk, assignee=assignee)
        if before.status is Status.RESOLVED and action is not Action.REOPEN:
            assert plan.refusal
        if plan.refusal:
            assert self.case is before

    @rule(minutes=st.sampled_from([0, 1, 14, 15, 16, 120, 480, 60 * 24, 60 * 24 * 90]))
    def time_passes_unwatched(self, minutes):
        self.work.now += timedelta(minutes=minutes)

    @rule()
    def tick(self):
        self.send(Tick())

    @rule(minutes=st.sampled_from([1, 15, 60, 60 * 24, 60 * 24 * 90]))
    def time_passes(self, minutes):
        before = self.case
        plans = self.work.after(minutes=minutes)
        if before.status is not Status.OPEN:
            assert all(plan.decision is Decision.UNRESOLVED for plan in plans)
            assert self.case.status is before.status

    @precondition(lambda self: self.sent)
    @rule(data=st.data())
    def a_report_comes_again(self, data):
        before = self.case
        stimulus = data.draw(st.sampled_from(self.sent))
        if not isinstance(stimulus, Tick) and self.case.has_report(stimulus.report_id):
            self.send(stimulus)
            assert self.case is before

    @invariant()
    def an_open_emergency_is_never_forgotten(self):
        if self.work.case and self.case.status is Status.OPEN and self.case.urgency is Urgency.EMERGENCY:
            assert self.case.next_due or self.case.overdue_at

    @invariant()
    def the_deadline_is_never_silently_missed(self):
        """After the timer has looked, nothing is due any more (checked by ``Casework.after``)."""
        if self.work.case and self.case.overdue_at:
            assert self.case.next_due is None


TestAnyLife = AnyLife.TestCase
TestAnyLife.settings = settings(max_examples=120, stateful_step_count=30, deadline=None)


def test_the_same_stimuli_give_the_same_case_byte_for_byte():
    def life() -> Casework:
        w = Casework()
        w.receive("a", Urgency.NORMAL)
        w.after(days=1)
        w.receive("b", Urgency.HIGH)
        w.order(Action.ASSIGN, assignee=f"{WARD}/police")
        w.after(days=2)
        w.order(Action.RESOLVE)
        return w

    assert life().plans == life().plans
