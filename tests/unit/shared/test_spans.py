"""Recall and precision are counted in characters, overall and by kind."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.spans import score


def test_half_a_phone_found_is_half_a_phone_leaked():
    scores = score([[("PHONE", 0, 10)]], [[("PHONE", 5, 10)]])
    assert (scores.overall.recall, scores.overall.precision) == (0.5, 1.0)


def test_a_name_hidden_as_an_address_is_hidden_but_of_the_wrong_kind():
    scores = score([[("PERSON", 4, 8)]], [[("ADDRESS", 4, 8)]])
    assert (scores.overall.recall, scores.overall.precision) == (1.0, 1.0)
    assert (scores.by_kind["PERSON"].recall, scores.by_kind["ADDRESS"].precision) == (0.0, 0.0)


def test_the_same_offsets_in_another_text_are_other_characters():
    scores = score([[("PERSON", 0, 4)], []], [[], [("PERSON", 0, 4)]])
    assert (scores.overall.recall, scores.overall.precision) == (0.0, 0.0)


def test_overlapping_spans_count_a_character_once():
    scores = score([[("PERSON", 0, 4)]], [[("PERSON", 0, 3), ("PERSON", 2, 4)]])
    assert scores.overall.found_chars == 4


def test_nothing_to_find_and_nothing_found_is_perfect():
    scores = score([[]], [[]])
    assert (scores.overall.recall, scores.overall.precision, scores.by_kind) == (1.0, 1.0, {})


def test_as_many_texts_on_both_sides():
    with pytest.raises(ValueError, match="2 texts"):
        score([[], []], [[]])


SPANS = st.lists(
    st.tuples(st.sampled_from(["PHONE", "PERSON"]), st.integers(0, 20), st.integers(1, 9)).map(
        lambda s: (s[0], s[1], s[1] + s[2])
    ),
    max_size=4,
)


@given(st.lists(st.tuples(SPANS, SPANS), max_size=4))
def test_shares_lie_between_nothing_and_all_and_swap_with_the_sides(texts):
    gold, found = [t[0] for t in texts], [t[1] for t in texts]
    there, back = score(gold, found).overall, score(found, gold).overall
    assert 0.0 <= there.recall <= 1.0
    assert (there.recall, there.precision) == (back.precision, back.recall)
