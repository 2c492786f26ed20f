"""The table of ``places.txt``: given a text, expect units."""

import re
from pathlib import Path

import pytest

from services.classifier.domain.places import Places
from services.classifier.domain.text import Reader
from shared.units import find_unit

_LINE = re.compile(r"(?:\[in (?P<reporter>[^\]]+)\] )?(?P<text>.+) => (?P<units>.+?)(?P<ambiguous> \*)?")
LINES = [
    line
    for line in Path(__file__).with_name("places.txt").read_text("utf-8").splitlines()
    if line and not line.startswith("#")
]


def code(name: str) -> str:
    found = find_unit(name) if "," in name else find_unit(name, "01")
    assert found, f"places.txt: there is no {name}"
    return found


@pytest.mark.parametrize("line", LINES)
def test_units_of_a_text(places: Places, reader: Reader, line: str) -> None:
    row = _LINE.fullmatch(line)
    assert row, f"places.txt: not text => units: {line}"
    expected = [] if row["units"] == "-" else [code(name) for name in row["units"].split("; ")]
    origin = row["reporter"] and code(row["reporter"])
    ((matches, ambiguous),) = places.find([reader.read(row["text"])], [origin])
    assert [match.unit for match in matches] == expected
    assert ambiguous == bool(row["ambiguous"])
