"""Words around a name that say whether it is a place and of what kind (``places.yaml``)."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from services.classifier.domain.lexicon import split
from services.classifier.domain.spelling import strip_words
from services.classifier.domain.text import ENDS, Text

CLASSES = ("streets", "surnames", "buildings", "settled", "people", "movers", "homes", "at", "by")
"""Classes of words; of a word in two the later counts, as for ``hồ``, a lake and a surname."""
NEVER = frozenset(("streets", "people", "surnames", "homes"))
"""Classes of words after which a bare name is no place."""
UNLINKED = frozenset(("number", "buildings", "movers"))
"""Those after which it is one only with its district or ``cũ``."""
_WITHIN = frozenset(("ở", "tại", "o", "tai"))
_SIGNS = frozenset('.:"“')
"""They may stand between a unit word and its name: ``p. Bồ Đề``, ``phường: Bồ Đề``."""
_OPENERS = ENDS | frozenset(':,()"“-–→')


@dataclass(frozen=True, slots=True)
class Cues:
    """What ``places.yaml`` says, ready to look up."""

    prefixes: Mapping[str, str]
    dotted: frozenset[str]
    compounds: Mapping[str, str]
    """Unit words of two words → kind, or nothing if the two are something else."""
    second: frozenset[str]
    """Words that are unit words only as the second of such two."""
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
    surnames: frozenset[str]
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
            _also_plain(data["compounds"]),
            _either_way(data["second"]),
            before,
            {**plain, **data["plain"]},
            _also_plain(data["pairs"]),
            _either_way(data["groups"]),
            _either_way(data["numbered"]),
            frozenset(map(strip_words, split(data["common"]))),
            frozenset(map(strip_words, split(data["words"]))),
            frozenset(split(data["surnames"])),
            frozenset(map(strip_words, split(data["careful"]))),
            _either_way(data["after"]),
        )

    def prefix(self, text: Text, start: int) -> tuple[str, int]:
        """The unit word before token ``start``: its kind, a key of ``prefixes``, and the token it begins at.

        Without one, nothing and ``start``. ``thị xã`` is ``any``; ``hợp tác xã`` is none.
        """
        place = start - 1
        if place < 0:
            return "", start
        tokens = text.tokens
        word = tokens[place].lower()
        if place and word in _SIGNS:
            shortened, place = word == ".", place - 1
            word = tokens[place].lower()
            if (word in self.dotted) != shortened:
                return "", start
        kind = self.prefixes.get(word, "")
        if not kind:
            return "", start
        ahead = tokens[place - 1].lower() if place else ""
        if ahead and (joined := self.compounds.get(f"{ahead} {word}")) is not None:
            return (joined, place - 1) if joined else ("", start)
        return ("", start) if word in self.second else (kind, place)

    def word_before(self, text: Text, start: int) -> str:
        """The class of the word before token ``start``, ``number`` after ``ngõ 12``, or nothing."""
        place = start - 1
        if place < 0:
            return ""
        tokens = text.tokens
        word = tokens[place].lower()
        if word[0].isdigit():
            return self._number(text, place)
        ahead = tokens[place - 1].lower() if place else ""
        if found := self.pairs.get(f"{ahead} {word}"):
            return found
        found = self.before.get(word)
        if found is None and text.plain:
            found = self.before_plain.get(word)
        return found or ""

    def _number(self, text: Text, place: int) -> str:
        """``number`` for that of a house or an alley, nothing for that of a group or a class."""
        tokens = text.tokens
        while place > 1 and tokens[place - 1] == "/" and tokens[place - 2][0].isdigit():
            place -= 2
        ahead = tokens[place - 1].lower() if place else ""
        if ahead in self.numbered:
            return "" if place > 1 and tokens[place - 2].lower() in self.groups else "number"
        return "number" if place == 0 or ahead in _WITHIN else ""

    def is_within(self, text: Text, start: int) -> bool:
        """Whether ``ở`` or ``tại`` stands before: after these even a common word is a name."""
        return start > 0 and text.tokens[start - 1].lower() in _WITHIN

    def closes(self, text: Text, end: int) -> bool:
        """Whether nothing follows the token before ``end``, or a sign, or a word that calls: ``Phú Đô ơi``."""
        return closes(text, end) or text.tokens[end].lower() in self.after


def opens(text: Text, start: int) -> bool:
    """Whether token ``start`` stands first in its text, line or clause."""
    return start == 0 or text.tokens[start - 1][0] in _OPENERS


def begins(text: Text, start: int) -> bool:
    """Whether token ``start`` stands first in its text or sentence."""
    return start == 0 or text.tokens[start - 1][0] in ENDS


def closes(text: Text, end: int) -> bool:
    """Whether nothing, or a sign, follows the token before ``end``."""
    return end >= len(text.tokens) or not text.tokens[end][0].isalnum()


def _either_way(phrases: str) -> frozenset[str]:
    """Words with diacritics and without."""
    words = split(phrases)
    return frozenset([*words, *map(strip_words, words)])


def _also_plain(meant: Mapping[str, str]) -> dict[str, str]:
    """Phrases and what they mean, and the same without diacritics."""
    return {**{strip_words(phrase): meaning for phrase, meaning in meant.items()}, **meant}
