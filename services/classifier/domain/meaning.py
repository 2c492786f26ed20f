"""Which units a mention may stand for."""

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from services.classifier.domain.mentions import Mention
from services.classifier.domain.names import Entry

Codes = tuple[str, ...]


class Meaning(NamedTuple):
    """Candidates of a mention, best first. ``whole``: it names a whole old district."""

    mention: Mention
    codes: Codes
    whole: bool


def meaning(mention: Mention, order: Sequence[str], own: str | None) -> Meaning:
    """The units a mention may stand for in the first province of ``order`` that has any, else in the country.

    Of several successors of an old unit ``own``, the reporter's, goes first.
    """
    name = mention.named.name
    if mention.provinces:
        order = [mention.provinces[0].province]
    if mention.role == "district":
        return Meaning(mention, _district(mention, order, own), whole=True)
    if mention.areas and (codes := _in_areas(mention)):
        return Meaning(mention, codes, whole=False)
    units, wards, areas = (_told(group, mention) for group in (name.units, name.wards, name.areas))
    if mention.role == "ward":
        codes = _ward(mention, units, wards, order)
        return Meaning(mention, codes or _nearest([areas], order), whole=not codes)
    groups = [areas, wards, units] if mention.former else [units, areas, sorted(wards, key=_rural)]
    codes = _nearest(groups, order)
    whole = _nearest([areas], order)
    if codes and codes[0] in whole and not (mention.former and not whole):
        return Meaning(mention, tuple(dict.fromkeys([*codes, *whole])), whole=True)
    return Meaning(mention, _own_first(codes, own), whole=False)


def _district(mention: Mention, order: Sequence[str], own: str | None) -> Codes:
    """All of an old district: the reporter's own unit first, then today's of its name, then the larger parts."""
    codes = _nearest([_told(mention.named.name.areas, mention)], order)
    same = [unit.codes[0] for unit in mention.named.name.units if unit.codes[0] in codes]
    return _own_first(tuple(dict.fromkeys([*same, *codes])), own)


def _in_areas(mention: Mention) -> Codes:
    """What became of the ward in the old district that the text says, today's unit of the name first."""
    places = {(area.district, area.old_province) for area in mention.areas}
    inside = {code for area in mention.areas for code in area.codes}
    name = mention.named.name
    former = _union(ward for ward in name.wards if (ward.district, ward.old_province) in places)
    today = [unit.codes[0] for unit in name.units if unit.codes[0] in (former or inside)]
    return tuple(dict.fromkeys([*today, *former]))


def _ward(mention: Mention, units: Sequence[Entry], wards: Sequence[Entry], order: Sequence[str]) -> Codes:
    """Of the very type that the text says: near, else today's in the country; else of any type near, else all."""
    typed = [[entry for entry in group if entry.type == mention.type] for group in (units, wards)]
    if mention.former:
        return _near([typed[1], typed[0]], order) or _union(typed[1]) or _nearest([wards, units], order)
    return _near(typed, order) or _union(typed[0]) or _near([units, wards], order) or _nearest([typed[1], wards], ())


def _rural(ward: Entry) -> bool:
    return ward.type != "phường"


def _told(entries: Sequence[Entry], mention: Mention) -> Sequence[Entry]:
    """Only the entries in the provinces that the mention says, today's or of before, if there are such."""
    if not mention.provinces:
        return entries
    today = {province.province for province in mention.provinces}
    before = {province.old_province for province in mention.provinces}
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


def _own_first(codes: Codes, own: str | None) -> Codes:
    return (own, *[code for code in codes if code != own]) if own in codes else codes
