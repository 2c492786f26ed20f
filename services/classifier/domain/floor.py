"""A cheap look that never misses what the rules call an emergency: the gate of the fast pass.

Every emergency rule needs a mark of each of its groups somewhere in the text. So the phrases of those groups
alone are looked for, first those that are rare in ordinary reports (``common:`` in ``urgency.yaml`` lists the
marks that aren't); where no rule can have all its groups, nothing more is done.
"""

from collections.abc import Mapping

import ahocorasick

from services.classifier.domain.phrases import Phrasebook
from services.classifier.domain.rules import RuleBook
from services.classifier.domain.spelling import strip_words
from services.classifier.domain.text import Reader


class Floor:
    """Says of a text whether an emergency rule might fire: sound, not exact."""

    def __init__(self, rules: RuleBook, book: Phrasebook, reader: Reader) -> None:
        self._reader = reader
        self._rules = [(gate, rule.groups) for gate, rule in zip(rules.gates, rules.rules, strict=True)]
        gates = rest = 0
        for gate, groups in self._rules:
            gates |= gate
            for group in groups:
                rest |= group
        self._gates, self._rest = _automatons(book, gates), _automatons(book, rest)

    def might_fire(self, text: str) -> bool:
        """False only if no emergency rule can fire on ``text``."""
        line, plain = self._reader.line(text)
        lines = (line, strip_words(line)) if plain else (line,)
        opened = 0
        for automaton, form in zip(self._gates, lines, strict=False):
            for _, marks in automaton.iter(form):
                opened |= marks
        if not opened:
            return False
        present = 0
        for automaton, form in zip(self._rest, lines, strict=False):
            for _, marks in automaton.iter(form):
                present |= marks
        return any(opened & gate and all(present & group for group in groups) for gate, groups in self._rules)


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
