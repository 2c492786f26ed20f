"""What happened to a case, as intake keeps it for the receipts: one small entry per event."""

from datetime import datetime
from enum import StrEnum

import msgspec

from services.intake.domain.redact import redact
from services.intake.domain.storable import MAX_ANSWER, clipped, utc, whole
from shared.contracts import events as e


class Kind(StrEnum):
    """What an entry tells. The order in time is the entry's ``at`` and ``version``, not this."""

    OPENED = "opened"
    JOINED = "joined"
    TOLD = "told"
    ESCALATED = "escalated"
    OVERDUE = "overdue"
    ACKNOWLEDGED = "acknowledged"
    ASSIGNED = "assigned"
    RESOLVED = "resolved"
    REOPENED = "reopened"


class Entry(msgspec.Struct, frozen=True, omit_defaults=True):
    """One thing that happened. ``topic``, ``unit`` are those of the case at that time; absent for TOLD."""

    kind: Kind
    at: datetime
    version: int = 0
    topic: str | None = None
    unit: str | None = None
    desk: str | None = None
    """Desk id that acted or took over (``<unit>/<role>``)."""
    name: str | None = None
    """Name of the desk that was told or of the level that was climbed to."""
    answer: str | None = None
    sensitive: bool = False
    """Whether any report of the case touches a sensitive topic."""


class Link(msgspec.Struct, frozen=True, omit_defaults=True):
    """A report's place in a case. ``joined`` is absent for the report that opened it."""

    case_id: str
    joined: Entry | None = None


def of_case_event(event: e.CaseEvent) -> Entry:
    """The entry for an event of a case. Official answers are redacted: they go to strangers.

    Raises ValueError for what cannot be stored.
    """
    desk = name = answer = None
    match event:
        case e.CaseOpened():
            kind = Kind.OPENED
        case e.ReportAdded():
            kind = Kind.JOINED
        case e.CaseEscalated():
            kind, name = Kind.ESCALATED, event.level_name
        case e.CaseOverdue():
            kind = Kind.OVERDUE
        case e.CaseAcknowledged():
            kind, desk = Kind.ACKNOWLEDGED, event.actor.desk
        case e.CaseAssigned():
            kind, desk = Kind.ASSIGNED, event.assignee
        case e.CaseResolved():
            kind, desk, answer = Kind.RESOLVED, event.actor.desk, _redacted(event.answer)
        case e.CaseReopened():
            kind, desk = Kind.REOPENED, event.actor.desk
        case _:
            raise ValueError(f"no timeline entry is known for {event.TYPE}")
    return Entry(
        kind,
        utc(event.at),
        whole(event.version),
        event.topic.value,
        clipped(event.unit),
        clipped(desk),
        clipped(name),
        clipped(answer, MAX_ANSWER),
        event.sensitive,
    )


def of_delivery(event: e.NotificationDelivered) -> Entry | None:
    """The entry for a notification: a desk was told. None when it wasn't. Raises ValueError as above."""
    if event.outcome is not e.Outcome.DELIVERED:
        return None
    return Entry(Kind.TOLD, utc(event.at), name=clipped(event.desk_name))


def link_of(event: e.CaseEvent) -> tuple[str, Link] | None:
    """The report that an event puts into its case, and its place there."""
    match event:
        case e.CaseOpened():
            return event.report_id, Link(event.case_id)
        case e.ReportAdded():
            return event.report_id, Link(event.case_id, of_case_event(event))
    return None


def is_for_all(event: e.CaseEvent) -> bool:
    """Whether an event belongs on the receipts of all reports of its case."""
    return not isinstance(event, e.ReportAdded)


def _redacted(answer: str | None) -> str | None:
    """The answer without personal data; none at all when that cannot be made sure."""
    try:
        return redact(answer).text if answer else None
    except Exception:  # noqa: BLE001 - fails closed, whatever it is
        return None
