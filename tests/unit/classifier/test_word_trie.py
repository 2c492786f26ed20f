"""Keys and phrases looked up in batches, beside the plain way to do it."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.classifier.domain.keys import Keys
from services.classifier.domain.word_trie import WordTrie

numbers = st.integers(0, 2**62)
words = st.lists(st.sampled_from("abcd"), min_size=1, max_size=4).map(" ".join)
text = st.lists(st.sampled_from("abcdx"), max_size=12)


@given(st.sets(numbers, max_size=300), st.lists(numbers, max_size=50))
def test_keys_are_found_where_they_stand_and_others_nowhere(held: set[int], others: list[int]) -> None:
    keys = np.array(sorted(held), np.int64)
    asked = np.array([*held, *others], np.int64)
    place = {key: number for number, key in enumerate(keys.tolist())}
    assert Keys(keys).find(asked).tolist() == [place.get(key, -1) for key in asked.tolist()]


@pytest.mark.parametrize("step", [1, 2**10, 2**31, 2**40])
def test_keys_in_even_steps_find_room(step: int) -> None:
    keys = np.arange(20_000, dtype=np.int64) * step
    assert (Keys(keys).find(keys) == np.arange(20_000)).all()


@given(st.lists(words, max_size=8), st.lists(text, max_size=4))
def test_every_phrase_is_found_wherever_it_stands(phrases: list[str], texts: list[list[str]]) -> None:
    known: dict[str, int] = {}
    trie = WordTrie([(phrase, number) for number, phrase in enumerate(phrases)], known)
    matches = trie.find([[known.get(word, 0) for word in one] for one in texts])
    found = list(zip(*(column.tolist() for column in matches), strict=True))
    expected = [
        (owner, start, start + size, number)
        for owner, one in enumerate(texts)
        for start in range(len(one))
        for number, phrase in enumerate(phrases)
        for size in [len(phrase.split())]
        if one[start : start + size] == phrase.split()
    ]
    assert sorted(found) == sorted(expected)
    assert [one[0] for one in found] == sorted(one[0] for one in found)


def test_words_numbered_after_the_trie_lead_nowhere() -> None:
    known: dict[str, int] = {}
    trie = WordTrie([("cháy nhà", 7)], known)
    later = known.setdefault("khói", len(known) + 1)
    assert trie.find([[known["cháy"], known["nhà"], later], [later, known["cháy"]]]).phrases.tolist() == [7]
