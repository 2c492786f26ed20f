"""National identity numbers: CCCD (12 digits, first a province code 001 to 099), CMND (9) and passport when cued."""

import re
from collections.abc import Iterator

KIND = "NATIONAL_ID"
DIGITS = 7
"""A text with fewer digits has no identity number."""

_BARE = re.compile(
    r"(?<![0-9])(?:"
    r"0[0-9]{11}"
    r"|0[0-9]{2}([ .\-])[0-9]{3}\1[0-9]{3}\1[0-9]{3}"
    r"|0[0-9]{3}([ .\-])[0-9]{4}\2[0-9]{4}"
    r"|0[0-9]{2}([ .\-])[0-9]\3[0-9]{2}\3[0-9]{6}"
    r")(?![0-9])"
)
_WORD = (
    r"(?:cccd|cmnd|cmtnd|cmt|can cuoc|chung minh|so dinh danh|ma dinh danh|dinh danh ca nhan|giay to tuy than"
    r"|the can cuoc|id card|national id)"
)
_CUED = re.compile(
    rf"(?<![a-z]){_WORD}(?![a-z])(?P<gap>[^0-9\[\]\n]{{0,40}})"
    r"(?P<number>[0-9](?:[ .\-]?[0-9]){7,12})(?![0-9])"
)
_PASSPORT = re.compile(
    r"(?<![a-z])(?:ho chieu|passport)(?![a-z])[^0-9\[\]\n]{0,30}?(?<![a-z])(?P<number>[a-z][0-9]{7,8})(?![0-9])"
)
_DATE = re.compile(r"[0-9]{1,2}([. \-])[0-9]{1,2}\1(?:19|20)[0-9]{2}(?![0-9])")
_OTHER_WORD = re.compile(r"(?<![a-z])(?:sdt|dt|dien thoai|zalo|so may|phone|tel|stk|tai khoan)(?![a-z])")


def find(plain: str) -> Iterator[tuple[int, int]]:
    """Spans of identity numbers in a plain shadow."""
    for match in _BARE.finditer(plain):
        yield match.span()
    for match in _CUED.finditer(plain):
        if not (_DATE.match(match["number"]) or _OTHER_WORD.search(match["gap"])):
            yield match.span("number")
    for match in _PASSPORT.finditer(plain):
        yield match.span("number")
