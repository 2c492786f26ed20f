"""Making the next version of a case: the changed fields, the clocks, one line of history."""

from datetime import datetime
from typing import Any

from msgspec.structs import replace

from services.escalation.domain.case import Case, Decision, Entry, Status, Told
from services.escalation.domain.plan import World
from shared.contracts.events import CaseCommand


def advance(case: Case, entry: Entry, **fields: Any) -> Case:
    """The case with ``fields`` changed and ``entry`` added; ``entry.version`` becomes its version."""
    return replace(case, version=entry.version, history=(*case.history, entry), **fields)


def ordered(
    case: Case,
    command: CaseCommand,
    kind: Decision,
    world: World,
    *,
    reason: str = "",
    told_now: tuple[Told, ...] = (),
    **fields: Any,
) -> Case:
    """The case after a command, with ``fields`` changed. The command counts as applied."""
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


def waiting(case: Case, step: int, world: World) -> dict[str, Any]:
    """The fields of a case that now waits for an acknowledgement at ``step`` of its urgency's rule."""
    span = case.policy.rule(case.urgency).steps[step].acknowledge_within
    deadline = span.after(world.now, world.calendar) if span else None
    return {
        "status": Status.OPEN,
        "step": step,
        "acknowledge_by": deadline,
        "resolve_by": None,
        "overdue_at": None,
        "next_due": deadline,
    }


def working(deadline: datetime | None) -> dict[str, Any]:
    """The fields of an acknowledged case that is to be resolved by ``deadline`` (None: whenever)."""
    return {
        "status": Status.ACKNOWLEDGED,
        "acknowledge_by": None,
        "resolve_by": deadline,
        "overdue_at": None,
        "next_due": deadline,
    }


def resolve_deadline(case: Case, world: World) -> datetime | None:
    """When a case acknowledged now is to be resolved; None where its urgency doesn't say."""
    span = case.policy.rule(case.urgency).resolve_within
    return span.after(world.now, world.calendar) if span else None


def common(case: Case, at: datetime) -> dict[str, Any]:
    """The part that all events of a case share."""
    return {
        "case_id": case.id,
        "version": case.version,
        "at": at,
        "unit": case.unit,
        "unit_name": case.unit_name,
        "topic": case.topic,
        "urgency": case.urgency,
        "sensitive": case.sensitive,
    }
