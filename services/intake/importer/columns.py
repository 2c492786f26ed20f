"""Header names as offices write them, Vietnamese or English, with or without diacritics → our columns."""

import unicodedata
from collections.abc import Mapping, Sequence
from enum import StrEnum
from typing import Any

from shared.units import fold

SEARCHED_ROWS = 20
"""The header may stand below a title; so many rows are looked at."""


class Column(StrEnum):
    """What a column can be for us. Others (number, channel, …) are passed over."""

    TEXT = "text"
    DATE = "date"
    TIME = "time"
    UNIT = "unit"
    CODE = "code"


SHOWN: Mapping[Column, str] = {
    Column.TEXT: "Nội dung",
    Column.DATE: "Ngày nhận",
    Column.TIME: "Giờ",
    Column.UNIT: "Đơn vị",
    Column.CODE: "Mã",
}
"""How a column is called where the file has none."""

_NAMES: Mapping[Column, tuple[str, ...]] = {
    Column.TEXT: (
        "noi dung",
        "noi dung phan anh",
        "noi dung phan anh kien nghi",
        "noi dung kien nghi",
        "noi dung y kien",
        "noi dung su viec",
        "phan anh",
        "y kien",
        "kien nghi",
        "mo ta",
        "text",
        "content",
        "report",
        "description",
        "message",
    ),
    Column.DATE: (
        "ngay nhan",
        "ngay",
        "ngay tiep nhan",
        "ngay phan anh",
        "ngay xay ra",
        "ngay gio",
        "ngay gio nhan",
        "thoi gian",
        "thoi gian nhan",
        "date",
        "date received",
        "received",
        "received at",
        "occurred at",
    ),
    Column.TIME: ("gio", "gio nhan", "gio phan anh", "time", "time received"),
    Column.UNIT: (
        "don vi",
        "phuong xa",
        "phuong",
        "xa",
        "xa phuong",
        "don vi phan anh",
        "dia ban",
        "unit",
        "ward",
        "commune",
        "reported from",
    ),
    Column.CODE: (
        "ma",
        "ma phan anh",
        "ma cua phuong",
        "ma cua xa",
        "ma cua don vi",
        "ma so",
        "ma don",
        "ma ho so",
        "so ho so",
        "so hieu",
        "code",
        "id",
        "external id",
        "reference",
    ),
}
_BY_NAME = {name: column for column, names in _NAMES.items() for name in names}


def find_header(rows: Sequence[Sequence[Any]]) -> tuple[int, dict[Column, tuple[int, str]]] | None:
    """Index of the header row, and column → (index, name in the file); None where no row names a text."""
    best: tuple[int, dict[Column, tuple[int, str]]] | None = None
    for index, row in enumerate(rows[:SEARCHED_ROWS]):
        found: dict[Column, tuple[int, str]] = {}
        for position, cell in enumerate(row):
            column = column_of(cell)
            if column:
                found.setdefault(column, (position, str(cell).strip()))
        if Column.TEXT in found and (best is None or len(found) > len(best[1])):
            best = index, found
    return best


def column_of(cell: Any) -> Column | None:
    """The column that a header cell names."""
    if not isinstance(cell, str):
        return None
    name = fold(unicodedata.normalize("NFC", cell.partition("(")[0]))
    return _BY_NAME.get(name)
