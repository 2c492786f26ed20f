"""Numbers with letters that are a flat's in a tower: ``B6-602``, ``CT5A-1102``, ``S2.05-1109``.

Files, orders and things have codes that look the same, hence what stands before decides where no word tells.
"""

import re

from services.intake.domain.patterns.address_number import Number

TOWER = re.compile(r"[a-z][0-9]{0,2}-[0-9.]{3,}")
"""``B6-602``, ``A-08.11``: block and flat."""
CODE = re.compile(
    r"(?:[a-z][0-9]{0,2}|[a-z]{2}[0-9]{1,2})[a-e]?(?:\.[0-9]{2})?[\-.][0-9]{2}\.?[0-9]{1,2}|[a-z][0-9]{1,2}[\-.][0-9]{2}"
)
"""The same with whatever letters a tower has: ``CT5A-1102``, ``S2.05-1109``; the latter form is short, ``A12-05``."""
_SHORT_CODE = re.compile(r"[a-z][0-9]{0,2}[\-.]?[0-9]{2,4}")
_HOMES = frozenset({"can", "dan", "ho", "nha", "o", "tai", "tret"})
"""What stands before the number of a flat: ``ở``, ``hộ``, ``cư dân``."""
_CODED = frozenset(
    {
        "bao",
        "don",
        "dong",
        "hang",
        "hieu",
        "hs",
        "lo",
        "loai",
        "ma",
        "may",
        "mau",
        "ong",
        "phieu",
        "so",
        "tau",
        "vien",
        "xe",
    }
)
"""What has a code that looks like a flat's."""
LONG = 3
"""Digits of a flat's or a room's number that need no further sign."""


def of_flat(digits: str) -> bool:
    """Whether a number with letters may be that of a flat in a tower."""
    return digits[0].isalpha() and (CODE.fullmatch(digits) or _SHORT_CODE.fullmatch(digits)) is not None


def is_flat(number: Number) -> bool:
    """``B6-602`` by itself, which looks like the code of a file or a thing: these have a word for it before them."""
    digits, before = number.digits, number.before
    if not of_flat(digits) or number.plain.startswith("-", number.end):
        return False
    long = CODE.fullmatch(digits) is not None and len(digits.rpartition("-")[2]) >= LONG
    return before in _HOMES or (long and not before[-1:].isdigit() and before not in _CODED)
