"""Reading a policy from YAML: name, grouping, who is told by topic, steps and deadlines by urgency."""

import hashlib
import re
from collections.abc import Sequence
from pathlib import Path

import msgspec

from services.escalation.domain.datafile import Value, read, read_path
from services.escalation.domain.organisation import Level
from services.escalation.domain.policy import (
    ClockKind,
    Grouping,
    Overdue,
    Policy,
    Span,
    Step,
    TopicPolicy,
    UrgencyRule,
)
from shared.contracts.taxonomy import DeskRole, Topic, Urgency

SPAN = re.compile(r"([1-9][0-9]{0,4}) (working )?(minute|hour|day)s?")
MINUTES = {"minute": 1, "hour": 60, "day": 24 * 60}
NEVER = "never"
BY_TOPIC = "topic"
"""In a list of roles: those of the case's topic."""
NAME = re.compile(r"[a-z0-9][a-z0-9-]{0,40}")
VERSION_DIGITS = 12

Roles = tuple[DeskRole, ...]


def load_policy(text: str, source_name: str) -> Policy:
    """The policy in a YAML text. ``source_name`` names it in errors. Raises DataError."""
    fields = read(text, source_name).fields(("name", "grouping", "topics", "urgencies", "overdue"))
    name = fields["name"].text()
    if not NAME.fullmatch(name):
        fields["name"].fail(f"'{name}' is no policy name", "Use a-z, 0-9 and hyphens, at most 41")
    grouping = _grouping(fields["grouping"])
    by_topic = {topic: _roles(value) for topic, value in _all(fields["topics"], list(Topic))}
    urgencies = _all(fields["urgencies"], [urgency.name.lower() for urgency in Urgency])
    topics = {
        topic: TopicPolicy(
            name=name,
            version="",
            rules=tuple(_rule(value, roles, urgency) for urgency, value in urgencies),
            overdue=_overdue(fields["overdue"], roles),
            grouping=grouping,
        )
        for topic, roles in ((Topic(key), roles) for key, roles in by_topic.items())
    }
    digest = hashlib.sha256(msgspec.json.encode([name, grouping, topics], order="sorted"))
    version = digest.hexdigest()[:VERSION_DIGITS]
    frozen = {key: msgspec.structs.replace(topic, version=version) for key, topic in topics.items()}
    return Policy(name=name, version=version, topics=frozen, grouping=grouping)


def load_policy_file(path: Path) -> Policy:
    """The policy in a file. Raises DataError and OSError."""
    return load_policy(read_path(path), str(path))


def _all(value: Value, names: Sequence[str]) -> list[tuple[str, Value]]:
    """An entry for each of the names, in their order."""
    found = value.fields(names)
    return [(name, found[name]) for name in names]


def _grouping(value: Value) -> Grouping:
    fields = value.fields(("window_hours", "similarity", "max_reports"))
    return Grouping(
        window_hours=fields["window_hours"].decimal(0, 24 * 366),
        similarity=fields["similarity"].decimal(0.05, 1),
        max_reports=fields["max_reports"].whole(1, 500),
    )


def _roles(value: Value, by_topic: Roles | None = None) -> Roles:
    """A list of roles without repeats; ``topic`` stands for ``by_topic`` where that is given."""
    roles: dict[DeskRole, None] = {}
    for item in value.items():
        if by_topic is not None and item.text() == BY_TOPIC:
            roles.update(dict.fromkeys(by_topic))
        else:
            roles[item.choice(DeskRole)] = None
    if not roles:
        value.fail("nobody is told", f"Name at least one of: {', '.join(DeskRole)}")
    return tuple(roles)


def _rule(value: Value, by_topic: Roles, urgency: str) -> UrgencyRule:
    fields = value.fields(("steps", "resolve_within"))
    steps: list[Step] = []
    for item in fields["steps"].items():
        parts = item.fields(("level", "tell", "acknowledge_within"))
        step = Step(
            level=parts["level"].choice(Level),
            roles=_roles(parts["tell"], by_topic),
            acknowledge_within=_span(parts["acknowledge_within"]),
        )
        if steps and list(Level).index(step.level) < list(Level).index(steps[-1].level):
            parts["level"].fail(f"'{step.level}' stands below the step before", "Order steps upwards")
        if steps and steps[-1].acknowledge_within is None:
            item.fail("this step is never reached", "Give the step before a deadline, or remove this one")
        if step.acknowledge_within is None and urgency == Urgency.EMERGENCY.name.lower():
            parts["acknowledge_within"].fail(
                "an emergency may not wait for ever", 'Write a span, as "15 minutes"'
            )
        if steps and step.acknowledge_within is None:
            parts["acknowledge_within"].fail(
                "the last step has no deadline", "Write a span: it ends in 'overdue'"
            )
        steps.append(step)
    if not steps:
        fields["steps"].fail(
            "no step", "Add '- {level: unit, tell: [union], acknowledge_within: 8 working hours}'"
        )
    return UrgencyRule(steps=tuple(steps), resolve_within=_span(fields["resolve_within"]))


def _overdue(value: Value, by_topic: Roles) -> Overdue:
    fields = value.fields(("level", "tell"))
    return Overdue(level=fields["level"].choice(Level), roles=_roles(fields["tell"], by_topic))


def _span(value: Value) -> Span | None:
    text = value.text()
    if text == NEVER:
        return None
    match = SPAN.fullmatch(text)
    if not match or (match[2] and match[3] == "day"):
        value.fail(
            f"'{text}' is no span", "Write '15 minutes', '4 hours', '8 working hours', '2 days' or 'never'"
        )
    clock = ClockKind.WORKING if match[2] else ClockKind.CALENDAR
    return Span(minutes=int(match[1]) * MINUTES[match[3]], clock=clock)
