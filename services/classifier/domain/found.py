"""What the lexicon found in one text, with the guard states of each place. Made once a text, asked often."""

from collections.abc import Iterable
from functools import reduce
from itertools import chain
from operator import or_

from services.classifier.domain.guarding import TextGuards
from services.classifier.domain.guards import DEFUSED, Guards
from services.classifier.domain.phrases import Hit, Phrasebook, places_of
from services.classifier.domain.text import Text


class Found:
    """The hits of one text. ``present`` is the sum of the bits of all their marks."""

    __slots__ = (
        "_at", "_by_marks", "_guards", "_live", "_places", "_state", "_text_guards", "going_on", "hits", "marks",
        "present", "text",
    )  # fmt: skip

    def __init__(self, text: Text, hits: list[Hit], present: int, book: Phrasebook, guards: Guards) -> None:
        self.text = text
        self.marks = marks = book.marks
        self.hits = hits
        self.present = present
        if self.present & guards.mask:
            self.hits = guards.unmasked(self.hits, marks)
            self.present = reduce(or_, [marks[phrase] for _, _, phrase in self.hits], 0)
        self.going_on = bool(self.present & guards.still)
        self._guards = guards
        self._places = book.places
        self._at: dict[int, list[Hit]] | None = None
        self._by_marks: dict[int, list[Hit]] = {}
        self._live: dict[tuple[int, int], list[Hit]] = {}
        self._state: dict[Hit, int] = {}
        self._text_guards: TextGuards | None = None

    def within(self, start: int, end: int) -> int:
        """The sum of the bits of all marks that begin within these tokens."""
        marks = self.marks
        return reduce(or_, [marks[phrase] for first, _, phrase in self.hits if start <= first < end], 0)

    def of(self, marks: int) -> list[Hit]:
        """Hits that carry any of ``marks``."""
        hits = self._by_marks.get(marks)
        if hits is None:
            at = self._hits_at() if self._at is None else self._at
            lists = [at[place] for place in places_of(marks) if place in at]
            hits = lists[0] if len(lists) == 1 else list(dict.fromkeys(chain.from_iterable(lists)))
            self._by_marks[marks] = hits
        return hits

    def _hits_at(self) -> dict[int, list[Hit]]:
        """Hits by the place of each of their marks; most texts are never asked."""
        at: dict[int, list[Hit]] = {}
        for hit in self.hits:
            for place in self._places[hit[2]]:
                if place in at:
                    at[place].append(hit)
                else:
                    at[place] = [hit]
        self._at = at
        return at

    def live(self, marks: int, refuse: int) -> list[Hit]:
        """Hits that carry any of ``marks`` and are in none of the guard states ``refuse``."""
        hits = self._live.get((marks, refuse))
        if hits is None:
            guarded, marks_of = marks & self._guards.guarded, self.marks
            if not guarded:
                return self.of(marks)
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
            if self._text_guards is None:
                self._text_guards = TextGuards(self._guards, self)
            state = self._state[hit] = self._text_guards.state(hit)
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
