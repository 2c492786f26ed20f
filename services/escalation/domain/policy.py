"""What is to happen when: who is told at which step, how long each may take, what belongs together."""

from datetime import datetime, timedelta
from enum import StrEnum

import msgspec

from services.escalation.domain.organisation import Level
from services.escalation.domain.worktime import WorkCalendar
from shared.contracts.taxonomy import DeskRole, Topic, Urgency


class ClockKind(StrEnum):
    """How a span is counted."""

    CALENDAR = "calendar"
    """Day and night."""
    WORKING = "working"
    """Office hours of the calendar only."""


class Span(msgspec.Struct, frozen=True):
    """A length of time on one of the two clocks."""

    minutes: int
    clock: ClockKind

    def after(self, start: datetime, calendar: WorkCalendar) -> datetime:
        """The deadline when the clock starts at ``start`` (aware)."""
        length = timedelta(minutes=self.minutes)
        return start + length if self.clock is ClockKind.CALENDAR else calendar.add_working(start, length)


class Step(msgspec.Struct, frozen=True, omit_defaults=True):
    """One rung: who is told, and how long they have before the next rung is told.

    ``acknowledge_within`` is None where nobody need answer; such a step is the only one of its urgency.
    """

    level: Level
    roles: tuple[DeskRole, ...]
    acknowledge_within: Span | None = None


class UrgencyRule(msgspec.Struct, frozen=True, omit_defaults=True):
    """What one urgency asks for. The clock of ``resolve_within`` starts with the acknowledgement."""

    steps: tuple[Step, ...]
    resolve_within: Span | None = None


class Grouping(msgspec.Struct, frozen=True):
    """Which reports are one case."""

    window_hours: float
    """Calendar hours since the case's last report."""
    similarity: float
    """Least estimated Jaccard similarity with one of the case's reports, 0..1."""
    max_reports: int


class Overdue(msgspec.Struct, frozen=True):
    """Who is told, once, when the last step went unanswered."""

    level: Level
    roles: tuple[DeskRole, ...]


class TopicPolicy(msgspec.Struct, frozen=True):
    """The part of a policy that rules one topic; frozen into each case, so later edits leave it alone."""

    name: str
    version: str
    rules: tuple[UrgencyRule, ...]
    """By urgency, 0 to 3."""
    overdue: Overdue
    grouping: Grouping

    def rule(self, urgency: Urgency) -> UrgencyRule:
        """The rule of an urgency."""
        return self.rules[urgency]


class Policy(msgspec.Struct, frozen=True):
    """A whole policy. ``version`` is a hash of the content: comments and layout don't change it."""

    name: str
    version: str
    topics: dict[Topic, TopicPolicy]
    grouping: Grouping

    def for_topic(self, topic: Topic) -> TopicPolicy:
        """What rules a case of this topic."""
        return self.topics[topic]
