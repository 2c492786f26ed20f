"""Whether a number without a word before it is a house's: ``12 ngõ 5``, ``45/7 Lê Lợi``, ``B6-602``.

Most numbers in a text are none, so that ``could_be_bare`` sorts them out before anything is read.
"""

import re

from services.intake.domain.patterns.address_code import LONG, TOWER, is_flat, of_flat
from services.intake.domain.patterns.address_number import NUMBERED, Number

_DATED = re.compile(r"(?:0?[1-9]|[12][0-9]|3[01])[/\-.](?:0?[1-9]|1[0-2])(?:[/\-.](?:19|20)?[0-9]{2})?")
_ADDRESS_WORD = re.compile(
    "ngo|ngach|hem|kiet|duong|dg|pho|toa|thap|tang|biet|cum|kp|ktx|ky|khach|nha|ct|hh|[a-z]{1,2}[0-9]|to|xom|khu|tap|kdt|kcn|chung|day|lo|doi|thon|ap|dai|quoc|tinh|dau|cuoi|trong|mat|hxh|xet|vp|dn"
)


def could_be_bare(plain: str, text: str, match: re.Match[str]) -> bool:
    """Whether a number without a word before it could be a house's by the next letter; most are sorted out here."""
    end = match.end("number")
    if of_flat(match["number"]):
        return True
    return plain.startswith(" ", end) and (
        text[end + 1 : end + 2].isupper() or _ADDRESS_WORD.match(plain, end + 1) is not None
    )


def is_house(number: Number) -> bool:
    """By what follows it, what stands before it, and the form of a flat's code."""
    digits, left, tail = number.digits, number.left, number.tail
    if digits[0].isalpha():
        return (
            is_flat(number)
            or (digits[0] == "k" and "/" in digits and bool(tail))
            or (tail == "room" and TOWER.match(digits) is not None)
        )
    if tail == "group" and "/" in digits:
        return left in {"o", "tai", "gan"} or _DATED.fullmatch(digits) is None
    if not tail or digits[0] == "0" or number.numbered or left.isdigit():
        return False
    if not number.plain.startswith(" ", number.end):
        return False
    if tail == "name":
        venue = left in NUMBERED and left != "den"
        return "/" in digits or venue or left in {"o", "tai", "chi", "dc"}
    return tail != "group" and (tail != "room" or len(digits) >= LONG)
