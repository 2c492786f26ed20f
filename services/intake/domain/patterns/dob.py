"""Dates and years of birth: behind a word for birth (``sinh ngày 04/02/1993``, ``SN 1980``, ``ns: 1-2-75``).

So is a full date right behind a name that is hidden already. All other dates stay.
"""

import re
from collections.abc import Iterator

KIND = "DOB"
DIGITS = 2
"""A text with fewer digits has no date."""

_DAY = r"(?:0?[1-9]|[12][0-9]|3[01])"
_MONTH = r"(?:0?[1-9]|1[0-2])"
_YEAR = r"(?:(?:19|20)[0-9]{2}|[0-9]{2})"
_DATE = (
    rf"(?:{_DAY} ?(?P<sep>[/.\- ]) ?{_MONTH} ?(?P=sep) ?{_YEAR}"
    rf"|(?:ngay )?(?:m[uo]ng )?{_DAY} thang {_MONTH} nam {_YEAR}|(?:ngay )?ram thang {_MONTH} nam {_YEAR}|(?:19|20)[0-9]{{2}}-[01][0-9]-[0-3][0-9])(?![0-9])"
)
_WORD = r"(?:ngay sinh|sinh ngay|ngay thang nam sinh|nam sinh|sinh nam|sinh hom|sinh vao|sinh|sn|ns|dob)"
_BORN = re.compile(
    rf"(?<![a-z]){_WORD}(?: (?:ngay|vao|la|cua|dung|that|ghi|sai|thanh))*(?: (?:toi|em|chau|be|con|con toi|anh|chi))?[ :.(]{{0,3}}(?P<date>{_DATE})"
)
_YEAR_ONLY = re.compile(
    r"(?<![a-z])(?<!hy )(?<!hi )(?:sinh nam|nam sinh|sinh|sn|ns|tuoi|sinh khoang)[ :.(]{1,3}(?:nam |thang )?(?P<date>(?:(?:0?[1-9]|1[0-2])[/\-])?(?:19[2-9]|20[0-2])[0-9])(?![0-9/\-a-z]|[.,][0-9])"
    r"|(?<![a-z])(?<!hy )(?<!hi )(?:sinh nam|nam sinh|sn)[ :.]{1,3}(?P<short>[4-9][0-9])(?![0-9/.\-,]|[a-z])"
)
_BEHIND_NAME = re.compile(
    rf"\]\"?(?:[ ,(\-]{{1,4}}(?P<date>{_DAY}([/.\-]){_MONTH}\2(?:19[2-9][0-9]|20[01][0-9]|202[0-2]))(?![0-9])"
    r"| ?\((?P<year>(?:19[2-9]|20[01])[0-9])\)|, (?P<alone>(?:19[2-9]|20[01])[0-9])(?=[.,;)\n]|$))"
)


def find(plain: str) -> Iterator[tuple[int, int]]:
    """Spans of dates of birth in a plain shadow."""
    if "]" in plain:
        for match in _BEHIND_NAME.finditer(plain):
            yield match.span(match.lastgroup or 0)
    if not ("sinh" in plain or "sn" in plain or "ns" in plain or "dob" in plain):
        return
    for match in _YEAR_ONLY.finditer(plain):
        yield match.span("short" if match["short"] else "date")
    for match in _BORN.finditer(plain):
        start, end = match.span("date")
        yield (start + 5 if plain.startswith("ngay ", start) else start), end
