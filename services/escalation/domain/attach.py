"""Adding a report to a case; one that is more urgent starts the clocks again."""

from typing import Any

from msgspec.structs import replace

from services.escalation.domain.case import Case, Decision, Entry, Status
from services.escalation.domain.change import advance, common, resolve_deadline, waiting, working
from services.escalation.domain.grouping import thin_out
from services.escalation.domain.open import reference
from services.escalation.domain.placing import is_sensitive
from services.escalation.domain.plan import Plan, World, nothing, refuse
from services.escalation.domain.refusal import RefusalReason
from services.escalation.domain.sources import marked
from services.escalation.domain.telling import step_desks, tell, told
from shared.contracts.events import NotifyReason, ReportAdded, ReportClassified


def attach(case: Case, report: ReportClassified, world: World) -> Plan:
    """The case with one more report. A second arrival changes nothing, also on a resolved case."""
    if case.has_report(report.report_id):
        return nothing(Decision.SEEN_BEFORE)
    if case.status is Status.RESOLVED:
        return refuse(RefusalReason.CASE_RESOLVED)
    if len(case.reports) >= case.policy.grouping.max_reports:
        return refuse(RefusalReason.CASE_FULL)
    ref = marked(reference(report), case.reports)
    fields: dict[str, Any] = {
        "reports": thin_out((*case.reports, ref)),
        "last_report_at": max(case.last_report_at, ref.received_at),
        "sensitive": case.sensitive or is_sensitive(report),
    }
    if report.urgency > case.urgency:
        return _raise_urgency(case, report, fields, world)
    entry = Entry(
        version=case.version + 1,
        at=world.now,
        kind=Decision.REPORT_ADDED,
        generation=case.generation,
        step=case.step,
        ids=(report.report_id,),
    )
    after = advance(case, entry, **fields)
    return Plan(Decision.REPORT_ADDED, after, (_added(after, report, world),))


def _raise_urgency(case: Case, report: ReportClassified, fields: dict[str, Any], world: World) -> Plan:
    """The first step of the higher urgency is told, and the owner.

    An open case waits again from there. An acknowledged one stays so (nothing escalates), but is to be
    resolved as soon as its new urgency asks.
    """
    raised = replace(case, urgency=report.urgency, generation=case.generation + 1)
    if case.status is Status.OPEN:
        fields |= waiting(raised, 0, world)
    else:
        deadline = resolve_deadline(raised, world)
        if deadline and case.resolve_by and case.resolve_by > world.now:
            deadline = min(deadline, case.resolve_by)
        fields |= {**working(deadline), "step": 0}
    desks = {desk.id: desk for desk in step_desks(raised, 0, world.organisation)}
    owner = world.organisation.desks.get(case.owner) if case.owner else None
    if owner:
        desks.setdefault(owner.id, owner)
    entry = Entry(
        version=case.version + 1,
        at=world.now,
        kind=Decision.URGENCY_RAISED,
        generation=raised.generation,
        reason=report.urgency.name.lower(),
        ids=(report.report_id,),
        told=told(NotifyReason.URGENCY_RAISED, desks.values()),
    )
    after = advance(raised, entry, **fields)
    notifications = tell(
        after,
        desks.values(),
        NotifyReason.URGENCY_RAISED,
        0,
        world,
        before=case.desks_told(),
        can_acknowledge=after.status is Status.OPEN,
    )
    return Plan(Decision.URGENCY_RAISED, after, (_added(after, report, world),), notifications)


def _added(case: Case, report: ReportClassified, world: World) -> ReportAdded:
    return ReportAdded(**common(case, world.now), report_id=report.report_id, reports=len(case.reports))
