"""The state of a case, its legal transitions, and its form as a document.

================  ============  ============  ============  ==========  ==============  =================
status            acknowledge   assign        resolve       reopen      report          tick when due
================  ============  ============  ============  ==========  ==============  =================
(no case)         refused       refused       refused       refused     open            nothing
open              acknowledged  open          resolved      refused     open            open: next step,
                                                                                        then overdue once
acknowledged      refused       acknowledged  resolved      refused     acknowledged    acknowledged:
                                                                                        overdue once
resolved          refused       refused       refused       open        refused         nothing
================  ============  ============  ============  ==========  ==============  =================

``TRANSITIONS`` is the same for the commands. A report that raises the urgency of an open case starts its
clocks again from the first step; ``generation`` counts such starts and reopenings.
"""

from collections.abc import Iterator
from datetime import datetime
from enum import StrEnum
from typing import Any

import msgspec

from services.escalation.domain.history import Decision, Entry, Told
from services.escalation.domain.policy import TopicPolicy
from services.escalation.domain.refusal import RefusalReason
from shared.contracts.events import Action, NotifyReason
from shared.contracts.taxonomy import Channel, Topic, Urgency

__all__ = [
    "SCHEMA",
    "TRANSITIONS",
    "Case",
    "Decision",
    "DocumentError",
    "Entry",
    "ReportRef",
    "Status",
    "Told",
    "from_document",
    "to_document",
]

SCHEMA = 1
"""Version of the document; an older one is upgraded in ``from_document``."""


class Status(StrEnum):
    """Where a case stands. How far it climbed is ``step``; whether it is late is ``overdue_at``."""

    OPEN = "open"
    """Nobody has taken it; the acknowledgement clock runs (unless its urgency has none)."""
    ACKNOWLEDGED = "acknowledged"
    """``owner`` has taken it; the resolve clock runs and nothing escalates."""
    RESOLVED = "resolved"
    """Answered and closed; no clock runs."""


TRANSITIONS: dict[tuple[Status, Action], Status | RefusalReason] = {
    (Status.OPEN, Action.ACKNOWLEDGE): Status.ACKNOWLEDGED,
    (Status.OPEN, Action.ASSIGN): Status.OPEN,
    (Status.OPEN, Action.RESOLVE): Status.RESOLVED,
    (Status.OPEN, Action.REOPEN): RefusalReason.NOT_RESOLVED,
    (Status.ACKNOWLEDGED, Action.ACKNOWLEDGE): RefusalReason.ALREADY_ACKNOWLEDGED,
    (Status.ACKNOWLEDGED, Action.ASSIGN): Status.ACKNOWLEDGED,
    (Status.ACKNOWLEDGED, Action.RESOLVE): Status.RESOLVED,
    (Status.ACKNOWLEDGED, Action.REOPEN): RefusalReason.NOT_RESOLVED,
    (Status.RESOLVED, Action.ACKNOWLEDGE): RefusalReason.ALREADY_RESOLVED,
    (Status.RESOLVED, Action.ASSIGN): RefusalReason.ALREADY_RESOLVED,
    (Status.RESOLVED, Action.RESOLVE): RefusalReason.ALREADY_RESOLVED,
    (Status.RESOLVED, Action.REOPEN): Status.OPEN,
}
"""What a command does to a status, or why it is refused."""


class ReportRef(msgspec.Struct, frozen=True, omit_defaults=True):
    """A report of the case. ``signature`` is packed (see ``grouping``); empty where it is not kept."""

    report_id: str
    received_at: datetime
    urgency: Urgency
    source_mark: str | None = None
    signature: bytes = b""
    copied: bool = False
    """It adds no source: its sender has reported before, or its text is another one passed on (``sources``)."""


class Case(msgspec.Struct, frozen=True, rename={"id": "_id"}):
    """A case: reports of one unit and topic on one matter, on their way to an answer. Times are UTC."""

    id: str
    version: int
    """Grows by one with each change; the store updates where the version is the one it read."""
    schema: int
    unit: str
    unit_name: str
    topic: Topic
    urgency: Urgency
    status: Status
    channel: Channel
    """Of the first report."""
    excerpt: str
    reports: tuple[ReportRef, ...]
    opened_at: datetime
    last_report_at: datetime
    step: int
    """Index of the step taken last, in the rule of the present urgency."""
    generation: int
    """How often the clocks have started again: raised urgency while open, and reopenings."""
    next_due: datetime | None
    """When a tick has something to do: the acknowledgement, then the resolve deadline; None: never."""
    acknowledge_by: datetime | None
    resolve_by: datetime | None
    overdue_at: datetime | None
    """When the running clock was announced as overdue; None: it wasn't."""
    owner: str | None
    policy: TopicPolicy
    history: tuple[Entry, ...]
    commands: tuple[str, ...]
    """Ids of the commands that were applied."""
    follows: str | None = None
    """The earlier case on the same matter, resolved or full."""
    sensitive: bool = False
    """Whether any report touches a sensitive topic; it never becomes false again."""

    def told(self) -> Iterator[tuple[int, NotifyReason, str]]:
        """Everyone told so far, in order: (generation, reason, desk id)."""
        for entry in self.history:
            for told in entry.told:
                for desk in told.desks:
                    yield entry.generation, told.reason, desk

    def desks_told(self) -> tuple[str, ...]:
        """The desks told so far, each once, in order."""
        return tuple(dict.fromkeys(desk for _, _, desk in self.told()))

    def has_report(self, report_id: str) -> bool:
        """Whether the report belongs to the case."""
        return any(ref.report_id == report_id for ref in self.reports)


class DocumentError(ValueError):
    """A stored document is no case of a known schema version."""


def to_document(case: Case) -> dict[str, Any]:
    """The case for MongoDB: ``_id``, datetimes and bytes as they are, enums as their values."""
    document: dict[str, Any] = msgspec.to_builtins(case, builtin_types=(datetime, bytes))
    return document


def from_document(document: dict[str, Any]) -> Case:
    """The case of a stored document with aware datetimes. Raises DocumentError."""
    if document.get("schema") != SCHEMA:
        raise DocumentError(f"case {document.get('_id')}: schema {document.get('schema')}, known is {SCHEMA}")
    try:
        return msgspec.convert(document, Case)
    except msgspec.ValidationError as error:
        raise DocumentError(f"case {document.get('_id')}: {error}") from error
