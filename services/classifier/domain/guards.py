"""What takes the edge off a word of danger: negation, the past, a hypothesis, habit, a film or drill, a figure.

A guard acts on its sentence, a story (film, news, drill) on the sentences after it too. The words are data
(``guards.yaml``).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from services.classifier.domain.phrases import Hit

if TYPE_CHECKING:
    from services.classifier.domain.found import Found

NEGATED, HYPOTHETICAL, PAST, STORY, HABIT, NOW, ONGOING = 1, 2, 4, 8, 16, 32, 64
DEFUSED = NEGATED | HYPOTHETICAL | STORY
STATES = {"negated": NEGATED, "hypothetical": HYPOTHETICAL, "past": PAST, "story": STORY, "habit": HABIT}
"""Name in data files → guard state."""

_NEGATION_REACH = 6
_HYPOTHESIS_REACH = 9
_FEAR_REACH = 4


@dataclass(frozen=True, slots=True)
class Guards:
    """Bit sets of the marks that guard, and of those that need one."""

    guarded: int
    mask: int
    negation: int
    soft: int
    """Words that may stand between a negation and what it negates."""
    hypothesis: int
    fear: int
    """Like a hypothesis, but near its object: ``sợ cháy``."""
    past: int
    habit: int
    story: int
    now: int
    """``bây giờ``, ``tối nay``, ``vừa``: it happens today, whatever was before."""
    ongoing: int
    """``đang``, ``lại``: it happens now if it stands right before the word of danger."""
    real: int
    """Ends a story: the writer tells of herself, here and now."""
    still: int

    def unmasked(self, hits: list[Hit], marks: Sequence[int]) -> list[Hit]:
        """``hits`` without those that lie inside a figure of speech (``cháy`` in ``cháy vé``)."""
        masks = [hit for hit in hits if marks[hit[2]] & self.mask]
        if not masks:
            return hits
        return [
            hit
            for hit in hits
            if marks[hit[2]] & self.mask
            or not any(mask[0] <= hit[0] and hit[1] <= mask[1] for mask in masks)
        ]

    def over(self, found: Found) -> TextGuards:
        """The guards as they stand in one text."""
        return TextGuards(self, found)


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
            if start > hit[0]:
                if state or (kind == PAST and "," in self._found.text.tokens[hit[1] : start]):
                    return state
                return kind
            if kind != ONGOING:
                state = kind
            elif end >= hit[0] - 1:
                return NOW
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
        on = min(starts) <= 1 and 0 not in real
        for sentence in range(sentences[-1] + 1):
            on = (on or sentence in starts) and sentence not in real
            if on:
                told.add(sentence)
        return frozenset(told)

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
