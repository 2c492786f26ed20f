"""Which units a text names: today's, those of before July 2025, and what isn't one."""

import pytest

from shared.units import find_unit, unit_name

HANOI, HCM, HUE = "phường Ngọc Hà", "phường Sài Gòn, TP.HCM", "phường Kim Long, Huế"


def names(found) -> list[str]:
    return [unit_name(match.unit) or "" for match in found.places]


@pytest.mark.parametrize(
    ("text", "unit"),
    [
        ("Rác ùn ứ ở phường Bồ Đề mấy hôm nay", "phường Bồ Đề"),
        ("rac un u o phuong Bo De may hom nay", "phường Bồ Đề"),
        ("P. Khương Đình có quán nhậu ồn", "phường Khương Đình"),
        ("đèn hỏng, p.Vĩnh Tuy", "phường Vĩnh Tuy"),
        ("x. Đông Anh mất nước", "xã Đông Anh"),
        ("xã Bát Tràng: lò gốm xả khói", "xã Bát Tràng"),
        ("Bà con phường hoà bình, Phú Thọ kêu", "phường Hòa Bình, Phú Thọ"),
        ("Công an phường Thanh Liệt cho hỏi", "phường Thanh Liệt"),
        ("UBND xã Phù Đổng hẹn mãi", "xã Phù Đổng"),
        ("Nhà em ở Dương Nội ngập cả ngõ", "phường Dương Nội"),
        ("| 5 | Định Công | mất điện |", "phường Định Công"),
        ("Trộm vào nhà ở Xã Sơn Đồng", "xã Sơn Đồng"),
    ],
)
def test_a_unit_of_today(label, text: str, unit: str) -> None:
    found = label(text, find_unit(HANOI, "01"))
    assert names(found)[:1] == [unit_name(find_unit(unit, "01") or "")]
    assert not found.ambiguous
    assert found.unit == found.places[0].unit


@pytest.mark.parametrize(
    ("text", "unit"),
    [
        ("tổ 3 phường Nhân Chính quận Thanh Xuân cũ", "phường Thanh Xuân"),
        ("Xóm 5, Cự Khê, Thanh Oai mất nước", "xã Bình Minh"),
        ("duong lang o xa Kim Lu huyen Soc Son lay loi", "xã Đa Phúc"),
        ("Trung Hòa, Cầu Giấy tắc đường", "phường Yên Hòa"),
        ("xã Thụy Lâm, huyện Đông Anh", "xã Thư Lâm"),
        ("phường Trúc Bạch có cây đổ", "phường Ba Đình"),
        ("phường 12 quận 10 Sài Gòn ngập", "phường Hòa Hưng, TP.HCM"),
    ],
)
def test_a_unit_of_before_july_2025(label, text: str, unit: str) -> None:
    assert names(label(text))[:1] == [unit_name(find_unit(unit, "01") or "")]


def test_a_split_ward_gives_all_its_successors(label) -> None:
    found = label("Tổ 7 phường Nhật Tân, quận Tây Hồ (cũ) chưa có sổ", find_unit("phường Tây Hồ", "01"))
    assert names(found) == ["Phường Tây Hồ", "Phường Hồng Hà"]
    assert found.ambiguous
    assert found.unit == find_unit("phường Tây Hồ", "01"), "routed by the reporter's unit"


def test_a_district_is_not_the_ward_of_its_name(label) -> None:
    found = label("Quận Hoàng Mai nhiều nơi ngập")
    assert found.ambiguous
    assert {"Phường Hoàng Mai", "Phường Định Công", "Phường Yên Sở"} <= set(names(found))
    assert found.unit is None


def test_a_ward_in_the_text_makes_its_district_a_mere_address(label) -> None:
    found = label("phường Vĩnh Hưng, quận Hoàng Mai")
    assert names(found)[0] == "Phường Vĩnh Hưng"
    assert "Phường Định Công" not in names(found)


@pytest.mark.parametrize(
    ("text", "reporter", "unit"),
    [
        ("xã Bình Minh mất điện", HANOI, "xã Bình Minh"),
        ("xã Vĩnh Lộc mất điện", HCM, "xã Vĩnh Lộc, TP.HCM"),
        ("phường Tân An mất điện, Cần Thơ", HANOI, "phường Tân An, Cần Thơ"),
        ("Vỹ Dạ ngập, em ở Vỹ Dạ", HUE, "phường Vỹ Dạ, Huế"),
        ("phường Vỹ Dạ ngập", HANOI, "phường Vỹ Dạ, Huế"),
        ("em ở xã Hoàng Mai, Nghệ An mà: phường Hoàng Mai", HANOI, "phường Hoàng Mai, Nghệ An"),
    ],
)
def test_namesakes_are_told_apart(label, text: str, reporter: str, unit: str) -> None:
    """By a province in the text, else the reporter's, else the home province, else the only one there is."""
    assert names(label(text, find_unit(reporter, "01")))[:1] == [unit_name(find_unit(unit, "01") or "")]


def test_a_name_that_no_province_decides_gives_candidates(label) -> None:
    found = label("xã Tân Thành ngập rồi")
    assert found.ambiguous
    assert len(found.places) > 1
    assert found.unit is None


@pytest.mark.parametrize(
    "text",
    [
        "Đường Trường Chinh tắc cứng, phố Tạ Hiện ồn",
        "ngõ 174 Lĩnh Nam bị ném sơn",
        "Bệnh viện Bạch Mai quá tải",
        "trường tiểu học Ngọc Lâm thu tiền",
        "cầu Long Biên nhiều ổ gà",
        "chợ Thường Tín nhếch nhác",
        "Chị Hồng Vân và ông Trần Phú cãi nhau",
        "Cả xóm đoàn kết, gia đình hạnh phúc, làm ăn thành công",
        "thanh xuân của em trôi qua ở công ty này",
        "Tôi quê Thái Nguyên, giúp việc ở Hà Nội",
        "phường tôi và xã bên cạnh",
        "nhờ xã cho người xử lý",
        "",
    ],
)
def test_streets_buildings_people_and_words_are_no_places(label, text: str) -> None:
    assert names(label(text)) == []


def test_places_say_which_words_named_them(label) -> None:
    found = label("Ngập ở Phường Hoàng Liệt")
    assert found.places[0].phrase == "Phường Hoàng Liệt"
    assert any(reason.label == f"place:{found.unit}" for reason in found.reasons)
