"""Which guards act on a place of one text: the last word of time before it, a negation, a story around it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from services.classifier.domain.guards import (
    HABIT,
    HYPOTHETICAL,
    NEGATED,
    NOW,
    ONGOING,
    PAST,
    STORY,
    Guards,
)
from services.classifier.domain.phrases import Hit

if TYPE_CHECKING:
    from services.classifier.domain.found import Found

_NEGATION_REACH = 6
"""Most soft words between a negation and what it negates."""
_EXCLAMATION = 3
"""Most words of a sentence that says nothing yet."""
_HYPOTHESIS_REACH = 9
_FEAR_REACH = 4


class TextGuards:
    """The guards of one text; sentences are looked at when first asked for."""

    __slots__ = ("_found", "_guards", "_negations", "_sentences", "_stories", "guarded")

    def __init__(self, guards: Guards, found: Found) -> None:
        self.guarded = guards.guarded
        self._guards = guards
        self._found = found
        self._sentences: dict[int, list[tuple[int, int, int]]] = {}
        self._stories: frozenset[int] | None = None
        self._negations: frozenset[int] | None = None

    def state(self, hit: Hit) -> int:
        """Guard states that apply to ``hit``."""
        sentence = self._found.text.sentence[hit[0]]
        return (
            self._time(hit, sentence)
            | (STORY if sentence in self._story_sentences() else 0)
            | self._negated(hit, sentence)
            | self._hypothetical(hit, sentence)
        )

    def _time(self, hit: Hit, sentence: int) -> int:
        """The last word of time before the hit decides, or else the first one after it, in its sentence.

        A past that only follows after a comma is another event.
        """
        state = 0
        for start, end, kind in self._times(sentence):
            if kind == ONGOING:
                if start <= hit[0] <= end + 1:
                    return NOW
                continue
            if start > hit[0]:
                if state or (kind == PAST and "," in self._found.text.tokens[hit[1] : start]):
                    return state
                return kind
            state = kind
        return state

    def _times(self, sentence: int) -> list[tuple[int, int, int]]:
        times = self._sentences.get(sentence)
        if times is None:
            found, guards = self._found, self._guards
            sentences = found.text.sentence
            times = self._sentences[sentence] = sorted(
                (start, end, kind)
                for marks, kind in (
                    (guards.past, PAST),
                    (guards.habit, HABIT),
                    (guards.now, NOW),
                    (guards.ongoing, ONGOING),
                )
                if found.present & marks
                for start, end, _ in found.of(marks)
                if sentences[start] == sentence
            )
        return times

    def _story_sentences(self) -> frozenset[int]:
        if self._stories is None:
            if self._found.present & self._guards.story:
                self._stories = self._told()
            else:
                self._stories = frozenset()
        return self._stories

    def _told(self) -> frozenset[int]:
        sentences = self._found.text.sentence
        starts = {
            sentences[hit[0]]
            for hit in self._found.of(self._guards.story)
            if not self._negated(hit, sentences[hit[0]])
        }
        real = {sentences[hit[0]] for hit in self._found.of(self._guards.real)}
        if not starts:
            return frozenset()
        told: set[int] = set()
        on = self._opens(min(starts)) and min(real, default=sentences[-1] + 1) > min(starts)
        for sentence in range(sentences[-1] + 1):
            on = (on or sentence in starts) and sentence not in real
            if on:
                told.add(sentence)
        return frozenset(told)

    def _opens(self, sentence: int) -> bool:
        """Whether at most one sentence of some length stands before this one."""
        sentences = self._found.text.sentence
        lengths: dict[int, int] = {}
        for number, token in zip(sentences, self._found.text.tokens, strict=True):
            if number < sentence and token[0].isalnum():
                lengths[number] = lengths.get(number, 0) + 1
        return sum(length > _EXCLAMATION for length in lengths.values()) <= 1

    def _negated(self, hit: Hit, sentence: int) -> int:
        found = self._found
        if not found.present & self._guards.negation:
            return 0
        if self._negations is None:
            self._negations = frozenset(end for _, end, _ in found.of(self._guards.negation))
        soft = {start for start, _, _ in found.of(self._guards.soft)}
        place = hit[0]
        for _ in range(_NEGATION_REACH):
            if place in self._negations:
                return NEGATED
            place -= 1
            if place not in soft or found.text.sentence[place] != sentence:
                return 0
        return 0

    def _hypothetical(self, hit: Hit, sentence: int) -> int:
        found, guards = self._found, self._guards
        for marks, reach in ((guards.hypothesis, _HYPOTHESIS_REACH), (guards.fear, _FEAR_REACH)):
            if not found.present & marks:
                continue
            for start, end, _ in found.of(marks):
                if not end <= hit[0] <= end + reach or found.text.sentence[start] != sentence:
                    continue
                if marks == guards.fear and "," in found.text.tokens[end : hit[0]]:
                    continue
                if not any(end <= now[0] < hit[0] for now in found.of(guards.now)):
                    return HYPOTHETICAL
        return 0
