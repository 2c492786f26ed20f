"""The gazetteer: its file is up to date, and every unit is found by every name it has."""

import pytest

from services.classifier.data.make_gazetteer import TARGET, made
from services.classifier.domain.places import Places
from services.classifier.domain.spelling import strip_words
from services.classifier.domain.text import Reader
from shared.units import provinces, units

HANOI = "01"


def bare(text: str) -> str:
    return strip_words(text.lower())


@pytest.fixture(scope="module")
def find(places: Places, reader: Reader):
    def run(text: str) -> set[str]:
        ((matches, _),) = places.find([reader.read(text)], [None])
        return {match.unit for match in matches}

    return run


def old_wards() -> list[tuple[str, str, set[str]]]:
    """(ward, district, codes) of Hanoi before July 2025."""
    rows, province, district = [], "", ""
    for line in TARGET.with_name("legacy_units.tsv").read_text("utf-8").splitlines():
        mark, _, rest = line.partition("\t")
        if mark == "P":
            province = rest.split("\t")[0]
        elif mark == "D":
            district = rest
        elif mark == "W" and province == "hà nội":
            ward, codes = rest.split("\t")
            rows.append((ward, district, set(codes.split(" "))))
    return rows


def test_the_file_is_up_to_date() -> None:
    assert TARGET.read_text("utf-8") == made(), "run: python -m services.classifier.data.make_gazetteer"


def test_every_unit_of_today_is_found_with_its_province(find) -> None:
    lost = [
        unit.name
        for unit in units().values()
        if unit.code not in find(f"ở {unit.name}, {provinces()[unit.province].short} mất nước")
    ]
    assert lost == []


@pytest.mark.parametrize("frame", ["ở {}, ngập", "UBND {} hẹn mãi", "công an {} chưa đến"])
@pytest.mark.parametrize("spelled", [str, bare, str.upper])
def test_every_unit_of_hanoi_is_found_by_its_name_alone(find, frame: str, spelled) -> None:
    lost = {
        unit.name
        for unit in units().values()
        if unit.province == HANOI and find(spelled(frame.format(unit.name))) != {unit.code}
    }
    if spelled is bare and not frame.endswith("ngập"):
        lost -= {"Phường Láng"}  # phuong lang: as well a ward that listens (lắng) or is silent (lặng)
    assert lost == set()


def test_hanoi_had_526_wards() -> None:
    assert len(old_wards()) == 526


@pytest.mark.parametrize("frame", ["ở {}, {}", "phản ánh ở {} ({})", "o {} {} cu"])
@pytest.mark.parametrize("spelled", [str, bare])
def test_every_old_ward_of_hanoi_leads_to_its_successors(find, frame: str, spelled) -> None:
    lost = [
        (ward, district)
        for ward, district, codes in old_wards()
        if find(spelled(frame.format(ward, district))) != codes
    ]
    assert lost == []
