"""The tables that names of places come from.

``shared.units`` for today, ``legacy_units.tsv`` for before July 2025, ``earlier_units.tsv`` for what the home province
had merged shortly before that. ``make_legacy_units.py`` tells the sources of the second, the third does so itself.
"""

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from services.classifier.domain.names import Entry, Kind
from shared.units import PROVINCE_ALIASES, provinces, units

Row = tuple[str, str, Entry]
"""A name without its type, the name of its old district where it has one, and what it means."""

_PART = 0.25
"""Weight of a ward's lesser part beside its main one, when a district's successors are put in order."""
_TYPES = ("phường", "xã", "thị trấn", "quận", "huyện", "thị xã", "thành phố", "đặc khu")
_TOWNS = ("Đà Lạt", "Bảo Lộc")
"""Old towns that stand in the names of today's wards."""


def entries(folder: Path, short: Mapping[str, Sequence[str]]) -> Iterator[Row]:
    """All meanings of all names, spelled as in the tables; ``short`` has what old districts are called for short.

    OSError if a table isn't there.
    """
    yield from _today()
    old = list(_old(folder / "legacy_units.tsv", short))
    yield from old
    yield from _earlier(folder / "earlier_units.tsv", old)


def _today() -> Iterator[Row]:
    for unit in units().values():
        town = next((town for town in _TOWNS if unit.short.endswith(town)), "")
        yield unit.short, town, Entry(Kind.UNIT, unit.kind, unit.province, (unit.code,))
    for code, province in provinces().items():
        yield province.short, "", Entry(Kind.PROVINCE, "", code, (code,))
    for alias, code in PROVINCE_ALIASES.items():
        yield alias, "", Entry(Kind.PROVINCE, "", code, (code,))


def _old(legacy: Path, short_names: Mapping[str, Sequence[str]]) -> Iterator[Row]:
    shares: dict[tuple[str, str, str], dict[str, float]] = {}
    share: dict[str, float] = {}
    province = district = before = ""
    for line in legacy.read_text("utf-8").splitlines():
        mark, _, rest = line.partition("\t")
        if mark == "P":
            before, province = rest.split("\t")
            yield before, "", Entry(Kind.PROVINCE, "", province, (province,), "", before)
        elif mark == "D":
            district = rest
            share = shares.setdefault((before, province, district), {})
        elif mark == "W":
            ward, listed = rest.split("\t")
            codes = tuple(listed.split())
            for place, code in enumerate(codes):
                share[code] = share.get(code, 0.0) + (1.0 if place == 0 else _PART)
            kind, short = _split(ward)
            if short:  # an island district has no wards
                yield short, "", Entry(Kind.OLD_WARD, kind, province, codes, district, before)
    for (before, province, district), share in shares.items():
        ordered = sorted((code for code in share if share[code] >= 1), key=lambda code: -share[code])
        kind, short = _split(district)
        for name in (short, *short_names.get(district, ())):
            yield name, "", Entry(Kind.OLD_DISTRICT, kind, province, tuple(ordered), district, before)


def _earlier(path: Path, old: Sequence[Row]) -> Iterator[Row]:
    """Wards that were merged into old wards. Their successors are those of these: where exactly, no table tells."""
    wards = {(entry.district, f"{entry.type} {name}"): entry for name, _, entry in old}
    for line in path.read_text("utf-8").splitlines():
        if not line.startswith("#"):
            ward, district, into = line.split("\t")
            later = [wards[district, name] for name in into.split("; ")]
            codes = tuple(dict.fromkeys([code for entry in later for code in entry.codes]))
            kind, short = _split(ward)
            yield short, "", later[0]._replace(type=kind, codes=codes)


def _split(name: str) -> tuple[str, str]:
    for kind in _TYPES:
        if name.startswith(f"{kind} "):
            return kind, name[len(kind) + 1 :]
    return "", name
