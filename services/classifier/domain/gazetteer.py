"""Names of today's units and of those before July 2025, looked up in one pass over a folded text.

Today's units come from ``shared.units``, the old ones with their successors from ``data/legacy_units.tsv``
(``make_legacy_units.py`` tells its sources).
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from enum import Enum
from pathlib import Path

import ahocorasick

from services.classifier.domain.spelling import strip_words
from services.classifier.domain.text import Reader, Text
from shared.units import PROVINCE_ALIASES, provinces, units


class Kind(Enum):
    """What a name stands for."""

    UNIT = "unit"
    OLD_WARD = "old ward"
    OLD_DISTRICT = "old district"
    PROVINCE = "province"


@dataclass(frozen=True, slots=True)
class Entry:
    """One meaning of a name. ``codes``: today's units, the likeliest first; for a province its code."""

    kind: Kind
    type: str
    """``phường``, ``xã``, ``thị trấn``, ``quận`` …; empty for provinces."""
    spelled: str
    province: str
    codes: tuple[str, ...]
    district: str = ""
    """Old ward or district: its district's name with its type, for telling namesakes apart."""
    old_province: str = ""
    """Old ward or district: the province it was in before July 2025."""


@dataclass(frozen=True, slots=True)
class Named:
    """A name in a text: tokens ``start`` to ``end`` (exclusive) and what they may mean."""

    start: int
    end: int
    entries: tuple[Entry, ...]


@dataclass(slots=True)
class Gazetteer:
    """All names. Built by :meth:`load`."""

    _automaton: ahocorasick.Automaton = field(default_factory=ahocorasick.Automaton)

    @classmethod
    def load(cls, reader: Reader, legacy: Path) -> "Gazetteer":
        """Read both tables. OSError if ``legacy`` isn't there."""
        self = cls()
        names: dict[str, list[Entry]] = {}
        for entry in (*_today(reader), *_old(reader, legacy)):
            for key in _keys(entry):
                names.setdefault(key, []).append(entry)
        for key, entries in names.items():
            self._automaton.add_word(f" {key} ", (key.count(" ") + 1, tuple(entries)))
        self._automaton.make_automaton()
        return self

    def find(self, text: Text) -> list[Named]:
        """Names spelled as in the table, or without any diacritics; the longest where they overlap."""
        found: list[Named] = []
        index, words = text.index, text.words
        for position, (size, entries) in self._automaton.iter(text.folded_line):
            end = index[position] + 1
            start = end - size
            if not text.plain and (size == 1 or not text.was_ascii(start, end)):
                spelled = " ".join(words[start:end])
                entries = tuple([entry for entry in entries if entry.spelled == spelled])  # noqa: PLW2901
            if entries:
                while found and found[-1].start >= start:
                    found.pop()
                if not (found and found[-1].end >= end):
                    found.append(Named(start, end, entries))
        return found


def _old(reader: Reader, legacy: Path) -> Iterator[Entry]:
    shares: dict[tuple[str, str, str], dict[str, float]] = {}
    province = district = before = ""
    for line in legacy.read_text("utf-8").splitlines():
        mark, _, rest = line.partition("\t")
        if mark == "P":
            name, province = rest.split("\t")
            before = _spelled(reader, name)
            yield Entry(Kind.PROVINCE, "", before, province, (province,))
        elif mark == "D":
            district = rest
        elif mark == "W":
            ward, listed = rest.split("\t")
            codes = tuple(listed.split())
            share = shares.setdefault((before, province, district), {})
            for place, code in enumerate(codes):
                share[code] = share.get(code, 0.0) + (1.0 if place == 0 else _PART)
            kind, short = _split(ward)
            for name in short.split("-"):
                spelled = _spelled(reader, name.strip(), kind)
                yield Entry(Kind.OLD_WARD, kind, spelled, province, codes, district, before)
    for (before, province, district), share in shares.items():
        ordered = sorted((code for code in share if share[code] >= 1), key=lambda code: -share[code])
        kind, short = _split(district)
        spelled = _spelled(reader, short, kind)
        yield Entry(Kind.OLD_DISTRICT, kind, spelled, province, tuple(ordered), district, before)


_PART = 0.25
"""Weight of a ward's lesser part beside its main one, when a district's successors are put in order."""
_TYPES = ("phường", "xã", "thị trấn", "quận", "huyện", "thị xã", "thành phố", "đặc khu")
_SHORT = {"quận": ("quan", "q"), "phường": ("phuong", "p", "f")}


def _today(reader: Reader) -> Iterator[Entry]:
    for unit in units().values():
        yield Entry(Kind.UNIT, unit.kind, _spelled(reader, unit.short), unit.province, (unit.code,))
    for code, province in provinces().items():
        yield Entry(Kind.PROVINCE, "", _spelled(reader, province.short), code, (code,))
    for alias, code in PROVINCE_ALIASES.items():
        yield Entry(Kind.PROVINCE, "", alias, code, (code,))


def _spelled(reader: Reader, name: str, kind: str = "") -> str:
    """A name as the reader reads it; a numbered ward or district with its kind, since alone it is a number."""
    return reader.line(f"{kind} {name}" if name.isdecimal() else name)[0].strip()


def _keys(entry: Entry) -> set[str]:
    """How a name may stand in a folded text: as spelled, and without its hyphens and apostrophes."""
    kind, _, number = entry.spelled.rpartition(" ")
    if number.isdecimal() and kind in _SHORT:
        return {f"{short}{gap}{number}" for short in _SHORT[kind] for gap in (" ", "")}
    folded = strip_words(entry.spelled)
    return {folded, " ".join(word for word in folded.split(" ") if word.isalnum())} - {""}


def _split(name: str) -> tuple[str, str]:
    for kind in _TYPES:
        if name.startswith(f"{kind} "):
            return kind, name[len(kind) + 1 :]
    return "", name
