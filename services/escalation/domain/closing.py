"""Closing a case with an answer, and reopening it. ``command`` has checked the transition."""

from msgspec.structs import replace

from services.escalation.domain.case import Case, Decision, Status
from services.escalation.domain.change import common, ordered, waiting
from services.escalation.domain.plan import Plan, World
from services.escalation.domain.telling import step_desks, tell, told
from shared.contracts.events import CaseCommand, CaseReopened, CaseResolved, NotifyReason


def resolve(case: Case, command: CaseCommand, world: World) -> Plan:
    """The case is closed with an answer; every desk told before learns it, but the one that acts."""
    concerned = dict.fromkeys((*case.desks_told(), *([case.owner] if case.owner else ())))
    known = world.organisation.desks
    desks = tuple(known[desk] for desk in concerned if desk in known and desk != command.actor.desk)
    after = ordered(
        case,
        command,
        Decision.RESOLVED,
        world,
        told_now=told(NotifyReason.RESOLVED, desks),
        status=Status.RESOLVED,
        owner=case.owner or command.actor.desk,
        next_due=None,
        acknowledge_by=None,
        resolve_by=None,
        overdue_at=None,
    )
    event = CaseResolved(
        **common(after, world.now), actor=command.actor, answer=command.note, reports=len(case.reports)
    )
    notifications = tell(
        after,
        desks,
        NotifyReason.RESOLVED,
        case.step,
        world,
        before=case.desks_told(),
        can_acknowledge=False,
        note=command.note,
    )
    return Plan(Decision.RESOLVED, after, (event,), notifications)


def reopen(case: Case, command: CaseCommand, world: World) -> Plan:
    """The clocks start again from the first step, whose desks are told, with the former owner."""
    again = replace(case, generation=case.generation + 1)
    desks = {desk.id: desk for desk in step_desks(again, 0, world.organisation)}
    owner = world.organisation.desks.get(case.owner) if case.owner else None
    if owner:
        desks.setdefault(owner.id, owner)
    after = ordered(
        again,
        command,
        Decision.REOPENED,
        world,
        told_now=told(NotifyReason.REOPENED, desks.values()),
        owner=None,
        **waiting(again, 0, world),
    )
    event = CaseReopened(
        **common(after, world.now),
        actor=command.actor,
        note=command.note,
        acknowledge_by=after.acknowledge_by,
    )
    notifications = tell(
        after,
        desks.values(),
        NotifyReason.REOPENED,
        0,
        world,
        before=case.desks_told(),
        note=command.note,
    )
    return Plan(Decision.REOPENED, after, (event,), notifications)
