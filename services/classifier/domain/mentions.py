"""Which names in a text are meant as places, of what kind, and which belong together."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from services.classifier.domain.gazetteer import Entry, Kind, Named
from services.classifier.domain.text import Text

_GAP = 3
"""Most tokens between a ward and its district or province."""
_JOINTS = frozenset([",", "(", ")", "-", "–", "/", "thuộc", "của", "tp", "tỉnh", "huyện", "quận", "thị", "xã", "thành", "phố", "q", "h", ".", "tinh", "huyen", "quan", "thanh", "pho", "tx", "cũ", "cu", "nay"])


@dataclass(frozen=True, slots=True)
class Mention:
    """A name that stands for a place. ``role`` is ``ward``, ``district`` or, without a unit word, ``bare``."""

    named: Named
    role: str
    type: str
    """``phường``, ``xã`` …, if the text says so."""
    former: bool
    """The text calls it ``cũ``."""
    district: Entry | None = None
    province: Entry | None = None


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

    def mentions(self, text: Text, names: Sequence[Named]) -> tuple[list[Mention], list[str]]:
        """Mentions of wards and districts in order, and the provinces named anywhere in the text."""
        lower = [token.lower() for token in text.tokens]
        found: list[Mention] = []
        named_provinces: list[str] = []
        skip = -1
        for number, named in enumerate(names):
            if number <= skip:
                continue
            kind = self._prefix(lower, named.start)
            if self._not_a_place(lower, named, kind):
                continue
            chain, skip = self._chain(text, lower, names, number)
            district = next((e for n in chain for e in n.entries if e.kind is Kind.OLD_DISTRICT), None)
            province = next((e for n in chain for e in n.entries if e.kind is Kind.PROVINCE), None)
            itself = next((e for e in named.entries if e.kind is Kind.PROVINCE), None)
            if itself is not None and province is None and kind in {"", "any"}:
                if not (named.start and lower[named.start - 1] in self.origins):
                    named_provinces.append(itself.province)
                continue
            role = self._role(named, kind)
            if role == "bare" and not self._is_bare_place(text, lower, named, chain=bool(chain)):
                continue
            if province:
                named_provinces.append(province.province)
            last = chain[-1].end if chain else named.end
            former = any(word in {"cũ", "cu"} for word in lower[last : last + 3])
            found.append(Mention(named, role, kind, former, district, province))
        return found, named_provinces

    def _prefix(self, lower: Sequence[str], start: int) -> str:
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

    def _not_a_place(self, lower: Sequence[str], named: Named, kind: str) -> bool:
        if kind or named.start == 0:
            return False
        before = lower[named.start - 1]
        if before in self.landmarks or before in self.people:
            return True
        return before.isalnum() and before[0].isdigit() and named.start > 1 and lower[named.start - 2] in self.numbered

    def _chain(self, text: Text, lower: Sequence[str], names: Sequence[Named], number: int) -> tuple[list[Named], int]:
        """The district and province that follow a name, and the number of the last name so used."""
        chain: list[Named] = []
        here, last = names[number], number
        wards = [entry for entry in here.entries if entry.kind in {Kind.UNIT, Kind.OLD_WARD}]
        for following in names[number + 1 : number + 3]:
            gap = lower[(chain[-1] if chain else here).end : following.start]
            if len(gap) > _GAP or not _JOINTS.issuperset(gap):
                break
            higher = [
                entry
                for entry in following.entries
                if entry.kind is Kind.PROVINCE
                or (entry.kind is Kind.OLD_DISTRICT and any(_within(ward, entry) for ward in wards))
            ]
            if not higher or (not wards and higher[0].kind is Kind.OLD_DISTRICT):
                break
            chain.append(Named(following.start, following.end, tuple(higher)))
            last += 1
        return chain, last

    @staticmethod
    def _role(named: Named, kind: str) -> str:
        types = {entry.type for entry in named.entries}
        if named.entries[0].spelled.rpartition(" ")[2].isdecimal() and types <= {"quận", "phường"}:
            return "district" if types == {"quận"} else "ward"
        if kind in {"district", "any"}:
            return "district"
        return "ward" if kind else "bare"

    def _is_bare_place(self, text: Text, lower: Sequence[str], named: Named, *, chain: bool) -> bool:
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


def _within(ward: Entry, district: Entry) -> bool:
    """Whether an old ward is of this district, or a unit of today among its successors."""
    if ward.kind is Kind.OLD_WARD:
        return ward.district == district.district and ward.province == district.province
    return ward.codes[0] in district.codes
