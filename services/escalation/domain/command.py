"""Orders of desks: whether one is allowed, and then the verb."""

from collections.abc import Callable

from services.escalation.domain.case import TRANSITIONS, Case, Decision
from services.escalation.domain.closing import reopen, resolve
from services.escalation.domain.plan import Plan, World, nothing, refuse
from services.escalation.domain.refusal import RefusalReason
from services.escalation.domain.taking import acknowledge, assign
from shared.contracts.events import Action, CaseCommand

VERBS: dict[Action, Callable[[Case, CaseCommand, World], Plan]] = {
    Action.ACKNOWLEDGE: acknowledge,
    Action.ASSIGN: assign,
    Action.RESOLVE: resolve,
    Action.REOPEN: reopen,
}


def obey(case: Case | None, command: CaseCommand, world: World) -> Plan:
    """What a command does. Refused with the reason if it isn't legal; a repeat changes nothing."""
    if case is None:
        return refuse(RefusalReason.UNKNOWN_CASE)
    if command.command_id in case.commands:
        return nothing(Decision.SEEN_BEFORE)
    actor = command.actor.desk
    if actor not in world.organisation.desks:
        return refuse(RefusalReason.UNKNOWN_DESK, actor)
    if not _is_responsible(case, actor, world):
        return refuse(RefusalReason.NOT_RESPONSIBLE, world.organisation.desk_name(actor))
    outcome = TRANSITIONS[case.status, command.action]
    if isinstance(outcome, RefusalReason):
        return refuse(outcome, world.organisation.desk_name(case.owner or actor))
    return VERBS[command.action](case, command, world)


def _is_responsible(case: Case, desk: str, world: World) -> bool:
    """A desk of the case's unit or of a unit above it, the owner, or one that was told."""
    unit = world.organisation.desks[desk].unit
    return desk == case.owner or world.organisation.is_within(case.unit, unit) or desk in case.desks_told()
