"""A plain shadow of a text: same length, lower case, no diacritics, ASCII digits, plain spaces and dashes.

Patterns are written once for the shadow and hold for every spelling: full-width and "fancy" digits, ``Đ`` and
``đ``, en dashes, no-break and zero-width spaces. Equal length keeps the offsets those of the text.
"""

import unicodedata
from itertools import chain

ZERO_WIDTH = "\u00ad\u200b\u200c\u200d\u2060\ufeff"
PUNCTUATION = "@.,+/()_"
_FREQUENT = (*range(0x250), *range(0x300, 0x370), *range(0x1E00, 0x1F00), *range(0x2000, 0x2070))
"""Vietnamese letters and what stands between: a code that the table lacks is slow, since it raises within."""
OWN = {"đ": "d", "Đ": "d", "\u2212": "-"}


def shadow(text: str) -> str:
    """The plain shadow of ``text`` (expected in NFC); ``len(shadow(text)) == len(text)`` for any text."""
    return text.lower().replace("\t", " ") if text.isascii() else text.translate(_TABLE)


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
    changed = {code: char for code, char in plain.items() if char is not None and char != chr(code)}
    return {code: chr(code) for code in _FREQUENT} | changed


_TABLE = _table()
