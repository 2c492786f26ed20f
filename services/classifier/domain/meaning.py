"""Which units a mention may stand for."""

from collections.abc import Iterable, Sequence
from functools import lru_cache

from services.classifier.domain.names import Entry, Name

Codes = tuple[str, ...]
_MEMORY = 4_096
"""Meanings remembered: people name the same few units again and again."""


@lru_cache(_MEMORY)
def meaning(
    name: Name,
    role: str,
    type_: str,
    former: bool,
    areas: tuple[Entry, ...],
    provinces: tuple[Entry, ...],
    order: tuple[str, ...],
    own: str | None,
) -> tuple[Codes, bool]:
    """The units that a mention may stand for, best first, and whether it names a whole old district.

    The arguments are those of :class:`Mention`. They lie in the first province of ``order`` that has any, else
    anywhere. Of several successors of an old unit ``own``, the reporter's, goes first.
    """
    if provinces:
        order = (provinces[0].province,)
    units, wards, districts = (_told(group, provinces) for group in (name.units, name.wards, name.areas))
    if role == "district":
        codes = _nearest([districts], order)
        return _own_first(_union_of(_same(name, codes), codes), own), True
    if areas and (codes := _inside(name, areas, former)):
        return codes, False
    if role == "ward":
        codes = _ward(type_, former, units, wards, order)
        return _own_first(codes or _nearest([districts], order), own), not codes
    if not former:
        wards = sorted(wards, key=lambda ward: ward.type != "phường")  # the town is the likelier
    codes = _nearest([districts, wards, units] if former else [units, districts, wards], order)
    whole = _nearest([districts], order)
    if codes and codes[0] in whole:
        return _union_of(codes, whole), True
    return _own_first(codes, own), False


def _inside(name: Name, areas: Sequence[Entry], former: bool) -> Codes:
    """What became of the ward in the old district that the text says.

    Today's unit of the name goes first, and alone if the text doesn't mean the old one.
    """
    places = {(area.district, area.old_province) for area in areas}
    old = _union(ward for ward in name.wards if (ward.district, ward.old_province) in places)
    same = _same(name, old or [code for area in areas for code in area.codes])
    return same if same and not former else _union_of(same, old)


def _ward(
    type_: str, former: bool, units: Sequence[Entry], wards: Sequence[Entry], order: Sequence[str]
) -> Codes:
    """Of the very type that the text says: near, else today's in the country; else of any type near, else all."""
    typed_units = [unit for unit in units if unit.type == type_]
    typed_wards = [ward for ward in wards if ward.type == type_]
    if former:
        return (
            _near([typed_wards, typed_units], order) or _union(typed_wards) or _nearest([wards, units], order)
        )
    return (
        _near([typed_units, typed_wards], order)
        or _union(typed_units)
        or _near([units, wards], order)
        or _union(typed_wards or units or wards)
    )


def _same(name: Name, codes: Sequence[str]) -> Codes:
    """Today's units of the name among ``codes``."""
    return tuple([unit.codes[0] for unit in name.units if unit.codes[0] in codes])


def _told(entries: Sequence[Entry], provinces: Sequence[Entry]) -> Sequence[Entry]:
    """Only the entries in the provinces that the text says, today's or of before, if there are such."""
    if not provinces:
        return entries
    today = {province.province for province in provinces}
    before = {province.old_province for province in provinces}
    inside = [entry for entry in entries if entry.province in today]
    return [entry for entry in inside if entry.old_province in before] or inside


def _near(groups: Sequence[Sequence[Entry]], order: Sequence[str]) -> Codes:
    """Of the first group that has any in the first province of ``order`` where one has."""
    for province in order:
        for group in groups:
            if codes := _union(entry for entry in group if entry.province == province):
                return codes
    return ()


def _nearest(groups: Sequence[Sequence[Entry]], order: Sequence[str]) -> Codes:
    """Those near, else of the first group in the country."""
    return _near(groups, order) or next((_union(group) for group in groups if group), ())


def _union(entries: Iterable[Entry]) -> Codes:
    return tuple(dict.fromkeys([code for entry in entries for code in entry.codes]))


def _union_of(first: Codes, second: Codes) -> Codes:
    return tuple(dict.fromkeys((*first, *second)))


def _own_first(codes: Codes, own: str | None) -> Codes:
    return (own, *[code for code in codes if code != own]) if own in codes else codes
