"""Phone numbers told in words (``không chín năm …``) or with letters for digits (``o95o 123 l56``)."""

import re
from collections.abc import Iterator

KIND = "PHONE"
DIGITS = 0
"""Told in words it has no digit."""

_WORD = r"(?:khong|mot|hai|ba|bon|tu|nam|lam|sau|bay|tam|chin|[0-9])"
_TOLD = re.compile(rf"(?<![a-z0-9])(?:khong|0)(?:[ ,.\-]{{1,3}}{_WORD}){{9,10}}(?![a-z0-9])")
_LETTERED = re.compile(r"(?<![a-z0-9./])[o0](?:[ .\-]?[0-9ol]){9,10}(?![a-z0-9])")
_LETTER = re.compile("[ol]")
_FEWEST = 6
"""Digits proper that a number with letters has at least."""


def find(plain: str) -> Iterator[tuple[int, int]]:
    """Spans of phone numbers in words and letters in a plain shadow."""
    if "khong" in plain or "0 " in plain:
        for match in _TOLD.finditer(plain):
            yield match.span()
    for match in _LETTERED.finditer(plain):
        if _LETTER.search(match[0]) and sum(map(str.isdigit, match[0])) >= _FEWEST:
            yield match.span()
