"""Time has passed: the next step, or the announcement that a deadline was missed, once."""

from services.escalation.domain.case import Case, Decision, Entry, Status
from services.escalation.domain.change import advance, common, waiting
from services.escalation.domain.organisation import Desk, Level
from services.escalation.domain.plan import Plan, World, nothing
from services.escalation.domain.telling import desks_at, step_desks, tell, told
from shared.contracts.events import CaseEscalated, CaseOverdue, NotifyReason
from shared.contracts.taxonomy import DeskRole

NOT_ACKNOWLEDGED = "not_acknowledged"
NOT_RESOLVED = "not_resolved"


def tick(case: Case, world: World) -> Plan:
    """What is due. However late it is, one step at a time: a desk that is told now gets its full time."""
    if case.next_due is None or world.now < case.next_due:
        return nothing(Decision.NOT_DUE)
    if case.status is Status.ACKNOWLEDGED:
        return _unresolved(case, world)
    return _climb(case, world)


def _climb(case: Case, world: World) -> Plan:
    """The next step that tells somebody new; past the last one, overdue."""
    already = {
        desk
        for generation, reason, desk in case.told()
        if generation == case.generation and reason is NotifyReason.ESCALATED
    }
    steps = case.policy.rule(case.urgency).steps
    for number in range(case.step + 1, len(steps)):
        desks = tuple(desk for desk in step_desks(case, number, world.organisation) if desk.id not in already)
        if desks:
            return _escalate(case, number, desks, world)
    overdue = case.policy.overdue
    return _announce(
        case,
        Decision.UNANSWERED,
        NOT_ACKNOWLEDGED,
        desks_at(case.unit, overdue.level, overdue.roles, world.organisation),
        world,
    )


def _escalate(case: Case, step: int, desks: tuple[Desk, ...], world: World) -> Plan:
    level = world.organisation.at(case.policy.rule(case.urgency).steps[step].level, case.unit)
    entry = Entry(
        version=case.version + 1,
        at=world.now,
        kind=Decision.ESCALATED,
        generation=case.generation,
        step=step,
        reason=NOT_ACKNOWLEDGED,
        level=level.code,
        told=told(NotifyReason.ESCALATED, desks),
    )
    after = advance(case, entry, **waiting(case, step, world))
    event = CaseEscalated(
        **common(after, world.now),
        step=step,
        level=level.code,
        level_name=level.name,
        reason=NOT_ACKNOWLEDGED,
        acknowledge_by=after.acknowledge_by,
    )
    before = case.desks_told()
    return Plan(
        Decision.ESCALATED,
        after,
        (event,),
        tell(after, desks, NotifyReason.ESCALATED, step, world, before=before),
    )


def _unresolved(case: Case, world: World) -> Plan:
    """A warning to the union above the owner. The case stays acknowledged; nothing climbs."""
    owner = case.owner.split("/")[0] if case.owner else case.unit
    above = desks_at(owner, Level.PARENT, (DeskRole.UNION,), world.organisation)
    return _announce(case, Decision.UNRESOLVED, NOT_RESOLVED, above, world)


def _announce(case: Case, kind: Decision, reason: str, desks: tuple[Desk, ...], world: World) -> Plan:
    """Say once that the running clock has run out, and stop it."""
    entry = Entry(
        version=case.version + 1,
        at=world.now,
        kind=kind,
        generation=case.generation,
        step=case.step,
        reason=reason,
        told=told(NotifyReason.OVERDUE, desks),
    )
    after = advance(case, entry, overdue_at=world.now, next_due=None)
    event = CaseOverdue(**common(after, world.now), deadline=case.next_due or world.now, reason=reason)
    notifications = tell(
        after,
        desks,
        NotifyReason.OVERDUE,
        reason,
        world,
        before=case.desks_told(),
        can_acknowledge=case.status is Status.OPEN,
    )
    return Plan(kind, after, (event,), notifications)
