"""Vietnamese phone numbers in every spacing and prefix; public hotlines stay.

Shapes (national form): mobile and old landline ``0[2-9]`` + 8 digits, landline ``02`` + 9, mobile before 2018
``01[2689]`` + 8; with ``+84``, ``84``, ``0084`` for the zero; abroad ``+`` and 8 to 15 digits. Behind a word
for "phone" also 7 to 11 digits without a prefix. Hotlines (111 to 115, 1022, 18xx, 1900) begin with 1 and are
never matched.
"""

import re
from collections.abc import Iterator

KIND = "PHONE"
DIGITS = 7
"""A text with fewer digits has no phone number."""

_SEP = r"(?: ?[.\-_/()] ?|,| {1,2})?"
_D = rf"{_SEP}[0-9]"
_SUBSCRIBER = rf"(?:2(?:{_D}){{9}}|1{_SEP}[2689](?:{_D}){{8}}|[2-9](?:{_D}){{8}})"
_COUNTRY = rf"(?:\(\+? ?84\)|\+ ?84|0084|84){_SEP}(?:\(?0\)?{_SEP})?"
_TRUNK = rf"(?:\((?=0[0-9]{{1,3}}\)))?0{_SEP}"
_PREFIXED = re.compile(rf"(?<![0-9])(?:{_COUNTRY}|{_TRUNK}){_SUBSCRIBER}(?![0-9])")
_ABROAD = re.compile(rf"\+ ?[1-9](?:{_D}){{7,14}}(?![0-9])")

_GROUPED = re.compile(r"(?<![0-9.])0[235789][0-9]{1,2}([. ])[0-9]{3,4}\1[0-9]{4}(?![0-9]|[., ][0-9])")
"""Three groups are a number to call even where a digit too many was typed."""

_WORD = (
    r"(?:sdt|s[oo]? ?dt|dt|dt[dl]d|dien thoai|di dong|so may|zalo|viber|whatsapp|telegram|phone|tel|mobile"
    r"|lien he|lh|alo)"
)
_FILLER = r"(?:la|so|cua|em|toi|minh|chau|chi|anh|ong|ba|co|con|me|bo|theo|qua|nha|rieng|zalo|sdt|dt)"
_CUED = re.compile(
    rf"(?<![a-z]){_WORD}[ :.\-]{{0,3}}(?:{_FILLER}[ :.\-]{{1,3}}){{0,4}}"
    rf"(?P<number>[1-9](?:{_D}){{6,10}})(?![0-9])"
)

_DATE = re.compile(r"[0-9]{1,2} ?([./\-]) ?[0-9]{1,2} ?\1 ?(?:19|20)[0-9]{2}(?![0-9])")
_HOTLINE = re.compile(r"(?:11[1-5]|1022|18[0-9]{2}|19[0-9]{2})(?![0-9])|1[89]00")
_CURRENCY = re.compile(r" ?(?:vnd|dong|trieu|ty|nghin|ngan(?! hang)|usd|k|tr|d)(?![\w/])")
_THOUSANDS = re.compile(r"[0-9]{1,3}([., ])[0-9]{3}(?:\1[0-9]{3})+")
_HOURS = re.compile(r"[0-2][0-9]\.[0-5][05] ?- ?[0-2][0-9]\.[0-5][05] ?[\-/] ?[0-2][0-9]")
_MINUTES = re.compile(r"\.[0-5][05](?![0-9])")


def find(plain: str) -> Iterator[tuple[int, int]]:
    """Spans of phone numbers in a plain shadow."""
    for pattern, group in ((_PREFIXED, 0), (_GROUPED, 0), (_ABROAD, 0), (_CUED, "number")):
        position = 0
        while match := pattern.search(plain, position):
            start, end = match.span(group)
            if _is_phone(plain, start, end, cued=group != 0):
                yield start, end
                position = end
            else:
                position = start + 1


def _is_phone(plain: str, start: int, end: int, *, cued: bool) -> bool:
    """Whether digits of the right count are a number to call, and no date, sum, hotline or opening hours."""
    number = plain[start:end]
    if _DATE.match(number):
        return False
    if number[0] in "123456789" and _THOUSANDS.fullmatch(number):
        zeros = number.endswith("000")
        return not (zeros or _CURRENCY.match(plain, end))
    if cued:
        return not (_HOTLINE.match(number) or _CURRENCY.match(plain, end))
    return not (_HOURS.fullmatch(number) and _MINUTES.match(plain, end))
