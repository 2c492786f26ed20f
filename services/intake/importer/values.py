"""Dates and times in cells: real ones, Excel's numbers, and text as people write it (``13/11/2026``, ``7h30 tối``)."""

import re
from datetime import date, datetime, time, timedelta

from services.intake.domain.submission import YEARS
from services.intake.importer.tables import Cell
from shared.units import fold

EXCEL_DAY_ZERO = date(1899, 12, 30)
_LEAD = re.compile(r"^[ ,;tT-]+(?=\d)")
_WORDS = re.compile(r"\b(?:ngay|thang|nam)\b")
_DATE = re.compile(r"\s*(\d{1,2})\s*[/.\- ]\s*(\d{1,2})\s*[/.\- ]\s*(\d{4}|\d{2})(?!\d)(.*)", re.DOTALL)
_ISO_DATE = re.compile(r"\s*(\d{4})\s*[/.\-]\s*(\d{1,2})\s*[/.\-]\s*(\d{1,2})(?!\d)(.*)", re.DOTALL)
_TIME = re.compile(
    r"\s*(\d{1,2})\s*(?:(?::|h|g|gio)\s*(\d{1,2})?\s*(?:p|phut)?(?::(\d{2}))?)?\s*(sa|sang|trua|ch|chieu|toi|dem|am|pm)?\s*"
)
_AFTERNOON = {"ch", "chieu", "toi", "pm"}
NOON = 12
CENTURY = "20"
DAY_S = 86_400


def read_date(cell: Cell) -> tuple[date, str]:
    """A day and what follows it in the cell (a time, or nothing). Raises ValueError."""
    day: date
    rest = ""
    match cell:
        case datetime():
            day, rest = cell.date(), cell.strftime("%H:%M") if cell.time() != time() else ""
        case date():
            day = cell
        case int() | float() if not isinstance(cell, bool):
            day = EXCEL_DAY_ZERO + timedelta(days=int(_bounded(cell)))
        case str():
            day, rest = _written_date(cell)
        case _:
            raise ValueError("no date")
    if day.year not in YEARS:
        raise ValueError("no year of ours")
    return day, rest.strip()


def read_time(cell: Cell) -> time:
    """A time of day. Raises ValueError."""
    match cell:
        case datetime():
            return cell.time()
        case time():
            return cell
        case timedelta() if timedelta() <= cell < timedelta(days=1):
            return _time_of_day(cell.seconds)
        case float() if 0 <= cell < 1:
            return _time_of_day(round(cell * DAY_S) % DAY_S)
        case str():
            return _written_time(cell)
        case int() if not isinstance(cell, bool):
            return time(cell)
    raise ValueError("no time")


def _written_date(text: str) -> tuple[date, str]:
    plain = _WORDS.sub(" ", _spaced(text)) if re.search("[a-z]", _spaced(text)) else text
    if match := _ISO_DATE.fullmatch(plain):
        year, month, day, rest = int(match[1]), int(match[2]), int(match[3]), match[4]
    elif match := _DATE.fullmatch(plain):
        century = "" if len(match[3]) == len("2026") else CENTURY
        day, month, year, rest = int(match[1]), int(match[2]), int(century + match[3]), match[4]
    else:
        raise ValueError("no date")
    return date(year, month, day), _LEAD.sub("", rest)


def _spaced(text: str) -> str:
    """Folded like ``fold``, but with the punctuation of dates and times."""
    return "".join(part if part in "/.-:," else fold(part) or " " for part in re.split(r"([/.\-:,\s])", text))


def _written_time(text: str) -> time:
    match = _TIME.fullmatch(_spaced(text).strip())
    if match is None:
        raise ValueError("no time")
    hour = int(match[1])
    if match[4] in _AFTERNOON and hour < NOON:
        hour += NOON
    return time(hour, int(match[2] or 0))


def _time_of_day(seconds: int) -> time:
    return time(seconds // 3600, seconds // 60 % 60, seconds % 60)


def _bounded(number: float) -> float:
    if not 1 <= number < 100_000:  # noqa: PLR2004 - 1900 to 2173, as Excel counts days
        raise ValueError("no date")
    return number
