"""Taking a case: a desk acknowledges it or assigns it. ``command`` has checked the transition."""

from services.escalation.domain.case import Case, Decision, Status
from services.escalation.domain.change import common, ordered, resolve_deadline, working
from services.escalation.domain.plan import Plan, World, refuse
from services.escalation.domain.refusal import RefusalReason
from services.escalation.domain.telling import tell, told
from shared.contracts.events import CaseAcknowledged, CaseAssigned, CaseCommand, NotifyReason


def acknowledge(case: Case, command: CaseCommand, world: World) -> Plan:
    """The acting desk owns the case; the acknowledgement clock stops, the resolve clock starts."""
    deadline = resolve_deadline(case, world)
    after = ordered(
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
    after = ordered(
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
