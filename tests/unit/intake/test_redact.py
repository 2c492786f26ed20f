"""What counts as personal data and what does not, and that redacting is safe for any text."""

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from services.intake.domain.folding import shadow
from services.intake.domain.redact import redact

PHONES = [
    "0950123456",
    "0950.123.456",
    "0950 123 456",
    "0950-123-456",
    "09 50 12 34 56",
    "0 9 5 0 1 2 3 4 5 6",
    "0950–123–456",
    "0950\u00a0123\u200b456",
    "+84 950 123 456",
    "(+84) 950-123-456",
    "+84 (0) 950 123 456",
    "84950123456",
    "0084 950 123 456",
    "024 3825 0000",
    "(024) 38250000",
    "+84 24 3825 0000",
    "0122 950 1234",
    "０９５０１２３４５６",
    "+82 10-1234-5678",
]
EMAILS = [
    "diem.to@example.com",
    "diem.to@mail.example.vn",
    "diem @ example.vn",
    "diem (at) gmail.com",
    "diem@gmail",
]
IDS = ["099058001377", "099 058 001 377", "0990-5800-1377"]
PLATES = [
    "29C-000.36",
    "30A-123.45",
    "29-X1 123.45",
    "29x1 12345",
    "30E12345",
    "51F 970.22",
    "29-MĐ1 123.45",
    "80-NG-123-45",
]


@pytest.mark.parametrize(
    ("kind", "value"),
    [("PHONE", v) for v in PHONES]
    + [("EMAIL", v) for v in EMAILS]
    + [("NATIONAL_ID", v) for v in IDS]
    + [("PLATE", v) for v in PLATES],
)
@pytest.mark.parametrize("frame", ["{}", "Nhà tôi ở Từ Liêm, {}.", "({})", "x {}, y", "a\n{}\nb"])
def test_personal_data_is_replaced(kind: str, value: str, frame: str) -> None:
    text = frame.format(value)
    redacted = redact(text)
    assert redacted.text == frame.format(f"[{kind}]")
    (span,) = redacted.spans
    assert (span.kind, text[span.start : span.end]) == (kind, value)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("sđt 950123456", "sđt [PHONE]"),
        ("SĐT của em: 3825 0000", "SĐT của em: [PHONE]"),
        ("ĐT0950123456gọi em", "ĐT[PHONE]gọi em"),
        ("0950123456-0950654321", "[PHONE]-[PHONE]"),
        ("0950123456/0950654321", "[PHONE]/[PHONE]"),
        ("09.50.12.34.56 - 09.50.65.43.21", "[PHONE] - [PHONE]"),
        ("CMND số 012345678 cấp 12.03.2015", "CMND số [NATIONAL_ID] cấp 12.03.2015"),
        ("chung minh nhan dan 123 456 789", "chung minh nhan dan [NATIONAL_ID]"),
        ("CMND/CCCD của tôi là: 123456789", "CMND/CCCD của tôi là: [NATIONAL_ID]"),
        ("hộ chiếu B1234567", "hộ chiếu [NATIONAL_ID]"),
        ("xe biển 29X1 2345 bỏ chạy", "xe biển [PLATE] bỏ chạy"),
        ("biển đỏ TM-12-34", "biển đỏ [PLATE]"),
        ("09.12.2024 0950123456", "09.12.2024 [PHONE]"),
        ("gọi 113 hoặc 0950123456 nhé", "gọi 113 hoặc [PHONE] nhé"),
        ("ngập 30 cm - 02443 906 576", "ngập 30 cm - [PHONE]"),
        ("nhà số 12 ngõ 34/56/78, số 09, 12", "nhà [ADDRESS], số 09, 12"),
        ("căn 1205 tòa 24T1 1205", "[ADDRESS] 1205"),
    ],
)
def test_words_around_a_number_decide(text: str, expected: str) -> None:
    assert redact(text).text == expected


@pytest.mark.parametrize(
    "text",
    [
        "gọi 113, 114, 115 hoặc 111",
        "gọi 113 114 115 111",
        "tổng đài 1022, 1900 9095, 19001009, 1800 599 920",
        "sđt 1900 1234",
        "đòi 84.500.000.000 đồng",
        "giá 84.912.000.000",
        "lương 12.000.000 đến 15.000.000đ, alo 12.000.000",
        "1.200.000.000 đ, 1,5 tỷ, 50k 20000 đồng",
        "ngày 09.12.2024 14 giờ",
        "từ 01/02/2024 đến 03/04/2025, 02.10-12.10.2026",
        "mở cửa 08.30-11.30-13.30-17.30",
        "lúc 7h30 12/11/2026, 16h 30000 người",
        "số 1207/QĐ-UBND, hồ sơ 000.00.16.H26-240912-0123",
        "số 09, 12, 34, 56, 78 và 90, ngõ 34/56/78",
        "tòa 24T1 1205",
        "100m2 12345, 20k 15000",
        "CCCD cấp ngày 12.03.2015",
        "4.000 hộ, 1680 cộng tác viên, 2024 2025 2026 2027",
        "tọa độ 21.0285123, 105.8542345",
        "hẹn nhau @ quán. Cảm ơn",
        "đường ĐT 428, quốc lộ 1A, tổ 12 khu 3",
    ],
)
def test_what_is_not_personal_stays(text: str) -> None:
    assert redact(text).text == text


def test_offsets_are_those_of_the_text_given() -> None:
    text = "Ｑ Đỗ ơi, ‘０９５０.１２３.４５６’ và diem@example.vn"
    spans = redact(text).spans
    assert [(s.kind, text[s.start : s.end]) for s in spans] == [
        ("PHONE", "０９５０.１２３.４５６"),
        ("EMAIL", "diem@example.vn"),
    ]


def test_counts_name_kinds_never_values() -> None:
    counts = redact("0950123456, 0950123457, diem@example.vn").counts()
    assert [(c.kind, c.count) for c in counts] == [("EMAIL", 1), ("PHONE", 2)]


WORDS = ["sđt ", "cmnd ", "29-X1 ", "0950", "[PHONE]", "[NATIONAL_ID]", "@gmail", "biển ", "hộ chiếu b"]
WORDY = [
    "anh ", "Anh ", "chị ", "bà ", "ba ", "em ", "tên là ", "bác sĩ ", "phố ", "ở ", "và ", ", ", ". ", "\n", "tuấn ", "Tuấn ",
    "hoa ", "Hoa ", "nguyễn thị ", "Nguyễn ", "Thị ", "Hiền", "nguyen van ", "Trần Phú ", "Hai Bà Trưng ", "lớp 4 ", '"cò" ',
    "số 12 ", "ngõ 5 ", "nhà 45 ", "P1204 ", "CT2 ", "12/5/3 ", "sinh 12/4/1999 ", "SN 1980 ", "stk 19035556677 ", "@a.b ",
    "fb.com/hoa ", "[PERSON]", "[ADDRESS]", "[hình ảnh]", "0950123456 ", "ơi ", "- ", "| ", "(", ")", "tầng 3, ", "đ", "K'",
]  # fmt: skip
SENTENCES = st.lists(st.sampled_from(WORDY), max_size=14).map("".join)
DENSE = st.lists(st.sampled_from([*"0123456789 .-/+()@,[]_:ađcm\n", *WORDS])).map("".join)


@given(DENSE | SENTENCES | SENTENCES.map(str.upper) | st.text())
@settings(max_examples=1200, deadline=None)
def test_any_text_redacts_once_and_for_all(text: str) -> None:
    once = redact(text)
    again = redact(once.text)
    assert again.text == once.text
    assert not again.spans
    assert all(a.end <= b.start for a, b in zip(once.spans, once.spans[1:], strict=False))
    assert all(0 <= s.start < s.end <= len(text) for s in once.spans)


@given(st.text())
def test_the_shadow_has_the_texts_length(text: str) -> None:
    assert len(shadow(text)) == len(text)


@given(st.integers(0, 10**7 - 1), st.text(alphabet=" .-", min_size=9, max_size=9))
def test_no_spacing_hides_a_phone(number: int, gaps: str) -> None:
    digits = f"095{number:07}"
    spaced = "".join(d + g for d, g in zip(digits, [*gaps, ""], strict=True))
    assert "[PHONE]" in redact(f"gọi {spaced} nhé").text


@pytest.mark.parametrize(
    "text",
    ["0" * 4000, "a" * 3999 + "@", "@" + "a" * 3999, "0 " * 2000, "09." * 1333, "cccd" + " " * 3990, "sdt " * 1000, "sdt la so cua em " * 235, "29-x1 " * 666, "a@" * 2000, "+84" * 1333, "09.50.12.34.56" * 285, "anh Tuấn, " * 400, "Nguyễn Thị " * 360, "so 1 ngo 2 " * 360, "P1204 CT2 " * 400, "ngo 5 to 6 tang 3 " * 220, "stk " * 1000, "fb.com/a." * 440, "@a" * 2000, "ten la " * 570, "Hoa\n" * 1000, "sinh 1/1/19" * 360, "[PERSON] " * 440, "nguyen thi hoa " * 260],
    ids=range(25),
)  # fmt: skip
def test_no_text_takes_long(text: str) -> None:
    started = time.perf_counter()
    redact(text)
    assert time.perf_counter() - started < 0.25
