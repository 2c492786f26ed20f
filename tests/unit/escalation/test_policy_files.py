"""Policies as data: good ones load, bad ones name file, line and remedy."""

from datetime import timedelta

import msgspec
import pytest

from services.escalation.domain.datafile import DataError
from services.escalation.domain.policy import ClockKind, Policy, Span, TopicPolicy
from services.escalation.domain.policy_file import load_policy
from shared.contracts.taxonomy import DeskRole, Topic, Urgency
from tests.unit.escalation.casework import hanoi, local

TOPICS = "\n".join(f"  {topic}: [union, police]" for topic in Topic)
GOOD = f"""name: small
grouping: {{window_hours: 1.5, similarity: 0.7, max_reports: 3}}
topics:
{TOPICS}
urgencies:
  low: {{steps: [{{level: unit, tell: [union], acknowledge_within: never}}], resolve_within: never}}
  normal: {{steps: [{{level: unit, tell: [topic], acknowledge_within: 1 day}}], resolve_within: 2 days}}
  high: {{steps: [{{level: unit, tell: [topic], acknowledge_within: 1 hour}}], resolve_within: 2 hours}}
  emergency:
    steps:
      - {{level: unit, tell: [topic], acknowledge_within: 15 minutes}}
      - {{level: root, tell: [union, topic], acknowledge_within: 1 working hour}}
    resolve_within: 4 hours
overdue: {{level: root, tell: [union]}}
"""


def test_hanois_published_numbers_are_in_the_policy():
    policy = hanoi()[0]
    topic = policy.for_topic(Topic.FAMILY_VIOLENCE)
    assert topic.rule(Urgency.NORMAL).steps[0].acknowledge_within == Span(8 * 60, ClockKind.WORKING)
    assert topic.rule(Urgency.HIGH).resolve_within == Span(4 * 60, ClockKind.WORKING)
    assert {step.acknowledge_within for step in topic.rule(Urgency.EMERGENCY).steps} == {
        Span(15, ClockKind.CALENDAR)
    }
    assert topic.rule(Urgency.LOW).steps[0].acknowledge_within is None
    assert set(policy.topics) == set(Topic)
    assert DeskRole.HEALTH_STATION in policy.for_topic(Topic.FOOD_SAFETY).rule(Urgency.NORMAL).steps[0].roles


def test_topic_in_a_list_of_roles_stands_for_those_of_the_topic_without_repeats():
    steps = load_policy(GOOD, "p.yaml").for_topic(Topic.OTHER).rule(Urgency.EMERGENCY).steps
    assert steps[1].roles == (DeskRole.UNION, DeskRole.POLICE)


def test_the_version_is_that_of_the_content_not_of_the_layout():
    policy = load_policy(GOOD, "p.yaml")
    assert load_policy("# a remark\n" + GOOD, "elsewhere.yaml") == policy
    edited = load_policy(GOOD.replace("15 minutes", "20 minutes"), "p.yaml")
    assert edited.version != policy.version
    assert edited.for_topic(Topic.OTHER).version == edited.version


def test_a_policy_survives_being_stored():
    policy = hanoi()[0]
    assert msgspec.json.decode(msgspec.json.encode(policy), type=Policy) == policy
    frozen = policy.for_topic(Topic.OTHER)
    assert msgspec.convert(msgspec.to_builtins(frozen), TopicPolicy) == frozen


def test_spans_run_on_their_clock():
    calendar = hanoi()[2]
    friday = local("2026-11-20 17:00")
    assert Span(60, ClockKind.CALENDAR).after(friday, calendar) == friday + timedelta(hours=1)
    assert Span(60, ClockKind.WORKING).after(friday, calendar) == local("2026-11-23 08:30")


BAD = [
    ("name: small", "name: Small One", 1, "name: 'Small One' is no policy name", "Use a-z, 0-9 and hyphens"),
    ("name: small\n", "", 1, "'name' is missing", "Add 'name: …' here"),
    (
        "max_reports: 3",
        "max_reports: many",
        2,
        "'many' is no whole number from 1 to 500",
        "Write digits only",
    ),
    ("similarity: 0.7", "similarity: 70", 2, "'70' is no number from 0.05 to 1", "Use a point for decimals"),
    ("similarity: 0.7", "similarity: .nan", 2, "'.nan' is no number", "Use a point"),
    (
        "max_reports: 3",
        "max_reports: 3, colour: red",
        2,
        "grouping.colour: unknown field",
        "window_hours, similarity",
    ),
    (
        "  land_housing: [union, police]\n",
        "",
        4,
        "topics: 'land_housing' is missing",
        "Add 'land_housing: …'",
    ),
    (
        "  other: [",
        "  opinions: [",
        20,
        "topics.opinions: unknown field",
        "Remove it or use one of: family_violence",
    ),
    (
        "  other: [union, police]",
        "  other: []",
        20,
        "topics.other: nobody is told",
        "Name at least one of: union",
    ),
    (
        "  other: [union, police]",
        "  other: [union, army]",
        20,
        "unknown value 'army'",
        "Use one of: union, party",
    ),
    ("  other: [union, police]", "  other: union", 20, "topics.other: expected a list", "Write '[a, b]'"),
    ("  other: [union, police]", "  other: [topic]", 20, "unknown value 'topic'", "Use one of: union"),
    ("1 hour}", "1 working day}", 24, "'1 working day' is no span", "'8 working hours'"),
    (
        "1 hour}",
        "soon}",
        24,
        "urgencies.high.steps[0].acknowledge_within: 'soon' is no span",
        "Write '15 minutes'",
    ),
    ("1 hour}", "}", 24, "expected a text", "Write a value after the colon"),
    (
        "level: root, tell: [union, topic]",
        "level: top, tell: [union]",
        28,
        "unknown value 'top'",
        "unit, parent, root",
    ),
    ("15 minutes", "never", 27, "an emergency may not wait for ever", 'Write a span, as "15 minutes"'),
    ("1 working hour", "never", 28, "an emergency may not wait for ever", "Write a span"),
    (
        "resolve_within: 4 hours",
        "resolve: 4 hours",
        29,
        "urgencies.emergency.resolve: unknown field",
        "steps, resolve_within",
    ),
]


@pytest.mark.parametrize(("old", "new", "line", "problem", "remedy"), BAD)
def test_a_wrong_policy_names_file_line_and_remedy(old, new, line, problem, remedy):
    assert GOOD.count(old) == 1
    with pytest.raises(DataError) as caught:
        load_policy(GOOD.replace(old, new), "policies/small.yaml")
    message = str(caught.value)
    assert message.startswith(f"policies/small.yaml:{line}: "), message
    assert problem in message
    assert remedy in caught.value.remedy, message


def test_steps_must_climb_and_be_reachable():
    low = "{level: unit, tell: [union], acknowledge_within: never}"
    down = GOOD.replace(
        "level: unit, tell: [topic], acknowledge_within: 15",
        "level: root, tell: [topic], acknowledge_within: 15",
    )
    down = down.replace("level: root, tell: [union, topic]", "level: parent, tell: [union]")
    with pytest.raises(
        DataError, match=r"p\.yaml:28: .*'parent' stands below the step before\. Order steps upwards"
    ):
        load_policy(down, "p.yaml")
    after_never = GOOD.replace(low, f"{low}, {low}")
    with pytest.raises(DataError, match=r"p\.yaml:22: .*never reached\. Give the step before a deadline"):
        load_policy(after_never, "p.yaml")
    endless = GOOD.replace("acknowledge_within: 1 day}]", "acknowledge_within: 1 day}, " + low + "]")
    with pytest.raises(DataError, match=r"the last step has no deadline"):
        load_policy(endless, "p.yaml")
    none = GOOD.replace(f"[{low}]", "[]")
    with pytest.raises(DataError, match=r"p\.yaml:22: urgencies\.low\.steps: no step"):
        load_policy(none, "p.yaml")


@pytest.mark.parametrize(
    ("text", "line", "problem"),
    [
        ("", 1, "the file is empty"),
        ("- a\n", 1, "expected fields"),
        ("name: [\n", 2, "not valid YAML"),
        ("a: 1\n---\nb: 2\n", 2, "not valid YAML"),
        ("a: \x00\n", 1, "not valid YAML"),
        ("a: *nobody\n", 1, "not valid YAML"),
        ("? [a]\n: b\n", 1, "expected a text"),
    ],
)
def test_what_is_no_policy_at_all_is_a_clear_error_too(text, line, problem):
    with pytest.raises(DataError) as caught:
        load_policy(text, "p.yaml")
    assert caught.value.line == line
    assert problem in str(caught.value)
