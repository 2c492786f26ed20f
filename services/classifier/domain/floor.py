"""A cheap look that never misses what the rules call an emergency: the gate of the fast pass.

Every emergency rule needs a mark of each of its groups somewhere in the text. So the phrases of those groups
alone are looked for, first those that are rare in ordinary reports (``common:`` in ``urgency.yaml`` lists the
marks that aren't); where no rule can have all its groups, nothing more is done.
"""

from collections.abc import Mapping, Sequence

import ahocorasick

from services.classifier.domain.phrases import Phrasebook
from services.classifier.domain.rules import RuleBook
from services.classifier.domain.spelling import strip_words
from services.classifier.domain.text import Reader


class Floor:
    """Says of a text whether an emergency rule might fire: sound, not exact."""

    def __init__(self, rules: RuleBook, book: Phrasebook, reader: Reader) -> None:
        self._reader = reader
        self._groups = [rule.groups for rule in rules.rules]
        wanted = 0
        for groups in self._groups:
            for group in groups:
                wanted |= group
        accented, folded = _marks(book, wanted)
        self._gates = [_automaton(_gated(keys, rules.gates)) for keys in (accented, folded)]
        self._marks = [_automaton(keys) for keys in (accented, folded)]

    def might_fire(self, text: str) -> bool:
        """False only if no emergency rule can fire on ``text``."""
        line, plain = self._reader.line(text)
        lines = (line, strip_words(line)) if plain else (line,)
        opened: set[int] = set()
        for automaton, form in zip(self._gates, lines, strict=False):
            for _, numbers in automaton.iter(form):
                opened.update(numbers)
        if not opened:
            return False
        present = 0
        for automaton, form in zip(self._marks, lines, strict=False):
            for _, marks in automaton.iter(form):
                present |= marks
        return any(all(present & group for group in self._groups[number]) for number in opened)


def _marks(book: Phrasebook, wanted: int) -> tuple[dict[str, int], dict[str, int]]:
    """Accented and folded phrases that carry a wanted mark, with these marks."""
    accented: dict[str, int] = {}
    folded: dict[str, int] = {}
    for phrase, marks, looked_for_folded in book.entries():
        if marks & wanted:
            keys, key = (folded, strip_words(phrase)) if looked_for_folded else (accented, phrase)
            keys[key] = keys.get(key, 0) | (marks & wanted)
    return accented, folded


def _gated(keys: Mapping[str, int], gates: Sequence[int]) -> dict[str, tuple[int, ...]]:
    """Phrases that open gates, with the numbers of the rules behind them."""
    known = {
        marks: tuple(number for number, gate in enumerate(gates) if marks & gate)
        for marks in set(keys.values())
    }
    return {key: known[marks] for key, marks in keys.items() if known[marks]}


def _automaton(keys: Mapping[str, object]) -> ahocorasick.Automaton:
    automaton = ahocorasick.Automaton()
    for key, value in keys.items():
        automaton.add_word(f" {key} ", value)
    automaton.make_automaton()
    return automaton
