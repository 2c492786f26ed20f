"""Files as ward offices save them, and every way in which a row or a file can be wrong."""

import contextlib
import io
import zipfile
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.intake import importer
from services.intake.importer.columns import Column, column_of
from services.intake.importer.tables import UnreadableError
from services.intake.importer.values import read_date, read_time
from shared import units

SAMPLES = Path(__file__).parents[3] / "deploy" / "sample"
HOANG_MAI = units.find_unit("Phường Hoàng Mai, Hà Nội")
NAIVE = datetime(2026, 11, 13, 7, 45)  # noqa: DTZ001 - a cell of a workbook has no zone
HEADER = ["STT", "Ngày nhận", "Giờ", "Đơn vị", "Nội dung", "Kênh", "Mã"]


def workbook(path: Path, *sheets: list[list]) -> Path:
    book = openpyxl.Workbook()
    book.remove(book.active)
    for number, rows in enumerate(sheets, 1):
        sheet = book.create_sheet(f"Sheet {number}")
        for row in rows:
            sheet.append(row)
    book.save(path)
    return path


def test_the_sample_workbook_is_whole():
    rows, problems = importer.read_rows(SAMPLES / "ward_office_reports.xlsx")
    assert problems == []
    assert [row.number for row in rows] == list(range(2, 24))
    assert len({row.external_id for row in rows}) == 22
    assert rows[0].occurred_at == datetime(2026, 11, 13, 1, 20, tzinfo=UTC)


@pytest.mark.parametrize("name", ["ward_office_broken.xlsx", "ward_office_broken.csv"])
def test_the_broken_samples_name_each_broken_row(name: str):
    rows, problems = importer.read_rows(SAMPLES / name)
    assert [row.number for row in rows] == [2, 4, 7, 9, 11, 13]
    assert [(p.number, p.column) for p in problems] == [
        (3, "Nội dung"),
        (5, "Nội dung"),
        (6, "Đơn vị"),
        (8, "Ngày nhận"),
        (10, "Mã của phường"),
        (12, "Nội dung"),
    ]
    assert all(p.vi and p.en and p.remedy_vi and p.remedy_en for p in problems)


def test_a_row_has_the_same_id_in_every_file():
    one, _ = importer.read_rows(SAMPLES / "ward_office_broken.xlsx")
    other, _ = importer.read_rows(SAMPLES / "ward_office_broken.csv")
    assert [row.external_id for row in one] == [row.external_id for row in other]


def test_without_codes_the_content_makes_the_id(tmp_path: Path):
    header = ["Nội dung", "Ngày", "Đơn vị"]
    rows = [["Đèn hỏng", "13/11/2026", "phường Hoàng Mai"], ["Đèn hỏng", "14/11/2026", "phường Hoàng Mai"]]
    first, _ = importer.read_rows(workbook(tmp_path / "a.xlsx", [header, *rows]))
    second, _ = importer.read_rows(workbook(tmp_path / "b.xlsx", [["Báo cáo tuần"], [], header, *rows[::-1]]))
    assert len({row.external_id for row in first}) == 2
    assert {row.external_id for row in first} == {row.external_id for row in second}


def test_a_code_used_again_in_another_month_is_another_report(tmp_path: Path):
    header = ["Mã", "Nội dung", "Ngày"]
    october, _ = importer.read_rows(workbook(tmp_path / "a.xlsx", [header, [1, "Rác", "13/10/2026"]]))
    november, _ = importer.read_rows(workbook(tmp_path / "b.xlsx", [header, [1, "Ngập", "13/11/2026"]]))
    assert october[0].external_id != november[0].external_id


def test_a_mended_text_with_its_code_is_the_same_report(tmp_path: Path):
    header = ["Mã", "Nội dung", "Ngày"]
    before, _ = importer.read_rows(workbook(tmp_path / "a.xlsx", [header, ["PA-1", "Ngap", "13/11/2026"]]))
    after, _ = importer.read_rows(
        workbook(tmp_path / "b.xlsx", [header, ["PA-1", "Ngập nước", "13/11/2026"]])
    )
    assert before[0].external_id == after[0].external_id


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1258"])
@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_csv_in_every_usual_encoding_and_delimiter(tmp_path: Path, encoding: str, delimiter: str):
    import unicodedata

    lines = [
        ["Ngày nhận", "Đơn vị", "Nội dung"],
        ["13/11/2026", "phường Hoàng Mai", "Chú ý; cống “tắc”, ngập"],
    ]
    text = "\r\n".join(delimiter.join(f'"{cell}"' for cell in line) for line in lines)
    if encoding == "cp1258":
        text = _for_1258(text.replace("“", "'").replace("”", "'"))
    path = tmp_path / "x.csv"
    path.write_bytes(text.encode(encoding))
    rows, problems = importer.read_rows(path)
    assert problems == []
    assert rows[0].text.replace("'", "“", 1).replace("'", "”") == "Chú ý; cống “tắc”, ngập"
    assert unicodedata.is_normalized("NFC", rows[0].text)
    assert rows[0].unit == HOANG_MAI


def _for_1258(text: str) -> str:
    """Windows-1258 has base letters and combining tones only."""
    import unicodedata

    out = []
    for char in text:
        try:
            char.encode("cp1258")
            out.append(char)
        except UnicodeEncodeError:
            parts = unicodedata.normalize("NFD", char)
            tone = next(c for c in parts if c in "\u0300\u0301\u0303\u0309\u0323")
            out.append(unicodedata.normalize("NFC", parts.replace(tone, "")) + tone)
    return "".join(out)


@pytest.mark.parametrize(
    ("header", "column"),
    [
        ("Nội dung", Column.TEXT),
        ("NỘI DUNG PHẢN ÁNH", Column.TEXT),
        ("noi dung", Column.TEXT),
        ("No\u0323\u0302i dung", Column.TEXT),
        ("Text", Column.TEXT),
        ("Ngày nhận (dd/mm/yyyy)", Column.DATE),
        ("Ngay", Column.DATE),
        ("Giờ", Column.TIME),
        ("Phường/Xã", Column.UNIT),
        ("Đơn vị", Column.UNIT),
        ("Mã", Column.CODE),
        ("Mã của phường", Column.CODE),
        ("Kênh", None),
        ("STT", None),
        (5, None),
        (None, None),
    ],
)
def test_headers(header, column):
    assert column_of(header) is column


@pytest.mark.parametrize(
    "cell",
    [
        "13/11/2026",
        " 13-11-2026 ",
        "13.11.26",
        "13 / 11 / 2026",
        "2026-11-13",
        "ngày 13 tháng 11 năm 2026",
        "Ngày 13/11/2026",
        date(2026, 11, 13),
        NAIVE,
        46339,
        46339.3,
    ],
)
def test_dates(cell):
    assert read_date(cell)[0] == date(2026, 11, 13)


@pytest.mark.parametrize(
    ("cell", "rest"),
    [
        ("13/11/2026 7:45", time(7, 45)),
        ("13/11/2026, 7h45", time(7, 45)),
        ("2026-11-13T07:45:10", time(7, 45)),
        (NAIVE, time(7, 45)),
    ],
)
def test_a_time_beside_the_date(cell, rest):
    assert read_time(read_date(cell)[1]) == rest


@pytest.mark.parametrize(
    "cell",
    ["31/11/2026", "13/13/2026", "hôm qua", "13/11", "13/11/1926", "", True, None, -5, 10**9, "2026", "1/2/3/4", "13/11/20261"],
)  # fmt: skip
def test_what_is_no_date(cell):
    with pytest.raises((ValueError, OverflowError)):
        read_date(cell)


@pytest.mark.parametrize(
    ("cell", "expected"),
    [
        ("7:45", time(7, 45)),
        ("07:45:30", time(7, 45)),
        ("7h45", time(7, 45)),
        ("7g45'", time(7, 45)),
        ("7 giờ 45 phút", time(7, 45)),
        ("7h", time(7)),
        ("3h chiều", time(15)),
        ("8 giờ 15 tối", time(20, 15)),
        ("11:30 PM", time(23, 30)),
        ("25:00", None),
        ("sáng", None),
        (time(7, 45), time(7, 45)),
        (timedelta(hours=7, minutes=45), time(7, 45)),
        (0.5, time(12)),
        (0.9999999, time(0)),
        (7, time(7)),
        (99, None),
        (True, None),
    ],
)
def test_times(cell, expected):
    if expected is None:
        with pytest.raises(ValueError):  # noqa: PT011 - any is caught by the caller
            read_time(cell)
    else:
        assert read_time(cell) == expected


@given(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats()
    | st.text()
    | st.datetimes()
    | st.times()
    | st.timedeltas()
)
def test_no_cell_crashes(cell):
    for read in (read_date, read_time):
        try:
            read(cell)
        except (ValueError, OverflowError):
            continue


def test_titles_blank_rows_other_sheets_and_offices_are_understood(tmp_path: Path):
    path = workbook(
        tmp_path / "x.xlsx",
        [["PHƯỜNG HOÀNG MAI"], [], ["Tổng hợp phản ánh tuần 46"], HEADER, [1, "13/11/2026", "7h45", "Hội LHPN phường Hoàng Mai", "Rác", "Zalo", "A1"], [], [None] * 7, [2, None, None, None, "Ngập", None, "A2"]],
        [["Ghi chú"], ["không phải bảng phản ánh"]],
        [["Content", "Code"], ["Broken lamp", "A1"]],
    )  # fmt: skip
    rows, problems = importer.read_rows(path)
    assert [(r.sheet, r.number, r.unit) for r in rows] == [("Sheet 1", 5, HOANG_MAI), ("Sheet 1", 8, None)]
    assert [(p.sheet, p.number) for p in problems] == [("Sheet 3", 2)]
    assert rows[1].occurred_at is None


def test_every_wrong_cell_of_a_row_is_named(tmp_path: Path):
    path = workbook(
        tmp_path / "x.xlsx",
        [
            HEADER,
            [1, "32/11/2026", "x", "phường Zzz", "a\ufeff", "", ""],
            [2, "13/11/2026", "25h", "", "", "", "#N/A"],
        ],
    )
    rows, problems = importer.read_rows(path)
    assert rows == []
    assert [(p.number, p.column) for p in problems] == [
        (2, "Đơn vị"),
        (2, "Ngày nhận"),
        (3, "Nội dung"),
        (3, "Giờ"),
        (3, "Mã"),
    ]


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("empty.xlsx", b""),
        ("noise.xlsx", b"not a zip" * 100),
        ("old.xls", b"\xd0\xcf\x11\xe0" * 100),
        ("photo.jpg", b"\xff\xd8" * 100),
        ("quote.csv", b'a,b\n"' + b"x" * 200_000),
    ],
)
def test_what_is_no_table_is_said(tmp_path: Path, name: str, content: bytes):
    path = tmp_path / name
    path.write_bytes(content)
    with pytest.raises(UnreadableError) as caught:
        importer.read_rows(path)
    assert caught.value.vi
    assert caught.value.en


def test_a_missing_file_and_a_damaged_workbook_are_said(tmp_path: Path):
    with pytest.raises(UnreadableError):
        importer.read_rows(tmp_path / "nix.xlsx")
    good = workbook(tmp_path / "good.xlsx", [HEADER, [1, "", "", "", "Rác", "", ""]])
    damaged = io.BytesIO()
    with zipfile.ZipFile(good) as source, zipfile.ZipFile(damaged, "w") as target:
        for item in source.infolist():
            data = source.read(item)
            target.writestr(item, data[: len(data) // 2] if "sheet1.xml" in item.filename else data)
    path = tmp_path / "damaged.xlsx"
    path.write_bytes(damaged.getvalue())
    with pytest.raises(UnreadableError):
        importer.read_rows(path)


def test_a_table_without_our_columns_is_a_problem_of_the_file(tmp_path: Path):
    rows, problems = importer.read_rows(workbook(tmp_path / "x.xlsx", [["a", "b"], [1, 2]]))
    assert rows == []
    assert [(p.number, p.column) for p in problems] == [(0, "Nội dung")]


@given(st.binary(max_size=400))
def test_no_csv_crashes(tmp_path_factory, raw: bytes):
    path = tmp_path_factory.mktemp("csv") / "x.csv"
    path.write_bytes("Nội dung,Ngày,Giờ,Đơn vị,Mã\n".encode() + raw)
    with contextlib.suppress(UnreadableError):
        importer.read_rows(path)


def test_a_dry_run_writes_the_report_and_sends_nothing():
    out = io.StringIO()
    code = importer.run(SAMPLES / "ward_office_broken.xlsx", "http://127.0.0.1:9", "x", out, dry_run=True)
    assert code == 1
    text = out.getvalue()
    assert "6 dòng đúng, chưa gửi, 6 dòng có lỗi" in text
    assert "dòng 10, cột “Mã của phường”: Mã này đã có ở dòng 4." in text
