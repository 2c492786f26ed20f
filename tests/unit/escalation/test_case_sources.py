"""How many independent sources stand behind a case."""

import pytest

from services.escalation.domain.sources import FORWARDED, count
from tests.unit.escalation.casework import Casework
from tests.unit.escalation.test_case_grouping import alike

OTHER_WORDS = alike(0.6)
"""Near enough for the same case, too far for the same text."""


def sources(*reports: dict) -> int:
    work = Casework()
    for number, more in enumerate(reports):
        work.receive(str(number), **more)
    assert len(work.case.reports) == len(reports)
    return count(work.case.reports)


@pytest.mark.parametrize(
    ("reports", "expected"),
    [
        ([{"source_mark": "m1"}], 1),
        ([{"source_mark": "m1"}, {"source_mark": "m2", "signature": OTHER_WORDS}], 2),
        ([{"source_mark": "m1"}, {"source_mark": "m1", "signature": OTHER_WORDS}], 1),
        ([{"source_mark": "m1"}, {"source_mark": "m2"}, {"source_mark": "m3"}], 1),
        ([{}, {"signature": OTHER_WORDS}], 2),
        ([{}, {}], 1),
    ],
    ids=[
        "one",
        "two people",
        "one person twice",
        "a text passed on",
        "two without a mark",
        "passed on without a mark",
    ],
)
def test_a_person_or_a_text_passed_on_counts_once(reports: list[dict], expected: int):
    assert sources(*reports) == expected


def test_what_is_passed_on_lies_above_the_bound_and_another_telling_below():
    assert 0.6 < FORWARDED < 1.0
