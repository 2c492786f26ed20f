"""Reading a working calendar from YAML: zone, weekdays, hours, holidays, working days."""

import re
from datetime import date, time
from enum import StrEnum
from pathlib import Path
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from services.escalation.domain.datafile import Value, read, read_path
from services.escalation.domain.worktime import Office, WorkCalendar

HOURS = re.compile(r"([01][0-9]|2[0-3]):([0-5][0-9])-([01][0-9]|2[0-3]):([0-5][0-9])")


class Weekday(StrEnum):
    """Days of the week as written in the file, Monday first."""

    MON = "mon"
    TUE = "tue"
    WED = "wed"
    THU = "thu"
    FRI = "fri"
    SAT = "sat"
    SUN = "sun"


def load_calendar(text: str, source: str) -> WorkCalendar:
    """The calendar in a YAML text. ``source`` names it in errors. Raises DataError."""
    fields = read(text, source).fields(("zone", "weekdays", "hours"), ("holidays", "working_days"))
    weekdays = [item.choice(Weekday) for item in fields["weekdays"].items()]
    if not weekdays:
        fields["weekdays"].fail("no working day", "Name at least one, as [mon, tue]")
    return WorkCalendar(
        zone=_zone(fields["zone"]),
        weekdays=frozenset(list(Weekday).index(day) for day in weekdays),
        offices=_offices(fields["hours"]),
        holidays=_days(fields.get("holidays")),
        working_days=_days(fields.get("working_days")),
    )


def load_calendar_file(path: Path) -> WorkCalendar:
    """The calendar in a file. Raises DataError and OSError."""
    return load_calendar(read_path(path), str(path))


def _zone(value: Value) -> str:
    name = value.text()
    try:
        return ZoneInfo(name).key
    except (ZoneInfoNotFoundError, ValueError, OSError):
        value.fail(f"unknown time zone '{name}'", "Use an IANA name such as Asia/Ho_Chi_Minh")


def _offices(value: Value) -> tuple[Office, ...]:
    offices: list[Office] = []
    for item in value.items():
        match = HOURS.fullmatch(item.text())
        if not match:
            item.fail(f"'{item.text()}' are no hours", 'Write them as "08:00-12:00"')
        a, b, c, d = map(int, match.groups())
        office = Office(time(a, b), time(c, d))
        if office.opens >= office.closes:
            item.fail("closes before it opens", "Swap the two times; hours over midnight need two entries")
        if offices and office.opens < offices[-1].closes:
            item.fail("overlaps the hours before", "Order them from morning to evening without overlap")
        offices.append(office)
    if not offices:
        value.fail("no office hours", 'Add at least one, as ["08:00-12:00"]')
    return tuple(offices)


def _days(value: Value | None) -> frozenset[date]:
    days = set()
    for name, note in value.pairs() if value else ():
        note.text()
        try:
            days.add(date.fromisoformat(name))
        except ValueError:
            note.fail(f"'{name}' is no date", "Write it as 2026-09-02")
    return frozenset(days)
