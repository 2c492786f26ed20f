"""Deadlines in working hours."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.escalation.domain.calendar_file import load_calendar
from services.escalation.domain.datafile import DataError
from services.escalation.domain.worktime import CalendarError, WorkCalendar
from tests.unit.escalation.casework import HANOI, hanoi, local

CALENDAR = hanoi()[2]
DAYS_2026_2027 = 730
moments = st.integers(0, DAYS_2026_2027 * 24 * 60).map(
    lambda m: datetime(2026, 1, 1, tzinfo=UTC) + timedelta(minutes=m)
)
spans = st.integers(0, 200 * 60).map(lambda minutes: timedelta(minutes=minutes))


@pytest.mark.parametrize(
    ("start", "hours", "expected"),
    [
        ("2026-11-25 08:00", 4, "2026-11-25 12:00"),  # closing time belongs to the office
        ("2026-11-25 08:00", 5, "2026-11-25 14:30"),
        ("2026-11-25 12:00", 0, "2026-11-25 12:00"),
        ("2026-11-25 12:45", 0, "2026-11-25 13:30"),
        ("2026-11-20 17:00", 1, "2026-11-23 08:30"),  # over a weekend
        ("2026-11-23 17:00", 1, "2026-11-25 08:30"),  # over Vietnam Culture Day
        ("2026-02-13 17:00", 1, "2026-02-23 08:30"),  # over Tết, nine days
        ("2026-08-21 17:00", 1, "2026-08-22 08:30"),  # a Saturday that makes up for a Monday
        ("2026-08-28 17:00", 1, "2026-09-03 08:30"),
        ("2026-11-25 03:00", 8, "2026-11-25 17:30"),
    ],
)
def test_working_hours_skip_nights_weekends_and_holidays(start, hours, expected):
    assert CALENDAR.add_working(local(start), timedelta(hours=hours)) == local(expected)


@given(moments, spans)
def test_a_deadline_lies_in_office_time_and_measures_back(start, span):
    end = CALENDAR.add_working(start, span)
    assert end >= start
    assert end.tzinfo is UTC
    assert CALENDAR.is_office_time(end)
    assert CALENDAR.working_between(start, end) == span


@given(moments, spans, spans)
def test_spans_add_up(start, one, two):
    at_once = CALENDAR.add_working(start, one + two)
    assert CALENDAR.add_working(CALENDAR.add_working(start, one), two) == at_once


@given(moments, moments, spans, spans)
def test_later_start_or_longer_span_never_ends_earlier(a, b, one, two):
    start, later = sorted((a, b))
    short, long = sorted((one, two))
    assert CALENDAR.add_working(start, short) <= CALENDAR.add_working(later, long)


def test_a_calendar_that_never_opens_is_an_error():
    shut = WorkCalendar(zone="UTC", weekdays=frozenset({0}), offices=())
    with pytest.raises(CalendarError):
        shut.add_working(local("2026-11-25 08:00"), timedelta(hours=1))


GOOD = (HANOI / "calendar.yaml").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("old", "new", "problem", "remedy"),
    [
        ("Asia/Ho_Chi_Minh", "Asia/Saigone", "zone: unknown time zone 'Asia/Saigone'", "Use an IANA name"),
        ('"08:00-12:00"', '"8-12"', "hours[0]: '8-12' are no hours", 'Write them as "08:00-12:00"'),
        ('"13:30-17:30"', '"11:30-17:30"', "hours[1]: overlaps the hours before", "Order them"),
        ('"13:30-17:30"', '"17:30-13:30"', "hours[1]: closes before it opens", "Swap the two"),
        (
            "2026-01-01:",
            "2026-13-01:",
            "holidays.2026-13-01: '2026-13-01' is no date",
            "Write it as 2026-09-02",
        ),
        ("2026-01-02:", "2026-01-01:", "holidays.2026-01-01: stands twice", "Keep one of the two"),
        ("[mon, ", "[monday, ", "weekdays[0]: unknown value 'monday'", "Use one of: mon, tue"),
        ("[mon, tue, wed, thu, fri]", "[]", "weekdays: no working day", "Name at least one"),
        ("\nzone:", "\nzones:", "zones: unknown field", "Remove it or use one of: zone, weekdays"),
    ],
)
def test_a_wrong_calendar_names_file_line_and_remedy(old, new, problem, remedy):
    assert GOOD.count(old) == 1
    text = GOOD.replace(old, new)
    with pytest.raises(DataError) as caught:
        load_calendar(text, "calendar.yaml")
    assert str(caught.value).startswith(f"calendar.yaml:{caught.value.line}: {problem}")
    assert remedy in caught.value.remedy
    assert new.strip("\n:[], ") in text.splitlines()[caught.value.line - 1]
