"""What a place name may mean: today's units, and the wards, districts and provinces of before July 2025."""

from collections.abc import Iterable
from enum import Enum
from typing import NamedTuple

from services.classifier.domain.spelling import strip_words


class Kind(Enum):
    """What a name stands for; the value is its mark in ``gazetteer.tsv``."""

    UNIT = "U"
    OLD_WARD = "W"
    OLD_DISTRICT = "D"
    PROVINCE = "P"


class Entry(NamedTuple):
    """One meaning of a name. ``codes``: today's units, the likeliest first; for a province its code."""

    kind: Kind
    type: str
    """``phường``, ``xã``, ``thị trấn``, ``quận`` …; empty for provinces."""
    province: str
    """Code of today's province."""
    codes: tuple[str, ...]
    district: str = ""
    """Old ward or district: its district's name with its type, for telling namesakes apart."""
    old_province: str = ""
    """Old ward, district or province: the name of the province before July 2025."""

    def line(self) -> str:
        """As it stands in ``gazetteer.tsv``; :meth:`read` is the reverse."""
        return ",".join(
            (
                self.kind.value,
                self.type,
                self.province,
                " ".join(self.codes),
                self.district,
                self.old_province,
            )
        )

    @classmethod
    def read(cls, line: str) -> "Entry":
        """An entry from its line. ValueError if it is none."""
        kind, type_, province, codes, district, old_province = line.split(",")
        return cls(Kind(kind), type_, province, tuple(codes.split(" ")), district, old_province)


class Name:
    """All meanings of one spelling, sorted by kind once, so that nothing is sorted per text."""

    __slots__ = ("areas", "folded", "number", "provinces", "spelled", "units", "wards", "within")

    def __init__(self, spelled: str, entries: Iterable[Entry]) -> None:
        listed = tuple(dict.fromkeys(entries))
        self.spelled = spelled
        self.folded = strip_words(spelled)
        self.number = spelled.isdecimal()
        self.units = _of(listed, Kind.UNIT)
        self.wards = _of(listed, Kind.OLD_WARD)
        self.areas = _of(listed, Kind.OLD_DISTRICT)
        self.provinces = _of(listed, Kind.PROVINCE)
        self.within = frozenset(entry.province for entry in listed if entry.kind is not Kind.PROVINCE)
        """The provinces it lies in."""

    def inside(self, area: "Name") -> tuple[Entry, ...]:
        """The old districts of the name ``area`` that have a ward of this name, or today's unit as a successor."""
        if not area.areas:
            return ()
        old = {(ward.district, ward.old_province) for ward in self.wards}
        codes = {unit.codes[0] for unit in self.units}
        return tuple(
            [
                entry
                for entry in area.areas
                if (entry.district, entry.old_province) in old or not codes.isdisjoint(entry.codes)
            ]
        )


class Named(NamedTuple):
    """A name in a text: tokens ``start`` to ``end`` (exclusive) and what they may mean."""

    start: int
    end: int
    name: Name


def _of(entries: Iterable[Entry], kind: Kind) -> tuple[Entry, ...]:
    return tuple([entry for entry in entries if entry.kind is kind])
