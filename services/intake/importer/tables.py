"""Files as rows of cells: .xlsx sheet by sheet, .csv in whatever encoding and delimiter offices save it."""

import csv
import io
import zipfile
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import NamedTuple
from xml.etree.ElementTree import ParseError

import openpyxl
from openpyxl.utils.exceptions import InvalidFileException

Cell = str | int | float | bool | datetime | date | time | timedelta | None

MAX_ROWS = 100_000
MAX_BLANK = 1_000
"""So many blank rows in a row end a sheet: formatted but empty rows can go on for a million."""
MAX_UNPACKED = 500 * 1024 * 1024
DELIMITERS = (",", ";", "\t")
_BROKEN = (
    InvalidFileException,
    zipfile.BadZipFile,
    KeyError,
    ValueError,
    TypeError,
    AttributeError,
    ParseError,
)


class UnreadableError(ValueError):
    """A file that cannot be read as a table. ``vi`` and ``en`` say what to do."""

    def __init__(self, vi: str, en: str) -> None:
        super().__init__(en)
        self.vi = vi
        self.en = en


class Table(NamedTuple):
    """One sheet: rows of cells; the first row is number 1, as the spreadsheet shows it."""

    name: str
    rows: Iterator[tuple[Cell, ...]]


def read_tables(path: Path) -> list[Table]:
    """The sheets of a file. Raises UnreadableError, also from the row iterators."""
    try:
        size = path.stat().st_size
    except OSError as error:
        raise UnreadableError(
            f"Không mở được tệp: {error.strerror}.", f"Cannot open: {error.strerror}."
        ) from None
    if size == 0:
        raise UnreadableError("Tệp rỗng.", "The file is empty.")
    if path.suffix.lower() in {".xlsx", ".xlsm"}:
        return _workbook(path)
    if path.suffix.lower() in {".csv", ".txt", ".tsv"}:
        return [Table("", _bounded(iter(_csv_rows(path.read_bytes()))))]
    raise UnreadableError(
        "Chỉ nhận tệp .xlsx hoặc .csv; tệp .xls cũ hãy lưu lại thành .xlsx.",
        "Only .xlsx and .csv are taken; save an old .xls as .xlsx.",
    )


def _workbook(path: Path) -> list[Table]:
    try:
        with zipfile.ZipFile(path) as archive:
            if sum(item.file_size for item in archive.infolist()) > MAX_UNPACKED:
                raise UnreadableError("Tệp quá lớn.", "The file is too large.")
        book = openpyxl.load_workbook(path, read_only=True, data_only=True)
        return [Table(sheet.title, _bounded(_sheet_rows(sheet))) for sheet in book.worksheets]
    except _BROKEN as error:
        if isinstance(error, UnreadableError):
            raise
        raise _broken_workbook() from None


def _sheet_rows(sheet: openpyxl.worksheet._read_only.ReadOnlyWorksheet) -> Iterator[tuple[Cell, ...]]:
    try:
        sheet.reset_dimensions()
        yield from sheet.iter_rows(values_only=True)
    except _BROKEN:
        raise _broken_workbook() from None


def _broken_workbook() -> UnreadableError:
    return UnreadableError(
        "Tệp Excel bị hỏng; hãy mở bằng Excel rồi lưu lại.",
        "The workbook is damaged; open it in Excel and save it again.",
    )


def _bounded(rows: Iterator[tuple[Cell, ...]]) -> Iterator[tuple[Cell, ...]]:
    blank = 0
    for number, row in enumerate(rows, 1):
        blank = 0 if any(cell not in (None, "") for cell in row) else blank + 1
        if blank > MAX_BLANK:
            return
        if number > MAX_ROWS:
            raise UnreadableError(
                f"Tệp có hơn {MAX_ROWS} dòng; hãy chia nhỏ.",
                f"The file has more than {MAX_ROWS} rows; split it.",
            )
        yield row


def _csv_rows(raw: bytes) -> list[tuple[Cell, ...]]:
    text = _decoded(raw)
    try:
        parsed = [list(csv.reader(io.StringIO(text, newline=""), delimiter=d)) for d in DELIMITERS]
    except csv.Error:
        raise UnreadableError(
            "Tệp CSV bị hỏng (dấu ngoặc kép chưa đóng?); hãy lưu lại từ Excel.",
            "The CSV is damaged (a quote that isn't closed?); save it again.",
        ) from None
    widest = max(parsed, key=lambda rows: sum(len(row) > 1 for row in rows))
    return [tuple(row) for row in widest]


def _decoded(raw: bytes) -> str:
    if raw.startswith((b"\xff\xfe", b"\xfe\xff")):
        return raw.decode("utf-16", "replace")
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError:
        return raw.decode("cp1258", "replace")
