"""Which case a report joins."""

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.escalation.domain.grouping import ChoiceReason, choose_case, pack, similarity
from services.escalation.domain.placing import is_sensitive
from shared.contracts.events import Action, TopicScore
from shared.contracts.taxonomy import Topic, Urgency
from tests.unit.escalation.casework import CITY, WARD, Casework, hanoi, report

ORGANISATION = hanoi()[1]
lanes = st.lists(st.integers(0, 2**32 - 1), min_size=1, max_size=128)


def alike(share: float) -> tuple[int, ...]:
    """A signature of 64 values of which ``share`` equals that of ``report()``."""
    same = round(64 * share)
    return (*range(same), *range(1000 + same, 1064))


def opened(name="a", urgency=Urgency.NORMAL, **more):
    work = Casework()
    work.receive(name, urgency, **more)
    return work


@given(lanes, st.data())
def test_similarity_is_the_share_of_equal_positions(left, data):
    right = [
        data.draw(st.sampled_from([value, value ^ 1, value ^ (1 << 31), 0, 2**32 - 1])) for value in left
    ]
    expected = sum(a == b for a, b in zip(left, right, strict=True)) / len(left)
    assert similarity(pack(left), pack(right)) == pytest.approx(expected)


def test_nothing_is_similar_to_an_empty_or_a_shorter_signature():
    assert similarity(b"", b"") == 0
    assert similarity(pack([1, 2]), pack([1])) == 0


def test_a_near_duplicate_of_the_same_unit_and_topic_joins():
    work = opened()
    choice = choose_case(report("b", signature=alike(0.5), at=work.now), [work.case], ORGANISATION)
    assert choice.case_id == work.case.id
    assert (choice.reason, choice.similarity) == (ChoiceReason.SIMILAR, 0.5)


@pytest.mark.parametrize(
    "other",
    [
        {"signature": alike(0.45)},
        {"signature": ()},
        {"unit": "00070"},
        {"unit": None},
        {"topic": Topic.PUBLIC_SAFETY},
    ],
)
def test_another_text_unit_or_topic_opens_a_case(other):
    work = opened()
    choice = choose_case(report("b", at=work.now, **other), [work.case], ORGANISATION)
    assert (choice.case_id, choice.reason) == (None, ChoiceReason.NONE_SIMILAR)


def test_the_window_moves_on_with_each_report():
    work = opened()
    start = work.now
    late = report("z", at=start + timedelta(hours=100))
    assert choose_case(late, [work.case], ORGANISATION).case_id is None
    work.now = start + timedelta(hours=50)
    work.receive("b", Urgency.NORMAL)
    assert choose_case(late, [work.case], ORGANISATION).case_id == work.case.id


def test_reports_without_a_place_are_grouped_at_the_root():
    work = opened(unit="99999")
    assert work.case.unit == CITY
    assert choose_case(report("b", unit=None, at=work.now), [work.case], ORGANISATION).case_id == work.case.id


def test_the_most_similar_case_is_taken_then_the_latest():
    one, two = opened("a", signature=alike(0.6)), opened("b", signature=alike(0.9))
    found = report("c", at=one.now)
    for cases in ([one.case, two.case], [two.case, one.case]):
        assert choose_case(found, cases, ORGANISATION).case_id == two.case.id
    one, two = opened("a"), opened("b")
    two.now += timedelta(hours=1)
    two.receive("b2", Urgency.NORMAL)
    for cases in ([one.case, two.case], [two.case, one.case]):
        assert choose_case(found, cases, ORGANISATION).case_id == two.case.id


def test_a_report_that_a_case_holds_is_known_again():
    work = opened("a", unit=WARD)
    again = report("a", unit="00070", topic=Topic.HEALTH, signature=(), at=work.now)
    choice = choose_case(again, [work.case], ORGANISATION)
    assert (choice.case_id, choice.reason) == (work.case.id, ChoiceReason.SEEN_BEFORE)


def test_a_resolved_case_takes_no_report_but_is_followed():
    work = opened("a")
    work.order(Action.RESOLVE)
    choice = choose_case(report("b", at=work.now), [work.case], ORGANISATION)
    assert (choice.case_id, choice.follows, choice.reason) == (None, work.case.id, ChoiceReason.RESOLVED)


def test_a_full_case_is_followed():
    work = opened("r0")
    for number in range(1, 100):
        work.receive(f"r{number}", Urgency.NORMAL)
    choice = choose_case(report("b", at=work.now), [work.case], ORGANISATION)
    assert (choice.case_id, choice.follows, choice.reason) == (None, work.case.id, ChoiceReason.FULL)


def test_an_emergency_does_not_hide_in_a_milder_case_that_was_acknowledged():
    work = opened("a")
    work.order(Action.ACKNOWLEDGE)
    emergency = report("b", Urgency.EMERGENCY, at=work.now)
    choice = choose_case(emergency, [work.case], ORGANISATION)
    assert (choice.case_id, choice.follows, choice.reason) == (None, work.case.id, ChoiceReason.MORE_URGENT)
    assert choose_case(report("c", Urgency.HIGH, at=work.now), [work.case], ORGANISATION).case_id


def test_only_the_first_and_last_eight_signatures_are_kept():
    work = opened("r0")
    for number in range(1, 40):
        work.receive(f"r{number}", Urgency.NORMAL)
        kept = [bool(ref.signature) for ref in work.case.reports]
        assert kept == [True] * min(len(kept), 8) + [False] * (len(kept) - 16) + [True] * min(
            max(len(kept) - 8, 0), 8
        )


def test_a_second_topic_that_is_sensitive_guards_the_case():
    """A quarrel over noise in which a child is beaten: the public page must not tell, whatever comes first."""
    from msgspec.structs import replace

    noise = TopicScore(topic=Topic.ENVIRONMENT, score=0.9)
    child = TopicScore(topic=Topic.CHILD_PROTECTION, score=0.4)
    assert not is_sensitive(replace(report(), topics=(noise,)))
    assert is_sensitive(replace(report(), topics=(noise, child)))
