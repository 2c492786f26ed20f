"""Every event and command on the bus: frozen models, one per type and schema version.

Times are aware datetimes in UTC, ids are lower-case UUID strings, ``unit`` is the official code of an
administrative unit: five digits for a ward, commune or special zone (``"00004"``), two for a province or
centrally run city (``"01"``). Unknown fields are ignored when reading, so a field may be added with a
default within a version; anything else is a new version (``tests/contract`` holds the golden files).
"""

from datetime import datetime
from enum import StrEnum
from typing import ClassVar

import msgspec

from shared.contracts.taxonomy import Channel, DeskRole, Topic, Urgency


class Event(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """Base of all events. ``TYPE`` is the CloudEvents type, which ends in the schema version."""

    TYPE: ClassVar[str]


class Part(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """Base of the values inside events."""


# --- reports ---------------------------------------------------------------------------------------------


class Attachment(Part, frozen=True):
    """A reference to a stored attachment; the content never travels on the bus."""

    ref: str
    media_type: str
    size_bytes: int


class Redaction(Part, frozen=True):
    """How many spans of one kind of personal data were replaced in the text.

    ``kind`` is what stands in the text in square brackets: ``PHONE``, ``EMAIL``, ``NATIONAL_ID``, ``BANK_ACCOUNT``,
    ``PLATE``, ``PERSON``, ``ADDRESS``, ``SOCIAL`` or ``DOB``.
    """

    kind: str
    count: int


class ReportReceived(Event, frozen=True):
    """intake: a report was accepted. ``text`` is redacted; the original lies sealed under ``sealed_ref``."""

    TYPE: ClassVar[str] = "haichieu.report.received.v1"

    report_id: str
    channel: Channel
    text: str
    received_at: datetime
    occurred_at: datetime | None = None
    reported_from: str | None = None
    """Unit code of the reporter's registered unit, never taken from the text."""
    source_mark: str | None = None
    """Keyed hash of the sender, equal within one key period only; counts distinct sources, names nobody."""
    attachments: tuple[Attachment, ...] = ()
    redactions: tuple[Redaction, ...] = ()
    sealed_ref: str | None = None


class SealedOriginal(Event, frozen=True):
    """intake to itself: the original as a libsodium sealed box, base64. Only the key holders can open it."""

    TYPE: ClassVar[str] = "haichieu.report.sealed.v1"

    report_id: str
    key_id: str
    sealed: str
    received_at: datetime
    held: bool = False
    """The text could not be redacted, so nothing else of this report travels; a person must look at it."""


class Reason(Part, frozen=True):
    """A phrase of the text that decided about a label, and by how much."""

    label: str
    """``topic:<code>``, ``urgency:<level>``, ``place:<code>``, ``language:<code>`` or ``guard:<name>``."""
    phrase: str
    weight: float


class TopicScore(Part, frozen=True):
    """A topic with its score in 0..1."""

    topic: Topic
    score: float


class PlaceMatch(Part, frozen=True):
    """A candidate unit with the words of the text that name it. ``score`` in 0..1, best first."""

    unit: str
    name: str
    phrase: str
    score: float


class ReportClassified(Event, frozen=True):
    """classifier: what and where a report is and how pressing, with the phrases that decided."""

    TYPE: ClassVar[str] = "haichieu.report.classified.v1"

    report_id: str
    channel: Channel
    text: str
    received_at: datetime
    classified_at: datetime
    topics: tuple[TopicScore, ...]
    urgency: Urgency
    language: str
    unit: str | None = None
    """Where to route: the place named in the text if unambiguous, else the reporter's unit; None if neither."""
    places: tuple[PlaceMatch, ...] = ()
    ambiguous: bool = False
    needs_review: bool = False
    reasons: tuple[Reason, ...] = ()
    signature: tuple[int, ...] = ()
    """MinHash of the folded text, 32-bit values; the share of equal positions estimates Jaccard similarity."""
    occurred_at: datetime | None = None
    reported_from: str | None = None
    source_mark: str | None = None
    model: str = "lexicon-1"


# --- cases -----------------------------------------------------------------------------------------------


class Action(StrEnum):
    """What a desk can order for a case."""

    ACKNOWLEDGE = "acknowledge"
    ASSIGN = "assign"
    RESOLVE = "resolve"
    REOPEN = "reopen"


class Actor(Part, frozen=True):
    """Who acts: always a desk, never a person."""

    desk: str
    """Desk id ``<unit code>/<role>``."""
    via: str
    """How the command came: ``http``, ``email_link``, ``webhook``, ``sms``, …"""


class CaseCommand(Event, frozen=True):
    """An order for one case. A second arrival of the same ``command_id`` changes nothing."""

    TYPE: ClassVar[str] = "haichieu.case.command.v1"

    command_id: str
    case_id: str
    action: Action
    actor: Actor
    at: datetime
    note: str | None = None
    """With ``resolve``: the answer to the reporters, redacted before it is shown."""
    assignee: str | None = None
    """With ``assign``: the desk id that takes over."""


class CaseEvent(Event, frozen=True):
    """Common part of everything that happens to a case; ``version`` grows by one with each change."""

    case_id: str
    version: int
    at: datetime
    unit: str
    unit_name: str
    topic: Topic
    urgency: Urgency
    sensitive: bool = False
    """Whether any report of the case touches a sensitive topic, be it not the main one."""


class CaseOpened(CaseEvent, frozen=True, kw_only=True):
    """escalation: a case began with its first report."""

    TYPE: ClassVar[str] = "haichieu.case.opened.v1"

    report_id: str
    policy: str
    acknowledge_by: datetime | None = None


class ReportAdded(CaseEvent, frozen=True, kw_only=True):
    """escalation: one more report belongs to the case; it may have raised the urgency."""

    TYPE: ClassVar[str] = "haichieu.case.report_added.v1"

    report_id: str
    reports: int


class CaseEscalated(CaseEvent, frozen=True, kw_only=True):
    """escalation: nobody answered in time, the next step was taken."""

    TYPE: ClassVar[str] = "haichieu.case.escalated.v1"

    step: int
    level: str
    """Unit code of the level that is told now."""
    level_name: str
    reason: str
    acknowledge_by: datetime | None = None


class CaseOverdue(CaseEvent, frozen=True, kw_only=True):
    """escalation: a deadline passed and no further step is left."""

    TYPE: ClassVar[str] = "haichieu.case.overdue.v1"

    deadline: datetime
    reason: str


class CaseAcknowledged(CaseEvent, frozen=True, kw_only=True):
    """escalation: a desk took the case."""

    TYPE: ClassVar[str] = "haichieu.case.acknowledged.v1"

    actor: Actor
    resolve_by: datetime | None = None


class CaseAssigned(CaseEvent, frozen=True, kw_only=True):
    """escalation: the case lies with another desk now."""

    TYPE: ClassVar[str] = "haichieu.case.assigned.v1"

    actor: Actor
    assignee: str


class CaseResolved(CaseEvent, frozen=True, kw_only=True):
    """escalation: a desk answered; the case is closed."""

    TYPE: ClassVar[str] = "haichieu.case.resolved.v1"

    actor: Actor
    answer: str | None = None
    reports: int = 0


class CaseReopened(CaseEvent, frozen=True, kw_only=True):
    """escalation: the matter isn't settled; the clocks start again."""

    TYPE: ClassVar[str] = "haichieu.case.reopened.v1"

    actor: Actor
    note: str | None = None
    acknowledge_by: datetime | None = None


# --- corrections -----------------------------------------------------------------------------------------


class CorrectClassification(Event, frozen=True):
    """An order to the classifier: a person at a desk says what the labels of a report should be.

    Corrections are kept side by side, so a report may have several; a second arrival of the same
    ``command_id`` changes nothing. Labels equal to those given confirm them.
    """

    TYPE: ClassVar[str] = "haichieu.classification.correct.v1"

    command_id: str
    report_id: str
    actor: Actor
    at: datetime
    topics: tuple[Topic, ...]
    """One to three, the main one first; ``other`` stands alone."""
    urgency: Urgency
    places: tuple[str, ...] | None = None
    """Codes of the units that the text names; None: not judged."""
    text: str | None = None
    """Redacted text of the report; None: the classifier has it in its review queue."""
    note: str | None = None


# --- notifications ---------------------------------------------------------------------------------------


class NotifyReason(StrEnum):
    """Why somebody is told."""

    NEW_CASE = "new_case"
    URGENCY_RAISED = "urgency_raised"
    ESCALATED = "escalated"
    OVERDUE = "overdue"
    ASSIGNED = "assigned"
    REOPENED = "reopened"
    RESOLVED = "resolved"


class EndpointKind(StrEnum):
    """How a desk can be reached."""

    EMAIL = "email"
    WEBHOOK = "webhook"


class Endpoint(Part, frozen=True):
    """An official address of a desk."""

    kind: EndpointKind
    address: str


class Recipient(Part, frozen=True):
    """The desk to be told, with its official addresses in order of preference."""

    desk: str
    unit: str
    unit_name: str
    role: DeskRole
    endpoints: tuple[Endpoint, ...]
    language: str = "vi"


class CaseSummary(Part, frozen=True):
    """What a message says about the case; ``excerpt`` is redacted text of the first report."""

    unit: str
    unit_name: str
    topic: Topic
    urgency: Urgency
    opened_at: datetime
    reports: int
    excerpt: str
    channel: Channel
    step: int = 0
    acknowledge_by: datetime | None = None
    resolve_by: datetime | None = None
    told_before: tuple[str, ...] = ()
    """Names of the desks that were told earlier, in order."""
    sensitive: bool = False
    """As ``CaseEvent.sensitive``."""


class NotificationRequested(Event, frozen=True):
    """escalation: tell this desk. ``notification_id`` derives from case, reason, step and desk."""

    TYPE: ClassVar[str] = "haichieu.notification.requested.v1"

    notification_id: str
    case_id: str
    reason: NotifyReason
    recipient: Recipient
    case: CaseSummary
    requested_at: datetime
    can_acknowledge: bool = True
    note: str | None = None


class Outcome(StrEnum):
    """How a notification ended."""

    DELIVERED = "delivered"
    UNDELIVERABLE = "undeliverable"


class NotificationDelivered(Event, frozen=True):
    """notifier: a desk was told, or cannot be told, and why."""

    TYPE: ClassVar[str] = "haichieu.notification.delivered.v1"

    notification_id: str
    case_id: str
    desk: str
    desk_name: str
    reason: NotifyReason
    outcome: Outcome
    endpoint: EndpointKind | None
    attempts: int
    at: datetime
    detail: str = ""


CASE_EVENTS: tuple[type[CaseEvent], ...] = (
    CaseOpened,
    ReportAdded,
    CaseEscalated,
    CaseOverdue,
    CaseAcknowledged,
    CaseAssigned,
    CaseResolved,
    CaseReopened,
)
