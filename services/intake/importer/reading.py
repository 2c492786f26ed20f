"""One row of a file as a report, or what is wrong with it."""

import hashlib
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from typing import NamedTuple, TypeVar
from zoneinfo import ZoneInfo

from services.intake.domain.refusal import RefusedError
from services.intake.domain.text import clean_text
from services.intake.importer.columns import SHOWN, Column
from services.intake.importer.messages import (
    BAD_DATE,
    BAD_TIME,
    EMPTY,
    ERROR_CELL,
    TEXT_REMEDY,
    Problem,
)
from services.intake.importer.tables import Cell, Table
from services.intake.importer.values import read_date, read_time
from services.intake.units import Units

T = TypeVar("T")

ERRORS = frozenset({"#REF!", "#N/A", "#VALUE!", "#DIV/0!", "#NAME?", "#NULL!", "#NUM!", "#SPILL!", "#CALC!"})
"""What Excel shows in a cell whose formula failed."""


class Row(NamedTuple):
    """A good row. ``external_id`` is the same whenever and from whichever file the row is imported."""

    sheet: str
    number: int
    external_id: str
    text: str
    unit: str | None
    occurred_at: datetime | None


class RowReader:
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
                self._add(column, *ERROR_CELL)
                return None
        return None if cell == "" else cell

    def _text(self) -> str | None:
        before = len(self.problems)
        cell = self._cell(Column.TEXT)
        if cell is None:
            if len(self.problems) == before:
                self._add(Column.TEXT, *EMPTY)
            return None
        try:
            return clean_text(str(cell))
        except RefusedError as error:
            fault = error.faults[0]
            self._add(Column.TEXT, fault.vi, fault.en, *TEXT_REMEDY)
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
        day = self._tried(Column.DATE, lambda: read_date(day_cell), BAD_DATE)
        if day is None:
            return None
        clock_cell: Cell = time_cell if time_cell is not None else day[1] or "0:00"
        where = Column.TIME if time_cell is not None else Column.DATE
        clock = self._tried(where, lambda: read_time(clock_cell), BAD_TIME)
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
