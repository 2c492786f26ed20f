"""Vehicle plates: ``29C-000.36``, ``30A 12345``, ``29-X1 123.45``, ``59P1-123.45``, ``80-NG-123-45``.

Province code 11 to 99, one or two series letters with an optional digit, four or five digits. Five digits
stand on their own; four only in ``29-X1 2345`` form or behind a word for a vehicle, because flats and rooms
look alike (``24T1 1205``).
"""

import re
from collections.abc import Iterator

KIND = "PLATE"
DIGITS = 4
"""A text with fewer digits has no plate."""

_PLATE = re.compile(
    r"(?<![0-9a-z])(?:[2-9][0-9]|1[1-9])(?P<first>[ .\-]?)(?P<series>[a-z]{1,2}[0-9]??)(?P<second>[ .\-]{0,3})"
    r"(?P<number>[0-9]{3}(?P<dot>[. \-]?)[0-9]{2}|[0-9]{2}\.[0-9]{3}|[0-9]{4})(?![0-9a-z]|[.,][0-9]| ?[0-9]{3} ?[0-9]{3}|[.\-][0-9]{3})"
)
_CUE = re.compile(
    r"(?<![a-z])(?:bien|bks|bsx|bs|xe|oto|o to|taxi|container|plate|so hieu)(?![a-z])[^0-9\[\]\n]{0,30}$"
)
_MILITARY = re.compile(
    r"(?<![a-z])bien(?: so| do| kiem soat)?[ :]{0,3}(?P<plate>[a-z]{2}[ .\-]?[0-9]{2}[ .\-]?[0-9]{2})(?![0-9a-z])"
)
_MEASURES = frozenset(
    {"k", "h", "g", "m", "d", "l", "t", "tr", "kg", "km", "cm", "mm", "ha", "m2", "m3", "ty"}
)
"""What a number followed by these letters is: money, time, size; a plate only with a dash, a dot or a cue."""
_CUE_REACH = 45


def find(plain: str) -> Iterator[tuple[int, int]]:
    """Spans of vehicle plates in a plain shadow."""
    for match in _PLATE.finditer(plain):
        if _stands_alone(match) or _CUE.search(plain, max(0, match.start() - _CUE_REACH), match.start()):
            yield match.span()
    for match in _MILITARY.finditer(plain):
        yield match.span("plate")


def _stands_alone(match: re.Match[str]) -> bool:
    if match["dot"] is None:
        return match["first"] == "-" and not match["number"].startswith(("19", "20"))
    if match["series"] in _MEASURES:
        return match["dot"] == "." or match["second"] == "-"
    return True
