"""The decider: one case, one stimulus, one moment, one plan. Pure; the shell stores and publishes."""

from datetime import datetime

from services.escalation.domain.attach import attach
from services.escalation.domain.case import Case, Decision
from services.escalation.domain.command import obey
from services.escalation.domain.open import open_case
from services.escalation.domain.organisation import Organisation
from services.escalation.domain.plan import Plan, Stimulus, Tick, World, nothing
from services.escalation.domain.policy import Policy
from services.escalation.domain.tick import tick
from services.escalation.domain.worktime import WorkCalendar, to_milliseconds
from shared.contracts.events import CaseCommand


def decide(
    case: Case | None,
    stimulus: Stimulus,
    now: datetime,
    policy: Policy,
    organisation: Organisation,
    calendar: WorkCalendar,
    *,
    follows: str | None = None,
) -> Plan:
    """What a report, a tick or a command does to a case.

    ``case`` is None for a report that opens one (``follows`` then links the earlier case that grouping
    found) and for a command whose case isn't stored. ``now`` is aware. ``policy`` rules new cases only: an
    existing one carries its own. Raises CalendarError if offices never open.
    """
    world = World(to_milliseconds(now), policy, organisation, calendar)
    if isinstance(stimulus, CaseCommand):
        return obey(case, stimulus, world)
    if isinstance(stimulus, Tick):
        return tick(case, world) if case else nothing(Decision.NOT_DUE)
    return attach(case, stimulus, world) if case else open_case(stimulus, world, follows)
