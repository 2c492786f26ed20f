"""What goes into a decision and what comes out of it: plain data that can be printed."""

from dataclasses import dataclass
from datetime import datetime

import msgspec

from services.escalation.domain.case import Case, Decision
from services.escalation.domain.organisation import Organisation
from services.escalation.domain.policy import Policy
from services.escalation.domain.refusal import Refusal, RefusalReason, refusal
from services.escalation.domain.worktime import WorkCalendar
from shared.contracts import ids
from shared.contracts.events import CaseCommand, CaseEvent, NotificationRequested, ReportClassified


class Tick(msgspec.Struct, frozen=True):
    """Time has passed: look whether a deadline of the case has."""


Stimulus = ReportClassified | Tick | CaseCommand


@dataclass(frozen=True, slots=True)
class World:
    """What a decision may look at besides the case. ``policy`` rules new cases only."""

    now: datetime
    policy: Policy
    organisation: Organisation
    calendar: WorkCalendar


class Plan(msgspec.Struct, frozen=True):
    """A decision. Store ``case`` if there is one, publish ``events`` and ``notifications``, in this order.

    ``case`` is None where nothing changes; its version is that of the old case plus one. A refusal changes
    nothing and emits nothing.
    """

    decision: Decision
    case: Case | None = None
    events: tuple[CaseEvent, ...] = ()
    notifications: tuple[NotificationRequested, ...] = ()
    refusal: Refusal | None = None


def nothing(decision: Decision) -> Plan:
    """A plan that changes nothing."""
    return Plan(decision=decision)


def refuse(reason: RefusalReason, about: str = "") -> Plan:
    """A plan that refuses. ``about`` names the desk concerned."""
    return Plan(decision=Decision.REFUSED, refusal=refusal(reason, about))


def event_id(event: CaseEvent, index: int = 0) -> str:
    """Id of the event at ``index`` of its plan: equal for an equal cause, different for all others."""
    return ids.derived(event.case_id, event.TYPE, event.version, index)
