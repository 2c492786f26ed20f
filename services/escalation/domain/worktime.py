"""Working time: office hours, holidays, and deadlines counted in them."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import msgspec

DAY = timedelta(days=1)
LONGEST_CLOSURE_DAYS = 60
"""Beyond this many days without an office hour a calendar is wrong rather than on holiday."""


MILLISECOND_US = 1000


def to_milliseconds(at: datetime) -> datetime:
    """The instant cut to milliseconds, as MongoDB keeps it, so that what is read equals what was stored."""
    return at.replace(microsecond=at.microsecond // MILLISECOND_US * MILLISECOND_US)


class CalendarError(ValueError):
    """The calendar has no office hours near a date."""


class Office(msgspec.Struct, frozen=True):
    """One opening of the office on a working day, local wall time, ``opens`` before ``closes``."""

    opens: time
    closes: time


class WorkCalendar(msgspec.Struct, frozen=True):
    """When offices work.

    ``offices`` are ordered and don't overlap. ``holidays`` are closed; ``working_days`` are open although
    the weekday isn't (days that make up for a swapped one) and win over holidays.
    """

    zone: str
    weekdays: frozenset[int]
    """0 Monday … 6 Sunday, as ``date.weekday()``."""
    offices: tuple[Office, ...]
    holidays: frozenset[date] = frozenset()
    working_days: frozenset[date] = frozenset()

    def is_working_day(self, day: date) -> bool:
        """Whether offices open at all on this local day."""
        return day in self.working_days or (day.weekday() in self.weekdays and day not in self.holidays)

    def openings(self, day: date) -> list[tuple[datetime, datetime]]:
        """The (opens, closes) of a local day as naive wall times; empty when closed."""
        if not self.is_working_day(day):
            return []
        return [(datetime.combine(day, o.opens), datetime.combine(day, o.closes)) for o in self.offices]

    def add_working(self, start: datetime, span: timedelta) -> datetime:
        """The earliest instant in office time, ``start`` or later, with ``span`` of working time up to it.

        ``start`` is aware, the answer is in UTC. Closing time belongs to the office: four hours from 08:00
        end at 12:00, not at 13:30. The work grows with the days crossed, not with the minutes. Raises
        CalendarError when offices stay closed for LONGEST_CLOSURE_DAYS.
        """
        zone = ZoneInfo(self.zone)
        at = start.astimezone(zone).replace(tzinfo=None)
        left = max(span, timedelta(0))
        day, closed = at.date(), 0
        while closed <= LONGEST_CLOSURE_DAYS:
            openings = self.openings(day)
            for opens, closes in openings:
                begin = max(at, opens)
                if begin <= closes and left <= closes - begin:
                    return (begin + left).replace(tzinfo=zone).astimezone(UTC)
                left -= max(closes - begin, timedelta(0))
            closed = 0 if openings else closed + 1
            day += DAY
        raise CalendarError(f"no office hours within {LONGEST_CLOSURE_DAYS} days before {day}")

    def working_between(self, start: datetime, end: datetime) -> timedelta:
        """The working time from ``start`` to ``end`` (both aware); zero when ``end`` is not later."""
        zone = ZoneInfo(self.zone)
        first = start.astimezone(zone).replace(tzinfo=None)
        last = end.astimezone(zone).replace(tzinfo=None)
        total, day = timedelta(0), first.date()
        while day <= last.date():
            for opens, closes in self.openings(day):
                total += max(min(closes, last) - max(opens, first), timedelta(0))
            day += DAY
        return total

    def is_office_time(self, at: datetime) -> bool:
        """Whether an aware instant lies in office time, closing time included."""
        local = at.astimezone(ZoneInfo(self.zone)).replace(tzinfo=None)
        return any(opens <= local <= closes for opens, closes in self.openings(local.date()))
