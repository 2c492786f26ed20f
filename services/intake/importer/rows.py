"""Rows of a file as reports: each good row on its way, each bad one with its place, what is wrong and the remedy."""

import hashlib
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from pathlib import Path
from typing import NamedTuple, TypeVar
from zoneinfo import ZoneInfo

from services.intake.domain.refusal import RefusedError
from services.intake.domain.text import clean_text
from services.intake.importer.columns import SHOWN, Column, find_header
from services.intake.importer.tables import Cell, Table, read_tables
from services.intake.importer.values import read_date, read_time
from services.intake.settings import IntakeSettings
from services.intake.units import Units

T = TypeVar("T")

HOME: str = IntakeSettings.model_fields["home_province"].default
ZONE: str = IntakeSettings.model_fields["timezone"].default
ERRORS = frozenset({"#REF!", "#N/A", "#VALUE!", "#DIV/0!", "#NAME?", "#NULL!", "#NUM!", "#SPILL!", "#CALC!"})


class Row(NamedTuple):
    """A good row. ``external_id`` is the same whenever and from whichever file the row is imported."""

    sheet: str
    number: int
    external_id: str
    text: str
    unit: str | None
    occurred_at: datetime | None


class Problem(NamedTuple):
    """What is wrong with one row (number 0: with the whole sheet or file), and how to mend it."""

    sheet: str
    number: int
    column: str
    vi: str
    en: str
    remedy_vi: str
    remedy_en: str


def read_rows(path: Path, home: str = HOME, zone: str = ZONE) -> tuple[list[Row], list[Problem]]:
    """The good rows and the problems of a file, in order. ``home``: the province whose unit names win.

    Raises UnreadableError when the file is no table at all.
    """
    units, tz = Units(home), ZoneInfo(zone)
    rows: list[Row] = []
    problems: list[Problem] = []
    codes: dict[str, tuple[str, int]] = {}
    headed = 0
    for table in read_tables(Path(path)):
        cells = list(table.rows)
        header = find_header(cells)
        if header is None:
            continue
        headed += 1
        index, columns = header
        for number, row in enumerate(cells[index + 1 :], index + 2):
            if all(cell is None or str(cell).strip() == "" for cell in row):
                continue
            reader = _RowReader(table, number, row, columns, units, tz)
            found = reader.read(codes)
            problems += reader.problems
            if found and not reader.problems:
                rows.append(found)
    if not headed:
        problems.append(_NO_HEADER)
    return rows, problems


class _RowReader:
    """Reads one row and collects what is wrong with it."""

    def __init__(
        self,
        table: Table,
        number: int,
        row: Sequence[Cell],
        columns: Mapping[Column, tuple[int, str]],
        units: Units,
        zone: ZoneInfo,
    ) -> None:
        self._table = table
        self._number = number
        self._row = row
        self._columns = columns
        self._units = units
        self._zone = zone
        self.problems: list[Problem] = []

    def read(self, codes: dict[str, tuple[str, int]]) -> Row | None:
        """The row; None where it has no usable text. ``codes`` remembers the codes seen so far."""
        text = self._text()
        unit = self._unit()
        occurred_at = self._occurred_at()
        code = self._code(codes)
        if text is None:
            return None
        day = occurred_at.date().isoformat() if occurred_at else ""
        if code:
            identity = ("code", code, unit or "", day)
        else:
            identity = ("content", text, unit or "", occurred_at.isoformat() if occurred_at else "")
        digest = hashlib.sha256("\x1f".join(identity).encode()).hexdigest()[:40]
        return Row(self._table.name, self._number, f"row:{digest}", text, unit, occurred_at)

    def _cell(self, column: Column) -> Cell:
        place = self._columns.get(column)
        if place is None or place[0] >= len(self._row):
            return None
        cell = self._row[place[0]]
        if isinstance(cell, str):
            cell = cell.strip()
            if cell in ERRORS:
                self._add(column, *_ERROR_CELL)
                return None
        return None if cell == "" else cell

    def _text(self) -> str | None:
        before = len(self.problems)
        cell = self._cell(Column.TEXT)
        if cell is None:
            if len(self.problems) == before:
                self._add(Column.TEXT, *_EMPTY)
            return None
        try:
            return clean_text(str(cell))
        except RefusedError as error:
            fault = error.faults[0]
            self._add(Column.TEXT, fault.vi, fault.en, *_TEXT_REMEDY)
            return None

    def _unit(self) -> str | None:
        cell = self._cell(Column.UNIT)
        if cell is None:
            return None
        code = self._units.find(str(cell))
        if code is None:
            like = self._units.like(str(cell))
            hint_vi = (
                f"Có phải: {'; '.join(like)}?"
                if like
                else "Ghi tên phường, xã hiện nay, ví dụ: phường Hoàng Mai."
            )
            hint_en = (
                f"Did you mean: {'; '.join(like)}?" if like else "Write today's name of the ward or commune."
            )
            self._add(
                Column.UNIT,
                "Không có phường, xã nào tên như vậy.",
                "No unit has this name.",
                hint_vi,
                hint_en,
            )
        return code

    def _occurred_at(self) -> datetime | None:
        day_cell, time_cell = self._cell(Column.DATE), self._cell(Column.TIME)
        if day_cell is None:
            return None
        day = self._tried(Column.DATE, lambda: read_date(day_cell), _BAD_DATE)
        if day is None:
            return None
        clock_cell: Cell = time_cell if time_cell is not None else day[1] or "0:00"
        where = Column.TIME if time_cell is not None else Column.DATE
        clock = self._tried(where, lambda: read_time(clock_cell), _BAD_TIME)
        return datetime.combine(day[0], clock, self._zone) if clock is not None else None

    def _tried(self, column: Column, read: Callable[[], T], wrong: tuple[str, str, str, str]) -> T | None:
        try:
            return read()
        except (ValueError, OverflowError):
            self._add(column, *wrong)
            return None

    def _code(self, codes: dict[str, tuple[str, int]]) -> str | None:
        cell = self._cell(Column.CODE)
        if cell is None:
            return None
        code = str(cell)
        sheet, number = codes.setdefault(code, (self._table.name, self._number))
        if (sheet, number) != (self._table.name, self._number):
            self._add(
                Column.CODE,
                f"Mã này đã có ở dòng {number}.",
                f"Row {number} has this code already.",
                "Mỗi phản ánh cần một mã riêng; nếu dòng bị lặp thì xóa đi.",
                "Each report needs a code of its own; delete the row if it is a repeat.",
            )
        return code

    def _add(self, column: Column, vi: str, en: str, remedy_vi: str, remedy_en: str) -> None:
        name = self._columns[column][1] if column in self._columns else SHOWN[column]
        self.problems.append(Problem(self._table.name, self._number, name, vi, en, remedy_vi, remedy_en))


_EMPTY = (
    "Ô này để trống.",
    "The cell is empty.",
    "Ghi nội dung phản ánh, hoặc xóa cả dòng.",
    "Write the report, or delete the row.",
)
_ERROR_CELL = (
    "Ô này chứa lỗi của Excel (ví dụ #REF!).",
    "The cell holds an Excel error (like #REF!).",
    "Gõ lại giá trị thay cho công thức bị hỏng.",
    "Type the value instead of the broken formula.",
)
_TEXT_REMEDY = (
    "Sửa nội dung trong ô rồi nhập lại tệp.",
    "Mend the text and import the file again.",
)
_BAD_DATE = (
    "Ngày này không có thật hoặc viết chưa đúng.",
    "There is no such day, or it isn't written as a date.",
    "Ghi như 13/11/2026.",
    "Write it like 13/11/2026.",
)
_BAD_TIME = (
    "Giờ viết chưa đúng.",
    "This isn't a time of day.",
    "Ghi như 07:45 hoặc 7h45.",
    "Write it like 07:45.",
)
_NO_HEADER = Problem(
    "",
    0,
    SHOWN[Column.TEXT],
    "Không tìm thấy dòng tiêu đề có cột “Nội dung” trong 20 dòng đầu.",
    "No header row with a column “Nội dung” (text) was found in the first 20 rows.",
    "Đặt tên các cột: Ngày nhận, Giờ, Đơn vị, Nội dung, Mã.",
    "Name the columns: Ngày nhận, Giờ, Đơn vị, Nội dung, Mã (date, time, unit, text, code).",
)
