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


def meaning(mention: Mention, order: Sequence[str], reported_from: str | None) -> Meaning:
    """The units a mention may stand for in the first province of ``order`` that has any, else in the country.

    Of an old unit's several successors the reporter's own goes first.
    """
    name = mention.named.name
    if mention.provinces:
        order = [mention.provinces[0].province]
    areas = _nearest(_told(name.areas, mention), order)
    if mention.role == "district":
        return Meaning(mention, _own_first(areas, reported_from), whole=True)
    ward = _ward(mention, order)
    if mention.role == "ward":
        return Meaning(mention, ward or areas, whole=not ward)
    today = _nearest(_told(name.units, mention), order)
    if mention.areas and ward:
        return Meaning(mention, ward, whole=False)
    if areas and (mention.former or not today or today[0] in areas):
        whole = areas if mention.former else tuple(dict.fromkeys([*today, *areas]))
        return Meaning(mention, whole, whole=True)
    return Meaning(mention, ward, whole=False)


def _ward(mention: Mention, order: Sequence[str]) -> Codes:
    """A ward of today or of old: with its old district or ``cũ`` the old one, today's unit of the name first."""
    name = mention.named.name
    if mention.areas:
        places = {(area.district, area.old_province) for area in mention.areas}
        inside = {code for area in mention.areas for code in area.codes}
        former = _union(ward for ward in name.wards if (ward.district, ward.old_province) in places)
        today = [unit.codes[0] for unit in name.units if unit.codes[0] in (former or inside)]
        if former or today:
            return tuple(dict.fromkeys([*today, *former]))
    units, wards = _told(name.units, mention), _told(name.wards, mention)
    if mention.former and (codes := _nearest(wards, order)):
        return codes
    groups: list[Sequence[Entry]] = [units, wards]
    if mention.type:
        typed = [[entry for entry in group if entry.type == mention.type] for group in groups]
        groups = [*typed, units, wards]
    for province in (*order, None):
        for group in groups:
            if codes := _union(entry for entry in group if province in {entry.province, None}):
                return codes
    return ()


def _told(entries: Sequence[Entry], mention: Mention) -> Sequence[Entry]:
    """Only the entries in the provinces that the mention says, today's or of before, if there are such."""
    if not mention.provinces:
        return entries
    today = {province.province for province in mention.provinces}
    before = {province.old_province for province in mention.provinces}
    inside = [entry for entry in entries if entry.province in today]
    return [entry for entry in inside if entry.old_province in before] or inside


def _nearest(entries: Sequence[Entry], order: Sequence[str]) -> Codes:
    for province in order:
        if codes := _union(entry for entry in entries if entry.province == province):
            return codes
    return _union(entries)


def _union(entries: Iterable[Entry]) -> Codes:
    return tuple(dict.fromkeys([code for entry in entries for code in entry.codes]))


def _own_first(codes: Codes, own: str | None) -> Codes:
    return (own, *[code for code in codes if code != own]) if own in codes else codes
