"""Phone numbers with letters for some of the digits: ``o95o 123 l56``."""

import re
from collections.abc import Iterator

KIND = "PHONE"
DIGITS = 6
"""Digits proper that such a number has at least."""

_LETTERED = re.compile(r"(?<![a-z0-9./])[o0](?:[ .\-]?[0-9ol]){9,10}(?![a-z0-9])")
_LETTER = re.compile("[ol]")


def find(plain: str) -> Iterator[tuple[int, int]]:
    """Spans of phone numbers with letters in a plain shadow."""
    for match in _LETTERED.finditer(plain):
        if _LETTER.search(match[0]) and sum(map(str.isdigit, match[0])) >= DIGITS:
            yield match.span()
