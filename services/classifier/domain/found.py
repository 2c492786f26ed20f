"""What the lexicon found in one text, with the guard states of each place. Made once a text, asked often."""

from collections.abc import Iterable, Sequence

from services.classifier.domain.guarding import TextGuards
from services.classifier.domain.guards import DEFUSED, Guards
from services.classifier.domain.phrases import Hit
from services.classifier.domain.text import Text


class Found:
    """The hits of one text. ``present`` is the sum of the bits of all their marks."""

    __slots__ = ("_by_marks", "_guards", "_live", "_state", "going_on", "hits", "marks", "present", "text")

    def __init__(self, text: Text, hits: list[Hit], marks: Sequence[int], guards: Guards) -> None:
        self.text = text
        self.marks = marks
        self.hits = guards.unmasked(hits, marks)
        self.present = 0
        for hit in self.hits:
            self.present |= marks[hit[2]]
        self._by_marks: dict[int, list[Hit]] = {}
        self._live: dict[tuple[int, int], list[Hit]] = {}
        self._state: dict[Hit, int] = {}
        self._guards = TextGuards(guards, self)
        self.going_on = bool(self.present & guards.still)

    def of(self, marks: int) -> list[Hit]:
        """Hits that carry any of ``marks``."""
        hits = self._by_marks.get(marks)
        if hits is None:
            numbers = self.marks
            hits = self._by_marks[marks] = [hit for hit in self.hits if numbers[hit[2]] & marks]
        return hits

    def live(self, marks: int, refuse: int) -> list[Hit]:
        """Hits that carry any of ``marks`` and are in none of the guard states ``refuse``."""
        hits = self._live.get((marks, refuse))
        if hits is None:
            guarded, marks_of = marks & self._guards.guarded, self.marks
            hits = self._live[marks, refuse] = [
                hit
                for hit in self.of(marks)
                if not (marks_of[hit[2]] & guarded and self.state(hit) & refuse)
                or marks_of[hit[2]] & marks & ~guarded
            ]
        return hits

    def state(self, hit: Hit) -> int:
        """Guard states of a hit; 0 for marks that need no guard."""
        if not self.marks[hit[2]] & self._guards.guarded:
            return 0
        state = self._state.get(hit)
        if state is None:
            state = self._state[hit] = self._guards.state(hit)
        return state

    def phrase(self, hits: Iterable[Hit]) -> str:
        """The words of several hits as they were written, in the order of the text, without doubles."""
        spans = sorted({(start, end) for start, end, _ in hits})
        kept = [
            span
            for span in spans
            if not any(o != span and o[0] <= span[0] and span[1] <= o[1] for o in spans)
        ]
        return " … ".join(self.text.phrase(start, end) for start, end in kept)

    def defused(self) -> bool:
        """Whether a guard took the edge off a word of danger."""
        return any(self.state(hit) & DEFUSED for hit in self.of(self._guards.guarded))
