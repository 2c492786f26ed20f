"""Words around a name that say whether it is a place and of what kind (``places.yaml``)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from services.classifier.domain.gazetteer import Named
from services.classifier.domain.text import Text


@dataclass(frozen=True, slots=True)
class Cues:
    """Words around names, from ``places.yaml``."""

    prefixes: Mapping[str, str]
    towns: Mapping[str, Sequence[str]]
    landmarks: frozenset[str]
    people: frozenset[str]
    numbered: frozenset[str]
    cues: frozenset[str]
    origins: frozenset[str]
    common: frozenset[str]

    @classmethod
    def of(cls, data: Mapping[str, Any]) -> "Cues":
        """From the loaded file."""
        words = {
            key: frozenset(part.strip() for part in data[key].replace("\n", ";").split(";") if part.strip())
            for key in ("landmarks", "people", "numbered", "cues", "common")
        }
        prefixes = {word: kind for kind, listed in data["prefixes"].items() for word in listed}
        return cls(prefixes, data["towns"], origins=frozenset(data["origins"].split("; ")), **words)

    def prefix(self, lower: Sequence[str], start: int) -> str:
        """The kind of unit that the word before token ``start`` says: a key of ``prefixes``, or nothing."""
        if start == 0:
            return ""
        place = start - 2 if lower[start - 1] == "." and start > 1 else start - 1
        word = lower[place]
        before = self.towns.get(word)
        if before is not None and (place == 0 or lower[place - 1] not in before):
            return ""
        if word in {"xã", "xa"} and place and lower[place - 1] in {"thị", "thi"}:
            return "any"
        return self.prefixes.get(word, "")

    def excludes(self, lower: Sequence[str], named: Named, kind: str) -> bool:
        """Whether the word before says that the name is a street, a building or a person."""
        if kind or named.start == 0:
            return False
        before = lower[named.start - 1]
        if before in self.landmarks or before in self.people:
            return True
        return (
            before.isalnum()
            and before[0].isdigit()
            and named.start > 1
            and lower[named.start - 2] in self.numbered
        )

    def allows_bare(self, text: Text, lower: Sequence[str], named: Named, *, chain: bool) -> bool:
        """Whether a name without a unit word is meant as a place; ``chain``: its district or province follows."""
        if chain:
            return True
        size = named.end - named.start
        if size == 1 or named.entries[0].spelled in self.common:
            return False
        before = lower[named.start - 1] if named.start else ""
        after = lower[named.end] if named.end < len(lower) else ""
        if before in self.origins and before not in self.cues:
            return False
        if before in self.cues or (before in {"|", "("} and after in {"|", ")", ""}):
            return True
        capital = [token[:1].isupper() for token in text.tokens]
        if all(capital[named.start : named.end]):
            return not all(capital) and (before.isalnum() or before in {",", "-", "|"})
        return after == "" and (text.plain or not any(capital))
