"""What a case remembers of each change: the named decision, who caused it, who was told."""

from datetime import datetime
from enum import StrEnum

import msgspec

from shared.contracts.events import NotifyReason


class Decision(StrEnum):
    """What was decided about a stimulus: the one reason that logs, metrics, events and screens share."""

    OPENED = "opened"
    REPORT_ADDED = "report_added"
    URGENCY_RAISED = "urgency_raised"
    ESCALATED = "escalated"
    UNANSWERED = "unanswered"
    """Overdue: the last step passed and nobody acknowledged."""
    UNRESOLVED = "unresolved"
    """Overdue: acknowledged, but not resolved in time. A warning; nothing escalates."""
    ACKNOWLEDGED = "acknowledged"
    ASSIGNED = "assigned"
    RESOLVED = "resolved"
    REOPENED = "reopened"
    SEEN_BEFORE = "seen_before"
    """A report or command that the case already holds."""
    NOT_DUE = "not_due"
    REFUSED = "refused"


class Told(msgspec.Struct, frozen=True):
    """Desks told at one moment and why."""

    reason: NotifyReason
    desks: tuple[str, ...]


class Entry(msgspec.Struct, frozen=True, omit_defaults=True):
    """A line of the history: what the case's change to ``version`` was, who caused it, who was told."""

    version: int
    at: datetime
    kind: Decision
    generation: int = 0
    step: int = 0
    reason: str = ""
    """Named cause: a place reason when opened, the raised urgency, the assignee, …"""
    level: str | None = None
    """When escalated: code of the unit that is told now."""
    actor: str | None = None
    via: str | None = None
    ids: tuple[str, ...] = ()
    """The report or command that caused it."""
    told: tuple[Told, ...] = ()
    note: str | None = None
