"""Where somebody lives: house number with street or alley, flat, room. Unit names stay, streets alone as well.

A number counts as a house's by the word before it (``nhà``, ``số``, ``căn``, ``P``) or by the street or alley
behind it; what follows it belongs to it: ``số 12 ngõ 5 phố Vọng``, ``căn 1208 tòa HH2``, ``nhà 45 tổ 3``.
"""

import re
from collections.abc import Iterator

from services.intake.domain.patterns.address_head import (
    HEAD,
    LARGER_REACH,
    REACH,
    Number,
    begin,
    could_be_bare,
    larger,
)
from services.intake.domain.patterns.address_tail import end_of_address

KIND = "ADDRESS"
DIGITS = 1
"""An address without a number is none."""

_DIGIT = re.compile("[0-9]")


def find(plain: str, text: str) -> Iterator[tuple[int, int]]:
    """Spans of addresses in a plain shadow; ``text`` tells names by their capitals."""
    position = 0
    while (digit := _DIGIT.search(plain, position)) and (
        match := HEAD.search(plain, max(position, digit.start() - REACH))
    ):
        position = max(match.end("number"), match.start() + 1)
        if match["word"] is None and not could_be_bare(plain, text, match.end("number")):
            continue
        end, tail = end_of_address(plain, text, match.end("number"))
        start = begin(Number(plain, text, match, tail))
        if start is not None:
            before = larger(plain, max(0, match.start() - LARGER_REACH), match.start())
            yield start if before is None else before, end
            position = end
