"""Makes ``legacy_units.tsv``: what became of the pre-2025 wards, districts and provinces.

    python -m services.classifier.data.make_legacy_units <dir of vietnam_address_converter> <dir of vietnamadminunits>

Both packages come from PyPI (``pip download --no-deps``, unzip); neither is needed at run time. Candidates
are those of ``vietnam-address-converter`` 1.0.5 (Apache-2.0); ``vietnamadminunits`` 1.0.4 (MIT) says which
of several comes first (but a unit of the old name goes before), and adds the few old units that only it spells. It knows slivers too (a strip along
a border); those aren't candidates.

The two share 9,953 units, all 526 of Hanoi among them, and name the same successors for 9,709 (417); the main one of
the latter is among those of the former for all but 27 (7). Where they differ the former stands.
"""

import importlib.util
import json
import re
import sqlite3
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from shared.units import find_province, find_unit, fold, plain_spelling, units

Place = tuple[str, str, str]
"""Old province, district and ward, folded and without spaces."""

HEADER = """\
# Pre-2025 unit -> units in force since 2025-07-01. P: old province, code of today's. D: old district.
# W: old ward, today's candidates, the likeliest first. Made by make_legacy_units.py from
# vietnam-address-converter 1.0.5 (Apache-2.0) and vietnamadminunits 1.0.4 (MIT).
"""


def main(argv: list[str]) -> None:
    """Read the two unpacked packages and write the table beside this file."""
    converter, adminunits = Path(argv[0]), Path(argv[1])
    first = dict(_adminunits(adminunits))
    table: dict[tuple[str, str, str], list[str]] = {}
    spelled: set[Place] = set()
    for place, old, code in _converter(converter):
        spelled.add(place)
        codes = table.setdefault(old, [])
        if code not in codes:
            codes.append(code)
    for place, (old, codes_) in first.items():
        if place not in spelled:
            table.setdefault(old, codes_[:1])
        else:
            _lead(table, place, codes_[0])
    _write(table, Path(__file__).with_name("legacy_units.tsv"))


def _converter(package: Path) -> Iterator[tuple[Place, tuple[str, str, str], str]]:
    """(folded place, old names, code of a successor) of each row of vietnam-address-converter."""
    spec = importlib.util.spec_from_file_location("converter_data", package / "data.py")
    if spec is None or spec.loader is None:
        raise SystemExit(f"{package} holds no data.py of vietnam_address_converter")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    data: dict[str, Any] = module.DEFAULT_DATA
    for row in data["mapping"]["rows"]:
        old, new = row["old"], row["new"]
        code = find_unit(new["ward_name"], find_province(new["province_name"]))
        if code is None:
            raise SystemExit(f"no unit today is {new['ward_name']}, {new['province_name']}")
        names = (old["province_name"], old["district_name"], old["ward_name"])
        yield _key(*names), names, code


def _adminunits(package: Path) -> Iterator[tuple[Place, tuple[tuple[str, str, str], list[str]]]]:
    """(folded place, (old names, codes of the successors, the main one first)) of vietnamadminunits."""
    database = sqlite3.connect(package / "data" / "dataset.db")
    names: dict[Place, tuple[str, str, str]] = {
        _key(*row): row
        for row in database.execute("SELECT province, district, ward FROM admin_units_legacy")
        if all(row)
    }
    today = {
        (province, ward): unit
        for province, ward, province_name, name in database.execute(
            "SELECT provinceKey, wardKey, province, ward FROM admin_units"
        )
        if (unit := find_unit(name, find_province(province_name)))
    }
    data = json.loads((package / "data" / "converter_2025.json").read_text("utf-8"))
    found: dict[Place, list[str]] = {}
    for province, wards in data["DICT_PROVINCE_WARD_NO_DIVIDED"].items():
        for ward, olds in wards.items():
            for old in olds:
                found.setdefault(_split(old), []).append(today[province, ward])
    for province, divided in data["DICT_PROVINCE_WARD_DIVIDED"].items():
        for old, parts in divided.items():
            ordered = sorted(parts, key=lambda part: not part["isDefaultNewWard"])
            found[_split(old)] = [today[province, part["newWardKey"]] for part in ordered]
    yield from ((place, (names[place], codes)) for place, codes in found.items() if place in names)


def _lead(table: dict[tuple[str, str, str], list[str]], place: Place, code: str) -> None:
    for old, codes in table.items():
        if code in codes and codes[0] != code and _key(*old) == place:
            codes.remove(code)
            codes.insert(0, code)


def _key(province: str, district: str, ward: str) -> Place:
    strip = re.compile("^(thanhpho|tinh)")
    parts = [fold(part).replace(" ", "") for part in (province, district, ward)]
    return strip.sub("", parts[0]), parts[1], parts[2]


def _split(key: str) -> Place:
    province, district, ward = (fold(part).replace(" ", "") for part in key.split("_"))
    return re.sub("^(thanhpho|tinh)", "", province), district, ward


def _write(table: dict[tuple[str, str, str], list[str]], path: Path) -> None:
    tidy: dict[tuple[str, str, str], list[str]] = {}
    for old, codes in table.items():
        province_name, district_name, ward = (plain_spelling(name) for name in old)
        key = (re.sub("^(thành phố|tỉnh) ", "", province_name), district_name, ward)
        listed = dict.fromkeys([*tidy.get(key, []), *codes])
        tidy[key] = sorted(
            listed, key=lambda code: not ward.endswith(f" {plain_spelling(units()[code].short)}")
        )
    lines, province, district = [HEADER.rstrip()], "", ""
    for (province_name, district_name, ward), codes in sorted(tidy.items()):
        if province_name != province:
            province, district = province_name, ""
            lines.append(f"P\t{province}\t{units()[codes[0]].province}")
        if district_name != district:
            district = district_name
            lines.append(f"D\t{district}")
        lines.append(f"W\t{ward}\t{' '.join(codes)}")
    path.write_text("\n".join(lines) + "\n", "utf-8")


if __name__ == "__main__":
    main(sys.argv[1:])
