"""A cheap look that never misses what the rules call an emergency: the gate of the fast pass.

Every emergency rule needs a mark of each of its groups somewhere in the text. So the phrases of those groups
alone are looked for, first those that are rare in ordinary reports (``common:`` in ``urgency.yaml`` lists the
marks that aren't); where no rule can have all its groups, nothing more is done.
"""

from collections.abc import Mapping, Sequence

import ahocorasick

from services.classifier.domain.phrases import Phrasebook
from services.classifier.domain.rules import Rule
from services.classifier.domain.spelling import strip_words
from services.classifier.domain.text import Reader


class Floor:
    """Says of a text whether an emergency rule might fire: sound, not exact."""

    def __init__(self, rules: Sequence[Rule], common: int, book: Phrasebook, reader: Reader) -> None:
        self._reader = reader
        gates = rest = 0
        groups: set[tuple[int, ...]] = set()
        for rule in rules:
            gate = next((group for group in rule.groups if not group & common), rule.groups[0])
            others = [group for group in rule.groups if group != gate]
            groups.add((gate, *others))
            gates |= gate
            for group in others:
                rest |= group
        self._groups = sorted(groups)
        self._gates, self._rest = _automatons(book, gates), _automatons(book, rest)

    def might_fire(self, text: str) -> bool:
        """False only if no emergency rule can fire on ``text``."""
        line, plain = self._reader.line(text)
        lines = (line, strip_words(line)) if plain else (line,)
        present = 0
        for automaton, form in zip(self._gates, lines, strict=False):
            for _, marks in automaton.iter(form):
                present |= marks
        if not present:
            return False
        candidates = [groups for groups in self._groups if present & groups[0]]
        for automaton, form in zip(self._rest, lines, strict=False):
            for _, marks in automaton.iter(form):
                present |= marks
        return any(all(present & group for group in groups) for groups in candidates)


def _automatons(book: Phrasebook, wanted: int) -> tuple[ahocorasick.Automaton, ahocorasick.Automaton]:
    """Accented and folded phrases that carry a wanted mark, with these marks."""
    accented: dict[str, int] = {}
    folded: dict[str, int] = {}
    for phrase, marks, looked_for_folded in book.entries():
        if marks & wanted:
            keys, key = (folded, strip_words(phrase)) if looked_for_folded else (accented, phrase)
            keys[key] = keys.get(key, 0) | (marks & wanted)
    return _automaton(accented), _automaton(folded)


def _automaton(keys: Mapping[str, int]) -> ahocorasick.Automaton:
    automaton = ahocorasick.Automaton()
    for key, marks in keys.items():
        automaton.add_word(f" {key} ", marks)
    automaton.make_automaton()
    return automaton
