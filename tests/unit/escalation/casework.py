"""A case on a desk of its own: the tests move time, send reports and commands, and look at what happened."""

import json
from datetime import UTC, datetime, timedelta
from functools import cache
from pathlib import Path
from zoneinfo import ZoneInfo

from services.escalation.domain.calendar_file import load_calendar_file
from services.escalation.domain.case import Case, Decision, from_document, to_document
from services.escalation.domain.decide import decide
from services.escalation.domain.invariants import violations
from services.escalation.domain.organisation import Organisation
from services.escalation.domain.organisation_file import load_organisation_file
from services.escalation.domain.plan import Plan, Stimulus, Tick, event_id
from services.escalation.domain.policy import Policy
from services.escalation.domain.policy_file import load_policy_file
from services.escalation.domain.worktime import WorkCalendar
from shared.contracts import ids
from shared.contracts.events import Action, Actor, CaseCommand, NotifyReason, ReportClassified, TopicScore
from shared.contracts.taxonomy import Channel, Topic, Urgency

HANOI = Path(__file__).parents[3] / "deploy" / "policies" / "hanoi"
VIETNAM = ZoneInfo("Asia/Ho_Chi_Minh")
WARD = "00277"
"""Phường Bạch Mai."""
CITY = "01"


@cache
def hanoi() -> tuple[Policy, Organisation, WorkCalendar]:
    return (
        load_policy_file(HANOI / "policy.yaml"),
        load_organisation_file(HANOI / "organisation.yaml"),
        load_calendar_file(HANOI / "calendar.yaml"),
    )


def local(text: str) -> datetime:
    """``"2026-11-25 09:00"`` in Hanoi as UTC."""
    return datetime.fromisoformat(text).replace(tzinfo=VIETNAM).astimezone(UTC)


def report(
    name: str = "first",
    urgency: Urgency = Urgency.EMERGENCY,
    *,
    at: datetime = datetime(2026, 11, 25, 2, tzinfo=UTC),
    topic: Topic = Topic.FAMILY_VIOLENCE,
    unit: str | None = WARD,
    text: str = "Nhà bên cạnh có tiếng kêu cứu, chồng đang cầm dao dọa vợ.",
    signature: tuple[int, ...] = tuple(range(64)),
    **more: object,
) -> ReportClassified:
    return ReportClassified(
        report_id=ids.report_id("web", name),
        channel=Channel.WEB,
        text=text,
        received_at=at,
        classified_at=at,
        topics=(TopicScore(topic=topic, score=0.9),),
        urgency=urgency,
        language="vi",
        unit=unit,
        signature=signature,
        **more,  # type: ignore[arg-type]
    )


def as_stored(value: object) -> object:
    """A document as MongoDB gives it back: milliseconds, lists for tuples, plain values."""
    if isinstance(value, dict):
        return {key: as_stored(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [as_stored(item) for item in value]
    if isinstance(value, datetime):
        return value.astimezone(UTC).replace(microsecond=value.microsecond // 1000 * 1000)
    assert value is None or type(value) in {str, int, float, bytes, bool}
    return value


class Casework:
    """One case through time. Every plan is checked against what must always hold."""

    def __init__(self, start: str = "2026-11-25 09:00", policy: Policy | None = None) -> None:
        self.now = local(start)
        hanoi_policy, self.organisation, self.calendar = hanoi()
        self.policy = policy or hanoi_policy
        self.case: Case | None = None
        self.plans: list[Plan] = []
        self.notification_ids: set[str] = set()
        self.event_ids: set[str] = set()
        self.commands = 0

    def send(self, stimulus: Stimulus) -> Plan:
        before = self.case
        plan = decide(before, stimulus, self.now, self.policy, self.organisation, self.calendar)
        self._check(before, plan)
        self.plans.append(plan)
        if plan.case:
            self.case = plan.case
        return plan

    def receive(self, name: str = "first", urgency: Urgency = Urgency.EMERGENCY, **more: object) -> Plan:
        return self.send(report(name, urgency, at=self.now, **more))  # type: ignore[arg-type]

    def order(
        self, action: Action, desk: str = f"{WARD}/union", *, repeat: str = "", **more: str | None
    ) -> Plan:
        self.commands += 1
        command = ids.report_id("command", repeat or f"{action}{self.commands}")
        return self.send(
            CaseCommand(
                command_id=command,
                case_id=self.case.id if self.case else command,
                action=action,
                actor=Actor(desk=desk, via="http"),
                at=self.now,
                **more,  # type: ignore[arg-type]
            )
        )

    def after(self, **span: float) -> list[Plan]:
        """Time passes; the timer ticks whenever something is due. Returns the plans that changed the case."""
        end = self.now + timedelta(**span)
        found = []
        while self.case and self.case.next_due and self.case.next_due <= end:
            self.now = max(self.now, self.case.next_due)
            found.append(self.send(Tick()))
            assert found[-1].case, "due, but nothing happened"
        self.now = max(self.now, end)
        assert self.send(Tick()).decision is Decision.NOT_DUE
        return found

    def until(self, text: str) -> list[Plan]:
        return self.after(seconds=(local(text) - self.now).total_seconds())

    def _check(self, before: Case | None, plan: Plan) -> None:
        if plan.case is None:
            assert not plan.events
            assert not plan.notifications
            return
        assert plan.case.version == (before.version + 1 if before else 1)
        assert violations(plan.case) == ()
        assert from_document(as_stored(to_document(plan.case))) == plan.case
        assert all(event.version == plan.case.version for event in plan.events)
        news = [event_id(event, index) for index, event in enumerate(plan.events)]
        mail = [n.notification_id for n in plan.notifications]
        assert plan.events
        assert not self.event_ids.intersection(news)
        assert not self.notification_ids.intersection(mail)
        assert len(set(mail)) == len(mail)
        self.event_ids.update(news)
        self.notification_ids.update(mail)


def desks(plan: Plan) -> list[str]:
    return [n.recipient.desk for n in plan.notifications]


def reasons(plan: Plan) -> set[NotifyReason]:
    return {n.reason for n in plan.notifications}


def printable(case: Case) -> str:
    """For failure messages."""
    return json.dumps(to_document(case), default=str, ensure_ascii=False, indent=1)
