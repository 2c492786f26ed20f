"""The public status: right in any order, neutral where it must be, and complete for every kind of event."""

from datetime import UTC, datetime, timedelta
from random import Random

import pytest

from services.intake.domain import timeline, words
from services.intake.domain.status import status
from services.intake.domain.timeline import Entry, Kind, of_case_event, of_delivery
from services.intake.domain.words import NEUTRAL, NEUTRAL_STATES, STATES, State, of_entry
from shared.contracts import events as e
from shared.contracts.taxonomy import SENSITIVE_TOPICS, Topic, Urgency

START = datetime(2026, 11, 16, 3, tzinfo=UTC)
UNITS = {"00319": "Phường Hoàng Mai", "01": "Thành phố Hà Nội"}


def entry(kind: Kind, version: int, topic: str = "traffic", **more) -> Entry:
    return Entry(kind, START + timedelta(hours=version), version, topic, "00319", **more)


def view(entries, joined=None, *, held=False):
    return status("CODE", START, held=held, joined=joined, entries=entries, unit_name=UNITS.get)


STORY = [
    entry(Kind.OPENED, 1),
    Entry(Kind.TOLD, START + timedelta(hours=1, minutes=1), name="Công an phường Hoàng Mai"),
    entry(Kind.ESCALATED, 2, name="Thành phố Hà Nội"),
    entry(Kind.OVERDUE, 3),
    entry(Kind.ASSIGNED, 4, desk="00319/health_station"),
    entry(Kind.ACKNOWLEDGED, 5, desk="00319/police"),
    entry(Kind.RESOLVED, 6, desk="00319/police", answer="Đã xong."),
]


def test_the_order_of_arrival_does_not_matter():
    expected = view(STORY)
    assert expected.state is State.ANSWERED
    for seed in range(20):
        shuffled = STORY.copy()
        Random(seed).shuffle(shuffled)
        assert view(shuffled) == expected


@pytest.mark.parametrize(
    ("steps", "state"),
    [
        (0, State.RECEIVED),
        (1, State.PASSED_ON),
        (4, State.PASSED_ON),
        (5, State.IN_PROGRESS),
        (6, State.IN_PROGRESS),
        (7, State.ANSWERED),
    ],
)
def test_states(steps: int, state: State):
    found = view(STORY[:steps])
    assert found.state is state
    assert found.vi in {STATES[state].vi, NEUTRAL_STATES[state].vi}


def test_a_reopened_case_shows_no_answer():
    found = view([*STORY, entry(Kind.REOPENED, 7)])
    assert found.state is State.PASSED_ON
    assert found.answer is None


def test_the_last_answer_counts():
    again = [*STORY, entry(Kind.REOPENED, 7), entry(Kind.RESOLVED, 8, desk="01/union", answer="Lần hai.")]
    assert view(again).answer.text == "Lần hai."
    assert view(again).answer.by_vi == "Hội Liên hiệp Phụ nữ thành phố Hà Nội"


@pytest.mark.parametrize("topic", sorted(SENSITIVE_TOPICS))
@pytest.mark.parametrize("changed", ["traffic", None])
def test_once_sensitive_always_neutral(topic: Topic, changed: str | None):
    entries = [
        entry(Kind.OPENED, 1, topic.value),
        *STORY[1:-1],
        entry(Kind.RESOLVED, 6, changed or topic.value, answer="Bí mật"),
    ]
    found = view(entries)
    assert {step.vi for step in found.timeline} <= {words.RECEIVED.vi, words.HANDLED.vi, words.FINISHED.vi}
    assert (found.topic, found.unit, found.unit_name, found.answer) == (None, None, None, None)


def test_a_sensitive_second_topic_makes_it_neutral_too():
    found = view([entry(Kind.OPENED, 1, sensitive=True), *STORY[1:]])
    assert (found.topic, found.unit_name, found.answer) == (None, None, None)


def test_before_the_topic_is_known_nothing_is_told():
    found = view([STORY[1]])
    assert [step.vi for step in found.timeline] == [words.RECEIVED.vi, words.HANDLED.vi]


def test_who_joins_is_not_shown_the_past():
    joined = entry(Kind.JOINED, 4)
    found = view(STORY, joined)
    assert [step.vi for step in found.timeline][1] == "Đã gộp vào một vụ việc đang được xử lý"
    assert len(found.timeline) == 5
    assert found.answer.text == "Đã xong."
    only_link = view([], joined)
    assert only_link.state is State.PASSED_ON


def test_joining_a_sensitive_case_is_neutral():
    assert view([], entry(Kind.JOINED, 4, "family_violence")).topic is None


def test_a_held_report_says_so():
    assert view([], held=True).vi == "Đã tiếp nhận, đang chờ cán bộ trực tiếp xem"


def test_every_kind_has_words_in_both_languages():
    for kind in Kind:
        for given in (Entry(kind, START), entry(kind, 1, desk="00319/police", name="Tên")):
            said = of_entry(given, UNITS)
            assert said.vi
            assert said.en
            assert "None" not in said.vi + said.en
        assert NEUTRAL[kind].vi
    assert set(STATES) == set(NEUTRAL_STATES) == set(State)


def test_unknown_desks_get_a_general_word():
    for desk in (None, "", "x", "00319/nobody", "99999/police", "/"):
        assert words.desk_name(desk, UNITS) == words.SOMEONE


COMMON = {
    "case_id": "c",
    "at": START,
    "unit": "00319",
    "unit_name": "Phường Hoàng Mai",
    "topic": Topic.TRAFFIC,
    "urgency": Urgency.NORMAL,
}
ACTOR = e.Actor(desk="00319/police", via="http")


def test_every_event_of_a_case_becomes_an_entry():
    more = {
        e.CaseOpened: {"report_id": "r", "policy": "p"},
        e.ReportAdded: {"report_id": "r", "reports": 2},
        e.CaseEscalated: {"step": 1, "level": "01", "level_name": "Thành phố Hà Nội", "reason": "x"},
        e.CaseOverdue: {"deadline": START, "reason": "x"},
        e.CaseAcknowledged: {"actor": ACTOR},
        e.CaseAssigned: {"actor": ACTOR, "assignee": "00319/union"},
        e.CaseResolved: {"actor": ACTOR, "answer": "Gọi 0950123456"},
        e.CaseReopened: {"actor": ACTOR},
    }
    assert set(more) == set(e.CASE_EVENTS)
    entries = {kind: of_case_event(kind(version=1, **COMMON, **fields)) for kind, fields in more.items()}
    assert len({entry.kind for entry in entries.values()}) == len(entries)
    assert entries[e.CaseResolved].answer == "Gọi [PHONE]"
    assert entries[e.CaseAssigned].desk == "00319/union"


def test_an_answer_that_cannot_be_redacted_is_not_shown(monkeypatch: pytest.MonkeyPatch):
    def broken(text: str):
        raise RuntimeError(text)

    monkeypatch.setattr(timeline, "redact", broken)
    entry = of_case_event(e.CaseResolved(version=1, actor=ACTOR, answer="Gọi 0950123456", **COMMON))
    assert entry.answer is None


def test_only_who_was_reached_was_told():
    event = e.NotificationDelivered(
        notification_id="n",
        case_id="c",
        desk="00319/police",
        desk_name="Công an phường Hoàng Mai",
        reason=e.NotifyReason.NEW_CASE,
        outcome=e.Outcome.DELIVERED,
        endpoint=e.EndpointKind.EMAIL,
        attempts=1,
        at=START,
    )
    assert of_delivery(event).name == "Công an phường Hoàng Mai"
    import msgspec

    assert of_delivery(msgspec.structs.replace(event, outcome=e.Outcome.UNDELIVERABLE)) is None
