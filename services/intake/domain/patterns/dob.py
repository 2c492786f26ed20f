"""Dates of birth: a full date behind a word for birth (``sinh ngày 04/02/1993``, ``SN 12.5.80``, ``ns: 1-2-75``).

A year alone is no date and stays, as do all dates that aren't births.
"""

import re
from collections.abc import Iterator

KIND = "DOB"
DIGITS = 4
"""A text with fewer digits has no date."""

_DAY = r"(?:0?[1-9]|[12][0-9]|3[01])"
_MONTH = r"(?:0?[1-9]|1[0-2])"
_YEAR = r"(?:(?:19|20)[0-9]{2}|[0-9]{2})"
_DATE = (
    rf"(?:{_DAY} ?(?P<sep>[/.\- ]) ?{_MONTH} ?(?P=sep) ?{_YEAR}"
    rf"|(?:ngay )?{_DAY} thang {_MONTH} nam {_YEAR}|(?:19|20)[0-9]{{2}}-[01][0-9]-[0-3][0-9])(?![0-9])"
)
_WORD = r"(?:ngay sinh|sinh ngay|ngay thang nam sinh|nam sinh|sinh nam|sinh hom|sinh vao|sinh|sn|ns|dob)"
_BORN = re.compile(
    rf"(?<![a-z]){_WORD}(?: (?:ngay|vao|la|cua))*(?: (?:toi|em|chau|be|con|con toi|anh|chi))?[ :.(]{{0,3}}(?P<date>{_DATE})"
)
_CUE = re.compile(r"sinh|(?<![a-z])(?:sn|ns|dob)(?![a-z])")


def find(plain: str) -> Iterator[tuple[int, int]]:
    """Spans of dates of birth in a plain shadow."""
    if not _CUE.search(plain):
        return
    for match in _BORN.finditer(plain):
        start, end = match.span("date")
        yield (start + 5 if plain.startswith("ngay ", start) else start), end
