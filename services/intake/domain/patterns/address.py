"""Where somebody lives: house number with street or alley, flat, room. Unit names stay, streets alone as well.

A number counts as a house's by the word before it (``nhà``, ``số``, ``căn``, ``P``) or by the street or alley
behind it; what follows it belongs to it: ``số 12 ngõ 5 phố Vọng``, ``căn 1208 tòa HH2``, ``nhà 45 tổ 3``.
"""

import re
from collections.abc import Iterator

from services.intake.domain.patterns.address_bare import could_be_bare
from services.intake.domain.patterns.address_before import LARGER_REACH, larger, named_alley
from services.intake.domain.patterns.address_head import begin
from services.intake.domain.patterns.address_number import HEAD, REACH, Number
from services.intake.domain.patterns.address_tail import end_of_address

KIND = "ADDRESS"
DIGITS = 1
"""An address without a number is none."""

_BETWEEN = frozenset({" ", ", "})
"""What may stand between two halves of an address: ``P302 số 7 ngõ 58``, ``phòng 3, 88 đường Tô Ký``."""
_DIGIT = re.compile("[0-9]")


def find(plain: str, text: str) -> Iterator[tuple[int, int]]:
    """Spans of addresses in a plain shadow; ``text`` tells names by their capitals."""
    position = 0
    pending: tuple[int, int] | None = None
    while (digit := _DIGIT.search(plain, position)) and (
        match := HEAD.search(plain, max(position, digit.start() - REACH))
    ):
        position = max(match.end("number"), match.start() + 1)
        if match["word"] is None and not could_be_bare(plain, text, match):
            continue
        end, tail = end_of_address(plain, text, match.end("number"))
        follows = pending is not None and plain[pending[1] : match.start()] in _BETWEEN
        start = begin(Number(plain, text, match, tail, follows=follows))
        if start is not None:
            before = larger(plain, max(0, match.start() - LARGER_REACH), match.start())
            before = named_alley(text, match.start()) if before is None else before
            start, position = start if before is None else before, end
            if pending and plain[pending[1] : start] in _BETWEEN:
                pending = pending[0], end
                continue
            if pending:
                yield pending
            pending = start, end
    if pending:
        yield pending
