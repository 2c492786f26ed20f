"""Rules over marks: which must stand together, how near, and which stop them. Written in data files."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import chain

from services.classifier.domain.found import Found
from services.classifier.domain.phrases import Hit, Phrasebook


@dataclass(frozen=True, slots=True)
class Rule:
    """Fires when each group of marks occurs, the others within ``within`` words of the first (0: anywhere).

    All fields but ``within`` and ``refuse`` are bit sets of marks. ``refuse`` is a bit set of guard states
    (``guards.py``): a guarded mark counts only where none of them applies.
    """

    name: str
    groups: tuple[int, ...]
    within: int
    refuse: int
    never: int
    """Stops the rule wherever it stands."""
    unless: int
    """Stops the rule unless the text says that it still goes on (mark ``still``)."""
    unless_near: int
    """Stops the rule within ``within`` words of the first group."""

    def fires(self, found: Found) -> tuple[Hit, ...] | None:
        """The hits that make it fire, one a group; None if it doesn't."""
        present = found.present
        for group in self.groups:
            if not present & group:
                return None
        if present & self.never and found.live(self.never, self.refuse):
            return None
        if present & self.unless and not found.going_on and found.live(self.unless, self.refuse):
            return None
        for first in found.live(self.groups[0], self.refuse):
            hits = self._around(first, found)
            if hits:
                return hits
        return None

    def _around(self, first: Hit, found: Found) -> tuple[Hit, ...] | None:
        if self.unless_near and found.present & self.unless_near:
            reach = self.within or _NEAR
            if any(distance(first, hit) <= reach for hit in found.live(self.unless_near, self.refuse)):
                return None
        hits = [first]
        for group in self.groups[1:]:
            candidates = found.live(group, self.refuse)
            if self.within:
                candidates = [hit for hit in candidates if distance(first, hit) <= self.within]
            if not candidates:
                return None
            hits.append(min(candidates, key=lambda hit: distance(first, hit)))
        return tuple(hits)


_NEAR = 8


class RuleBook:
    """Rules in order. Only those are looked at whose gate, their rarest group, has a phrase in the text.

    ``common`` are the marks that ordinary reports have too; a group without them is a gate.
    """

    __slots__ = ("_all_gates", "_book", "_gated", "gates", "rules")

    def __init__(self, rules: Iterable[Rule], common: int) -> None:
        self.rules = tuple(rules)
        self.gates = tuple(
            next((group for group in rule.groups if not group & common), rule.groups[0])
            for rule in self.rules
        )
        self._book: Phrasebook | None = None
        self._gated: dict[int, tuple[int, ...]] = {}
        """Phrase that opens gates → the numbers of their rules."""
        self._all_gates = 0
        for gate in self.gates:
            self._all_gates |= gate

    def bind(self, book: Phrasebook) -> None:
        """Say which phrases the hits will be of. Which of them open which gates is found out at first need."""
        self._book = book

    def _open(self, book: Phrasebook) -> dict[int, tuple[int, ...]]:
        known: dict[int, tuple[int, ...]] = {}
        for marks in book.marks:
            if marks not in known:
                known[marks] = tuple(number for number, gate in enumerate(self.gates) if marks & gate)
        return {phrase: known[marks] for phrase, marks in enumerate(book.marks) if known[marks]}

    def fired(self, found: Found) -> Iterator[tuple[Rule, tuple[Hit, ...]]]:
        """Each rule that fires, with its hits."""
        if not found.present & self._all_gates:
            return
        if self._book:
            self._gated, self._book = self._open(self._book), None
        gated = self._gated
        opened = [gated[phrase] for _, _, phrase in found.hits if phrase in gated]
        for number in sorted(set(chain.from_iterable(opened))):
            hits = self.rules[number].fires(found)
            if hits:
                yield self.rules[number], hits


def distance(one: Hit, other: Hit) -> int:
    """Words between two hits; 0 if they touch or overlap."""
    return max(0, other[0] - one[1], one[0] - other[1])
