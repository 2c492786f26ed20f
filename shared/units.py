"""The administrative units in force since 1 July 2025: 34 provinces and cities, 3,321 wards, communes, zones.

Pure look-ups over the table of the PyPI package ``vietnam-provinces`` (read once, on first use). A code is
the official one as text: five digits for a ward, commune or special zone (``"00004"``), two for a province
or centrally run city (``"01"``). The package itself isn't imported: its enums cost more than the table.
"""

import json
import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import Any

PROVINCE_ALIASES: Mapping[str, str] = {
    "hn": "01",
    "hcm": "79",
    "hcmc": "79",
    "sai gon": "79",
    "sg": "79",
    "thua thien hue": "46",
    "tth": "46",
    "dn": "48",
    "hp": "31",
    "ct": "92",
    "dac lac": "66",
    "dak lac": "66",
    "daklak": "66",
}
"""Folded popular name → province code, beside the official names."""

_KIND = re.compile(r"^(phuong|xa|dac khu|thi tran|p|x|f)\b[ .]*")
_KINDS = {"phuong": "phường", "p": "phường", "f": "phường", "xa": "xã", "x": "xã", "dac khu": "đặc khu"}
_PROVINCE_KIND = re.compile(r"^(thanh pho|tinh|tp|t)\b[ .]*")


@dataclass(frozen=True, slots=True)
class Unit:
    """A ward, commune or special zone: ``name`` as the state writes it, ``short`` without its kind."""

    code: str
    name: str
    kind: str
    short: str
    province: str


@dataclass(frozen=True, slots=True)
class Province:
    """A province or centrally run city; ``short`` is the name without ``Thành phố``."""

    code: str
    name: str
    short: str


@cache
def provinces() -> Mapping[str, Province]:
    """Province code → province, in official order."""
    return {
        code: Province(code, entry["name"], entry["name"].removeprefix("Thành phố "))
        for entry in _table()
        for code in (f"{entry['code']:02d}",)
    }


@cache
def units() -> Mapping[str, Unit]:
    """Unit code → unit, all provinces."""
    return {
        code: Unit(
            code,
            ward["name"],
            ward["division_type"],
            ward["name"][len(ward["division_type"]) + 1 :],
            f"{entry['code']:02d}",
        )
        for entry in _table()
        for ward in entry["wards"]
        for code in (f"{ward['code']:05d}",)
    }


def unit_name(code: str) -> str | None:
    """Full name of a unit or province (``"Phường Hoàng Mai"``, ``"Thành phố Hà Nội"``); None if unknown."""
    unit = units().get(code)
    if unit:
        return unit.name
    province = provinces().get(code)
    return province.name if province else None


def province_of(code: str) -> str | None:
    """Province code of a unit or province code; None if unknown."""
    unit = units().get(code)
    if unit:
        return unit.province
    return code if code in provinces() else None


def find_province(name: str) -> str | None:
    """Code of the province with this name (``"Huế"``, ``"tp.hcm"``, ``"01"``); None if there is none."""
    if name.strip() in provinces():
        return name.strip()
    key = fold(name)
    for candidate in (key, _PROVINCE_KIND.sub("", key)):
        if code := _province_index().get(candidate):
            return code
    return None


def find_unit(name: str, province: str | None = None) -> str | None:
    """Code of the unit named ``"phường Hoàng Mai"``, ``"X. An Khánh"``, ``"Bình Thạnh, TP.HCM"`` or by its code.

    A province in the name goes before ``province`` (a code), which decides between equal names; without
    either the name must be unique in the country. None if nothing, or more than one unit, answers.
    """
    name = name.strip()
    if name in units() or name in provinces():
        return name
    head, _, tail = name.partition(",")
    if tail.strip():
        province = find_province(tail.rsplit(",", 1)[-1])
        if province is None:
            return None
    kind_match = _KIND.match(fold(head))
    kind = _KINDS.get(kind_match[1]) if kind_match else None
    for key in (fold(head), fold(head)[kind_match.end() :] if kind_match else ""):
        found = [unit for unit in _unit_index().get(key, ()) if province in {None, unit.province}]
        if kind and key != fold(head):
            found = [unit for unit in found if unit.kind == kind] or found
        if len(found) > 1:
            found = [unit for unit in found if plain_spelling(unit.short) in plain_spelling(head)]
        if found:
            return found[0].code if len(found) == 1 else None
    return None


def plain_spelling(name: str) -> str:
    """Lower case with the tone mark where the old school puts it (``hoà`` → ``hòa``), single spaces."""
    text = unicodedata.normalize("NFC", name).lower()
    return " ".join(re.sub(r"(?<!q)([ou])([àáảãạèéẻẽẹỳýỷỹỵ])(?!\w)", _move_tone, text).split())


def fold(name: str) -> str:
    """Lower case without diacritics and punctuation: ``Đống Đa`` → ``dong da``."""
    decomposed = unicodedata.normalize("NFD", name.lower().replace("đ", "d"))
    letters = (char if char.isalnum() else " " for char in decomposed if not unicodedata.combining(char))
    return " ".join("".join(letters).split())


def _move_tone(match: re.Match[str]) -> str:
    first, second = match.groups()
    base, *marks = list(unicodedata.normalize("NFD", second))
    return unicodedata.normalize("NFC", first + "".join(marks)) + base


@cache
def _province_index() -> Mapping[str, str]:
    named = {fold(province.short): code for code, province in provinces().items()}
    return {**PROVINCE_ALIASES, **named}


@cache
def _unit_index() -> Mapping[str, tuple[Unit, ...]]:
    index: dict[str, tuple[Unit, ...]] = {}
    for unit in units().values():
        key = fold(unit.short)
        index[key] = (*index.get(key, ()), unit)
    return index


@cache
def _table() -> list[Any]:
    spec = find_spec("vietnam_provinces")
    if spec is None or not spec.submodule_search_locations:
        message = "the package vietnam-provinces isn't installed; run `make setup`"
        raise ModuleNotFoundError(message)
    path = Path(spec.submodule_search_locations[0], "data", "nested-divisions.json")
    table: list[Any] = json.loads(path.read_bytes())
    return table
