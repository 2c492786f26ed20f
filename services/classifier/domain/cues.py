"""Words around a name that say whether it is a place and of what kind (``places.yaml``)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from services.classifier.domain.lexicon import split
from services.classifier.domain.spelling import strip_words
from services.classifier.domain.text import ENDS, Text

CLASSES = ("streets", "buildings", "settled", "people", "surnames", "movers", "homes", "at", "by")
NEVER = frozenset(("streets", "people", "surnames", "homes"))
"""Classes of words after which a bare name is no place."""
UNLINKED = frozenset(("number", "buildings", "movers"))
"""Those after which it is one only with its district or ``cũ``."""
_WITHIN = frozenset(("ở", "tại", "o", "tai"))
_OPENERS = ENDS | frozenset(':,()"“-–→')


@dataclass(frozen=True, slots=True)
class Cues:
    """What ``places.yaml`` says, ready to look up."""

    prefixes: Mapping[str, str]
    dotted: frozenset[str]
    towns: Mapping[str, Sequence[str]]
    before: Mapping[str, str]
    """Word → its class, one of :data:`CLASSES`."""
    before_plain: Mapping[str, str]
    """The same for words without diacritics; those that two classes share are in none."""
    pairs: Mapping[str, str]
    """The same for two words."""
    groups: frozenset[str]
    numbered: frozenset[str]
    common: frozenset[str]
    words: frozenset[str]
    careful: frozenset[str]
    after: frozenset[str]

    @classmethod
    def of(cls, data: Mapping[str, Any]) -> "Cues":
        """From the loaded file."""
        before = {word: name for name in CLASSES for word in split(data[name])}
        plain: dict[str, str] = {}
        for word, name in before.items():
            folded = strip_words(word)
            plain[folded] = name if plain.get(folded, name) == name else ""
        return cls(
            {word: kind for kind, listed in data["prefixes"].items() for word in listed},
            frozenset(split(data["dotted"])),
            data["towns"],
            before,
            {**plain, **data["plain"]},
            {**{strip_words(pair): name for pair, name in data["pairs"].items()}, **data["pairs"]},
            _either_way(data["groups"]),
            _either_way(data["numbered"]),
            frozenset(map(strip_words, split(data["common"]))),
            frozenset(map(strip_words, split(data["words"]))),
            frozenset(map(strip_words, split(data["careful"]))),
            _either_way(data["after"]),
        )

    def prefix(self, text: Text, start: int) -> tuple[str, int]:
        """The kind of unit that the word before token ``start`` says, a key of ``prefixes`` or nothing, and where
        that word begins."""
        place = start - 1
        dotted = place > 0 and text.tokens[place] == "."
        if dotted:
            place -= 1
        if place < 0:
            return "", start
        word = text.tokens[place].lower()
        kind = self.prefixes.get(word, "")
        if not kind or (dotted and word not in self.dotted):
            return "", start
        ahead = text.tokens[place - 1].lower() if place else ""
        if word in {"xã", "xa"} and ahead in {"thị", "thi"}:
            return "any", place - 1
        needed = self.towns.get(word)
        if needed is None:
            return kind, place
        return (kind, place - 1) if ahead in needed else ("", start)

    def word_before(self, text: Text, start: int) -> str:
        """The class of the word before token ``start``, ``number`` after ``ngõ 12``, or nothing."""
        place = start - 1
        if place < 0:
            return ""
        word = text.tokens[place].lower()
        ahead = text.tokens[place - 1].lower() if place else ""
        if word[0].isdigit():
            if ahead not in self.numbered:
                return ""
            return "" if place > 1 and text.tokens[place - 2].lower() in self.groups else "number"
        if found := self.pairs.get(f"{ahead} {word}"):
            return found
        found = self.before.get(word)
        if found is None and text.plain:
            found = self.before_plain.get(word)
        return found or ""

    def is_within(self, text: Text, start: int) -> bool:
        """Whether ``ở`` or ``tại`` stands before: after these even a common word is a name."""
        return start > 0 and text.tokens[start - 1].lower() in _WITHIN

    def closes(self, text: Text, end: int) -> bool:
        """Whether nothing follows the token before ``end``, or a sign, or a word that calls: ``Phú Đô ơi``."""
        return closes(text, end) or text.tokens[end].lower() in self.after


def opens(text: Text, start: int) -> bool:
    """Whether token ``start`` stands first in its text, line or clause."""
    return start == 0 or text.tokens[start - 1][0] in _OPENERS


def closes(text: Text, end: int) -> bool:
    """Whether nothing, or a sign, follows the token before ``end``."""
    return end >= len(text.tokens) or not text.tokens[end][0].isalnum()


def _either_way(phrases: str) -> frozenset[str]:
    """Words with diacritics and without."""
    words = split(phrases)
    return frozenset([*words, *map(strip_words, words)])
