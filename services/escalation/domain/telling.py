"""Who is told, once for each reason, and what the message says."""

from collections.abc import Iterable

from services.escalation.domain.case import Case, Told
from services.escalation.domain.organisation import Desk, Level, Organisation
from services.escalation.domain.plan import World
from shared.contracts import ids
from shared.contracts.events import CaseSummary, NotificationRequested, NotifyReason
from shared.contracts.taxonomy import DeskRole

EXCERPT_CHARACTERS = 300
"""Longest excerpt in a message, of a text that is redacted already."""

Notifications = tuple[NotificationRequested, ...]


def excerpt(text: str) -> str:
    """The beginning of a text on one line, cut between words, at most EXCERPT_CHARACTERS long."""
    line = " ".join(text.split())
    if len(line) <= EXCERPT_CHARACTERS:
        return line
    head = line[: EXCERPT_CHARACTERS - 1]
    return (head.rsplit(" ", 1)[0] or head) + "…"


def desks_at(
    unit: str, level: Level, roles: Iterable[DeskRole], organisation: Organisation
) -> tuple[Desk, ...]:
    """The desks of those roles at a level as seen from ``unit``, each once."""
    at = organisation.at(level, unit)
    found = (organisation.desk(at.code, role) for role in roles)
    return tuple({desk.id: desk for desk in found if desk}.values())


def step_desks(case: Case, step: int, organisation: Organisation) -> tuple[Desk, ...]:
    """The desks of a step of the case's present urgency."""
    rung = case.policy.rule(case.urgency).steps[step]
    return desks_at(case.unit, rung.level, rung.roles, organisation)


def told(reason: NotifyReason, desks: Iterable[Desk]) -> tuple[Told, ...]:
    """The history's note of who is told; empty when nobody is."""
    found = tuple(desk.id for desk in desks)
    return (Told(reason, found),) if found else ()


def tell(
    case: Case,
    desks: Iterable[Desk],
    reason: NotifyReason,
    mark: str | int,
    world: World,
    *,
    before: tuple[str, ...] = (),
    can_acknowledge: bool = True,
    note: str | None = None,
) -> Notifications:
    """A notification to each desk. ``before`` are the ids of the desks told earlier, in order.

    ``mark`` tells apart what may happen more than once within a generation (the step, the clock that ran
    out, the assignment). The id derives from case, reason, mark, desk and generation.
    """
    summary = summarise(case, tuple(world.organisation.desk_name(desk) for desk in before))
    return tuple(
        NotificationRequested(
            notification_id=ids.derived(case.id, reason, mark, desk.id, case.generation),
            case_id=case.id,
            reason=reason,
            recipient=world.organisation.recipient(desk),
            case=summary,
            requested_at=world.now,
            can_acknowledge=can_acknowledge,
            note=note,
        )
        for desk in desks
    )


def summarise(case: Case, told_before: tuple[str, ...] = ()) -> CaseSummary:
    """What a message says about the case."""
    return CaseSummary(
        unit=case.unit,
        unit_name=case.unit_name,
        topic=case.topic,
        urgency=case.urgency,
        opened_at=case.opened_at,
        reports=len(case.reports),
        excerpt=case.excerpt,
        channel=case.channel,
        step=case.step,
        acknowledge_by=case.acknowledge_by,
        resolve_by=case.resolve_by,
        told_before=told_before,
        sensitive=case.sensitive,
    )
