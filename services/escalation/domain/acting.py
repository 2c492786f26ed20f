"""The four verbs of a desk: acknowledge, assign, resolve, reopen. ``command`` has checked the transition."""

from typing import Any

from msgspec.structs import replace

from services.escalation.domain.case import Case, Decision, Entry, Status, Told
from services.escalation.domain.change import advance, common, resolve_deadline, waiting, working
from services.escalation.domain.plan import Plan, World, refuse
from services.escalation.domain.refusal import RefusalReason
from services.escalation.domain.telling import step_desks, tell, told
from shared.contracts.events import (
    CaseAcknowledged,
    CaseAssigned,
    CaseCommand,
    CaseReopened,
    CaseResolved,
    NotifyReason,
)


def acknowledge(case: Case, command: CaseCommand, world: World) -> Plan:
    """The acting desk owns the case; the acknowledgement clock stops, the resolve clock starts."""
    deadline = resolve_deadline(case, world)
    after = _advance(
        case, command, Decision.ACKNOWLEDGED, world, owner=command.actor.desk, **working(deadline)
    )
    event = CaseAcknowledged(**common(after, world.now), actor=command.actor, resolve_by=deadline)
    return Plan(Decision.ACKNOWLEDGED, after, (event,))


def assign(case: Case, command: CaseCommand, world: World) -> Plan:
    """The assignee owns the case and is told. Clocks run on: an open case still awaits acknowledgement."""
    if command.assignee is None:
        return refuse(RefusalReason.NO_ASSIGNEE)
    desk = world.organisation.desks.get(command.assignee)
    if desk is None:
        return refuse(RefusalReason.UNKNOWN_ASSIGNEE, command.assignee)
    if desk.id == case.owner:
        return refuse(RefusalReason.SAME_OWNER, desk.name)
    after = _advance(
        case,
        command,
        Decision.ASSIGNED,
        world,
        reason=desk.id,
        told_now=told(NotifyReason.ASSIGNED, (desk,)),
        owner=desk.id,
    )
    event = CaseAssigned(**common(after, world.now), actor=command.actor, assignee=desk.id)
    notifications = tell(
        after,
        (desk,),
        NotifyReason.ASSIGNED,
        f"version {after.version}",
        world,
        before=case.desks_told(),
        can_acknowledge=after.status is Status.OPEN,
        note=command.note,
    )
    return Plan(Decision.ASSIGNED, after, (event,), notifications)


def resolve(case: Case, command: CaseCommand, world: World) -> Plan:
    """The case is closed with an answer; every desk told before learns it, but the one that acts."""
    concerned = dict.fromkeys((*case.desks_told(), *([case.owner] if case.owner else ())))
    known = world.organisation.desks
    desks = tuple(known[desk] for desk in concerned if desk in known and desk != command.actor.desk)
    after = _advance(
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
    after = _advance(
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


def _advance(
    case: Case,
    command: CaseCommand,
    kind: Decision,
    world: World,
    *,
    reason: str = "",
    told_now: tuple[Told, ...] = (),
    **fields: Any,
) -> Case:
    entry = Entry(
        version=case.version + 1,
        at=world.now,
        kind=kind,
        generation=case.generation,
        step=fields.get("step", case.step),
        reason=reason,
        actor=command.actor.desk,
        via=command.actor.via,
        ids=(command.command_id,),
        told=told_now,
        note=command.note,
    )
    return advance(case, entry, commands=(*case.commands, command.command_id), **fields)
