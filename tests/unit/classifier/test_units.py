"""shared/units.py: names and codes of the units in force."""

import pytest

from shared.units import (
    find_province,
    find_unit,
    fold,
    plain_spelling,
    province_of,
    provinces,
    unit_name,
    units,
)


def test_the_whole_country_is_there() -> None:
    assert len(provinces()) == 34
    assert len(units()) == 3321
    assert all(len(code) == 5 and len(unit.province) == 2 for code, unit in units().items())


@pytest.mark.parametrize(
    ("name", "province", "code"),
    [
        ("phường Hoàng Mai", "01", "00319"),
        ("Phường Hoàng Mai", None, None),
        ("phường Hoàng Mai, Hà Nội", None, "00319"),
        ("p. hoang mai", "01", "00319"),
        ("Bình Thạnh, TP.HCM", "01", "26929"),
        ("xã Hoà Mỹ, Đắk Lắk", None, "22285"),
        ("phường Văn Miếu - Quốc Tử Giám", "01", "00196"),
        ("00004", None, "00004"),
        ("01", None, "01"),
        ("phường Không Có", "01", None),
        ("phường Hoàng Mai, Sao Hỏa", "01", None),
        ("", None, None),
    ],
)
def test_find_unit(name: str, province: str | None, code: str | None) -> None:
    assert find_unit(name, province) == code


def test_every_unit_is_found_by_its_own_name() -> None:
    lost = [unit.code for unit in units().values() if find_unit(unit.name, unit.province) != unit.code]
    assert lost == []


def test_names_of_codes() -> None:
    assert unit_name("00319") == "Phường Hoàng Mai"
    assert unit_name("79") == "Thành phố Hồ Chí Minh"
    assert unit_name("99999") is None
    assert province_of("00319") == "01"
    assert province_of("48") == "48"
    assert province_of("x") is None


@pytest.mark.parametrize(
    ("name", "code"),
    [("Huế", "46"), ("tp.hcm", "79"), ("Sài Gòn", "79"), ("tỉnh Nghệ An", "40"), ("?", None)],
)
def test_find_province(name: str, code: str | None) -> None:
    assert find_province(name) == code


def test_spellings() -> None:
    assert fold("Đống  Đa-1") == "dong da 1"
    assert plain_spelling("Hoà  LẠC") == "hòa lạc"
