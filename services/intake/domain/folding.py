"""A plain shadow of a text: same length, lower case, no diacritics, ASCII digits, plain spaces and dashes.

Patterns are written once for the shadow and hold for every spelling: full-width and "fancy" digits, ``Đ`` and
``đ``, en dashes, no-break and zero-width spaces. Equal length keeps the offsets those of the text.
"""

import unicodedata
from itertools import chain

ZERO_WIDTH = "\u00ad\u200b\u200c\u200d\u2060\ufeff"
PUNCTUATION = "@.,+/()_"
OWN = {"đ": "d", "Đ": "d", "\u2212": "-"}


def shadow(text: str) -> str:
    """The plain shadow of ``text`` (expected in NFC); ``len(shadow(text)) == len(text)`` for any text."""
    return text.translate(_TABLE)


def _plain(char: str) -> str | None:
    if char in OWN:
        return OWN[char]
    digit = unicodedata.decimal(char, None)
    if digit is not None:
        return str(digit)
    category = unicodedata.category(char)
    if category == "Zs" or char in ZERO_WIDTH or char == "\t":
        return " "
    if category == "Pd":
        return "-"
    base = unicodedata.normalize("NFKD", char)[0].lower()
    return base if base.isascii() and (base.isalpha() or base in PUNCTUATION) else None


def _table() -> dict[int, str]:
    mathematical = range(0x1D400, 0x1D800)
    plain = {code: _plain(chr(code)) for code in chain(range(0x10000), mathematical)}
    return {code: char for code, char in plain.items() if char is not None and char != chr(code)}


_TABLE = _table()
