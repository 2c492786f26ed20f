"""Opening a case with its first report: clocks start, the first step's desks are told."""

from services.escalation.domain.case import SCHEMA, Case, Decision, Entry, ReportRef, Status
from services.escalation.domain.change import common
from services.escalation.domain.grouping import pack
from services.escalation.domain.placing import is_sensitive, main_topic, place
from services.escalation.domain.plan import Plan, World
from services.escalation.domain.telling import desks_at, excerpt, tell, told
from services.escalation.domain.worktime import to_milliseconds
from shared.contracts import ids
from shared.contracts.events import CaseOpened, NotifyReason, ReportClassified


def case_id(report_id: str) -> str:
    """Id of the case that a report opens: a replay opens the same one."""
    return ids.derived(report_id, "case")


def open_case(report: ReportClassified, world: World, follows: str | None = None) -> Plan:
    """A new case. The clock starts now, when the desk is told. ``follows`` is the earlier case, if any."""
    placing = place(report, world.organisation)
    topic = main_topic(report)
    policy = world.policy.for_topic(topic)
    step = policy.rule(report.urgency).steps[0]
    span = step.acknowledge_within
    deadline = span.after(world.now, world.calendar) if span else None
    desks = desks_at(placing.unit.code, step.level, step.roles, world.organisation)
    case = Case(
        id=case_id(report.report_id),
        version=1,
        schema=SCHEMA,
        unit=placing.unit.code,
        unit_name=placing.unit.name,
        topic=topic,
        urgency=report.urgency,
        status=Status.OPEN,
        channel=report.channel,
        excerpt=excerpt(report.text),
        reports=(reference(report),),
        opened_at=world.now,
        last_report_at=to_milliseconds(report.received_at),
        step=0,
        generation=0,
        next_due=deadline,
        acknowledge_by=deadline,
        resolve_by=None,
        overdue_at=None,
        owner=None,
        policy=policy,
        history=(
            Entry(
                version=1,
                at=world.now,
                kind=Decision.OPENED,
                reason=placing.reason,
                ids=(report.report_id,),
                told=told(NotifyReason.NEW_CASE, desks),
            ),
        ),
        commands=(),
        follows=follows,
        sensitive=is_sensitive(report),
    )
    event = CaseOpened(
        **common(case, world.now),
        report_id=report.report_id,
        policy=f"{policy.name}@{policy.version}",
        acknowledge_by=deadline,
    )
    notifications = tell(case, desks, NotifyReason.NEW_CASE, 0, world)
    return Plan(Decision.OPENED, case, (event,), notifications)


def reference(report: ReportClassified) -> ReportRef:
    """What a case keeps of a report."""
    return ReportRef(
        report_id=report.report_id,
        received_at=to_milliseconds(report.received_at),
        urgency=report.urgency,
        source_mark=report.source_mark,
        signature=pack(report.signature),
    )
