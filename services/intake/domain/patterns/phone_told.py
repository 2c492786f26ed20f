"""Phone numbers told in words: ``không chín năm …``."""

import re
from collections.abc import Iterator

KIND = "PHONE"
DIGITS = 0
"""Told in words it has no digit."""

_WORD = r"(?:khong|mot|hai|ba|bon|tu|nam|lam|sau|bay|tam|chin|muoi|[0-9])"
_TOLD = re.compile(
    rf"(?<![a-z0-9])(?:(?:khong|0)(?:[ ,.\-]{{1,3}}{_WORD}){{9,10}}|0[0-9]{{2,4}}(?:[ ,.\-]{{1,3}}{_WORD}){{6,8}})(?![a-z0-9])"
)
_TWO = re.compile(rf"(?:khong|0[0-9]{{0,4}})[ ,.\-]{{1,3}}{_WORD}[ ,.\-]{{1,3}}{_WORD}[ ,.\-]")
"""How such a number begins: far quicker to look for, since most texts hold a ``không``."""


def find(plain: str) -> Iterator[tuple[int, int]]:
    """Spans of phone numbers in words in a plain shadow."""
    if _TWO.search(plain):
        for match in _TOLD.finditer(plain):
            yield match.span()
