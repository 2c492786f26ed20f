"""Many phrases looked up in a batch of texts, with a trie of words for each way of writing.

Phrases are written in data files with alternatives: ``(chồng|bố) (đang|) đánh`` is four phrases,
``lớp {1-5}`` is five. ``=`` before a phrase: with diacritics only, because folded it means something else.
``~`` before a single word: also without diacritics, though that is one syllable.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache

import numpy as np

from services.classifier.domain.spelling import canonical, strip_words
from services.classifier.domain.syllables import is_syllable
from services.classifier.domain.text import UNKNOWN, Text
from services.classifier.domain.word_trie import Matches, WordTrie, together

Hit = tuple[int, int, int]
"""First token, token after the last, number of the phrase."""

_RANGE = re.compile(r"\{(\d+)-(\d+)\}")


class Phrasebook:
    """Phrases with the marks they carry. ``freeze`` it before the first ``find``; ``numbers`` are its words then.

    ``traps`` are phrases that are looked for with diacritics only (``traps.yaml``); ``dialect`` reads words
    of phrases as the reader of texts does.
    """

    def __init__(self, traps: Iterable[str] = (), dialect: Mapping[str, str] | None = None) -> None:
        self.numbers: dict[str, int] = {}
        self._dialect = dict(dialect or {})
        self._traps = {phrase for pattern in traps for phrase in self._expand(pattern)}
        self.phrases: list[str] = []
        self.marks: list[int] = []
        """Per phrase: the sum of the bits of its marks."""
        self.places: list[tuple[int, ...]] = []
        """Per phrase: the places of these bits. Known once frozen."""
        self._number: dict[str, int] = {}
        self._entries: tuple[dict[tuple[str, int], None], ...] = ({}, {})
        """Words as they stand in texts, and phrase: with diacritics, and without."""

    def add(self, pattern: str, mark: int) -> None:
        """Let every phrase of ``pattern`` carry ``mark``, a single bit."""
        only_accented, single_too = pattern.startswith("="), pattern.startswith("~")
        for phrase in self._expand(pattern.lstrip("=~")):
            number = self._carry(phrase, phrase, mark)
            accented, folded = self._entries
            accented[phrase, number] = None
            plain = strip_words(phrase)
            if foldable(plain):
                if not only_accented and phrase not in self._traps:
                    folded[plain, number] = None
            elif single_too:
                folded[plain, self._carry(f"~{phrase}", phrase, mark)] = None

    def _expand(self, pattern: str) -> Iterator[str]:
        known = self._dialect
        for phrase in expand(pattern):
            yield " ".join([known.get(word, word) for word in phrase.split()])

    def _carry(self, key: str, phrase: str, mark: int) -> int:
        number = self._number.setdefault(key, len(self.phrases))
        if number == len(self.phrases):
            self.phrases.append(phrase)
            self.marks.append(0)
        self.marks[number] |= mark
        return number

    def freeze(self) -> None:
        """Make the tries."""
        self._accented, self._folded = (WordTrie(entries, self.numbers) for entries in self._entries)
        self._ascii = np.array([phrase.isascii() for phrase in self.phrases], np.bool_)
        self.places = [places_of(marks) for marks in self.marks]
        size = max(1, -(-max(self.marks, default=0).bit_length() // 64)) * 8
        self._bytes = np.frombuffer(
            b"".join(marks.to_bytes(size, "little") for marks in self.marks), np.uint64
        )
        self._bytes = self._bytes.reshape(len(self.marks), -1)

    def find(self, texts: Sequence[Text]) -> Matches:
        """All phrases that occur, as whole words; overlapping ones too.

        A text without diacritics is looked through in both ways: its teencode reads as words that have some, and
        it may have a few itself. A word without any is a phrase's only if the other way allows it.
        """
        plain = np.array([text.plain for text in texts], np.bool_)
        accented = self._accented.find([_with_marks(text) for text in texts])
        accented = accented.where(~(plain[accented.texts] & self._ascii[accented.phrases]))
        folded = self._folded.find([_without(text) for text in texts])
        return together(accented, folded)

    def present(self, matches: Matches, texts: int) -> list[int]:
        """For each of so many texts the sum of the bits of all marks in it."""
        present = [0] * texts
        if len(matches.texts):
            owners, starts = np.unique(matches.texts, return_index=True)
            rows = np.bitwise_or.reduceat(self._bytes[matches.phrases], starts)
            for owner, row in zip(owners.tolist(), rows, strict=True):
                present[owner] = int.from_bytes(row.tobytes(), "little")
        return present


@cache
def places_of(marks: int) -> tuple[int, ...]:
    """The places of the bits that are set: ``0b101`` → 0, 2."""
    return tuple(place for place in range(marks.bit_length()) if marks >> place & 1)


def _with_marks(text: Text) -> Sequence[int]:
    """The numbers of the words, if any has a diacritic: teencode stands for words that have some."""
    return () if text.plain and all(map(str.isascii, text.words)) else text.numbers


def _without(text: Text) -> Sequence[int]:
    """The numbers of the words that were written without diacritics, if most were."""
    if text.ascii:
        return text.folded_numbers
    pairs = zip(text.tokens, text.folded_numbers, strict=True)
    return [number if token.isascii() else UNKNOWN for token, number in pairs] if text.plain else ()


def foldable(plain: str) -> bool:
    """Whether a phrase without diacritics is safe to look for: two syllables, or no Vietnamese syllable."""
    return " " in plain or not is_syllable(plain)


def expand(pattern: str) -> Iterator[str]:
    """The phrases of a pattern, in canonical spelling. ValueError if its brackets don't match."""
    pattern = _RANGE.sub(lambda m: f"({'|'.join(map(str, range(int(m[1]), int(m[2]) + 1)))})", pattern)
    choices, end = _choices(pattern, 0)
    if end != len(pattern):
        raise ValueError(f"a bracket too many in: {pattern}")
    for choice in dict.fromkeys(choices):
        words = " ".join(_canonical(word) for word in choice.split())
        if words:
            yield words


def _choices(pattern: str, start: int) -> tuple[list[str], int]:
    """What ``pattern`` can be from ``start`` to the end or to the bracket that closes; and where that is."""
    done: list[str] = []
    so_far, place = [""], start
    while place < len(pattern) and pattern[place] != ")":
        if pattern[place] == "(":
            inner, place = _choices(pattern, place + 1)
            if place == len(pattern):
                raise ValueError(f"a bracket isn't closed in: {pattern}")
            so_far = [head + tail for head in so_far for tail in inner]
        elif pattern[place] == "|" and start:
            done += so_far
            so_far = [""]
        else:
            so_far = [head + pattern[place] for head in so_far]
        place += 1
    return done + so_far, place


_canonical = cache(canonical)
