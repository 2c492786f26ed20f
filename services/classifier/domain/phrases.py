"""Many phrases looked up in one pass: an Aho-Corasick automaton over words, for each way of writing.

Phrases are written in data files with alternatives: ``(chồng|bố) (đang|) đánh`` is four phrases,
``lớp {1-5}`` is five. ``=`` before a phrase: with diacritics only, because folded it means something else.
``~`` before a single word: also without diacritics, though that is one syllable.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from functools import cache

import ahocorasick

from services.classifier.domain.spelling import canonical, strip_words
from services.classifier.domain.syllables import is_syllable
from services.classifier.domain.text import Text

Hit = tuple[int, int, int]
"""First token, token after the last, number of the phrase."""

_RANGE = re.compile(r"\{(\d+)-(\d+)\}")


class Phrasebook:
    """Phrases with the marks they carry. ``freeze`` it before the first ``find``.

    ``traps`` are phrases that are looked for with diacritics only (``traps.yaml``); ``dialect`` reads words
    of phrases as the reader of texts does.
    """

    def __init__(self, traps: Iterable[str] = (), dialect: Mapping[str, str] | None = None) -> None:
        self._dialect = dict(dialect or {})
        self._traps = {phrase for pattern in traps for phrase in self._expand(pattern)}
        self.phrases: list[str] = []
        self.marks: list[int] = []
        """Per phrase: the sum of the bits of its marks."""
        self.places: list[tuple[int, ...]] = []
        """Per phrase: the places of these bits. Known once frozen."""
        self._number: dict[str, int] = {}
        self._ascii: set[int] = set()
        self._accented = ahocorasick.Automaton()
        self._folded = ahocorasick.Automaton()

    def add(self, pattern: str, mark: int) -> None:
        """Let every phrase of ``pattern`` carry ``mark``, a single bit."""
        only_accented, single_too = pattern.startswith("="), pattern.startswith("~")
        for phrase in self._expand(pattern.lstrip("=~")):
            number = self._carry(phrase, phrase, mark)
            self._enter(self._accented, phrase, number)
            plain = strip_words(phrase)
            if foldable(plain):
                if not only_accented and phrase not in self._traps:
                    self._enter(self._folded, plain, number)
            elif single_too:
                self._enter(self._folded, plain, self._carry(f"~{phrase}", phrase, mark))

    def _expand(self, pattern: str) -> Iterator[str]:
        known = self._dialect
        for phrase in expand(pattern):
            yield " ".join([known.get(word, word) for word in phrase.split()])

    def _carry(self, key: str, phrase: str, mark: int) -> int:
        number = self._number.setdefault(key, len(self.phrases))
        if number == len(self.phrases):
            self.phrases.append(phrase)
            self.marks.append(0)
            if phrase.isascii():
                self._ascii.add(number)
        self.marks[number] |= mark
        return number

    def freeze(self) -> None:
        """Make the automatons ready."""
        self._accented.make_automaton()
        self._folded.make_automaton()
        self.places = [places_of(marks) for marks in self.marks]

    def find(self, text: Text) -> list[Hit]:
        """All phrases that occur, as whole words, in no particular order; overlapping ones too."""
        hits: list[Hit] = []
        index = text.index
        if len(self._accented) and not (text.plain and text.line.isascii()):
            hits = [
                (end - size, end, number)
                for position, entries in self._accented.iter(text.line)
                for end in (index[position] + 1,)
                for size, number in entries
            ]
            if text.plain:
                traps = self._ascii
                hits = [hit for hit in hits if hit[2] not in traps]
        if text.plain and len(self._folded):
            for position, entries in self._folded.iter(text.folded_line):
                end = index[position] + 1
                for size, number in entries:
                    if text.was_ascii(end - size, end):
                        hits.append((end - size, end, number))
        return hits

    @staticmethod
    def _enter(automaton: ahocorasick.Automaton, words: str, number: int) -> None:
        key = f" {words} "
        known: tuple[tuple[int, int], ...] = automaton.get(key, ())
        entry = (words.count(" ") + 1, number)
        if entry not in known:
            automaton.add_word(key, (*known, entry))


@cache
def places_of(marks: int) -> tuple[int, ...]:
    """The places of the bits that are set: ``0b101`` → 0, 2."""
    return tuple(place for place in range(marks.bit_length()) if marks >> place & 1)


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
