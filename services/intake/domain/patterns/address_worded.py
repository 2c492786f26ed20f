"""Whether a number is an address by the word before it: one test per word, ``số 12``, ``căn 805``, ``P.302``.

Each word has other senses (``nhà 5 người``, ``phòng 3 trăm``, ``quầy số 3``), which its test rules out.
"""

import re

from services.intake.domain.lexicon import words_of
from services.intake.domain.patterns.address_before import ALLEY, GROUP, LARGER_REACH, larger, named_alley
from services.intake.domain.patterns.address_code import CODE, LONG, of_flat
from services.intake.domain.patterns.address_number import Number

_LINES = words_of("address.lines")
"""What bears a number of its own where a street or alley follows: that number is no house's."""
_PLACED = words_of("address.placed")
"""Behind these a number is a house's, with nothing after it."""
_SUM = re.compile(r"[0-9]{1,3}(?:[.,][0-9]{3})+")


def so(number: Number) -> bool:
    """``số 12``: where a street or alley follows, or something to live in or at stands before."""
    digits, tail, left = number.digits, number.tail, number.left
    if digits[:2].isalpha() and not of_flat(digits):
        return False
    if number.follows and not number.counts:
        return True
    lines = tail in {"alley", "street", "room", "known"}
    taken = left in _LINES if lines else left != "quan" and number.numbered
    neighbour = left == "xom" and number.plain.endswith("hang xom ", 0, number.start)
    if taken and not neighbour and not (left == "ngo" and tail == "alley"):
        return False
    if (
        tail
        or left == "nha"
        or ALLEY.search(number.plain, max(0, number.start - LARGER_REACH), number.start)
        or named_alley(number.text, number.start) is not None
    ):
        return True
    whole = "/" in digits or number.closed
    reach = max(0, number.start - LARGER_REACH)
    if whole and (
        larger(number.plain, reach, number.start) is not None
        or GROUP.search(number.plain, reach, number.start)
    ):
        return True
    return left in _PLACED and (number.closed or len(number.digits) > 1) and not number.counts


def house(number: Number) -> bool:
    """``số nhà 12``, ``SN 12``; not the year of a birth (``SN 1990``)."""
    return not (number.word == "sn" and number.digits[:2] in {"19", "20"})


def nha(number: Number) -> bool:
    """``nhà 405``, ``nhà 45 tổ 3``; not a block (``nhà E3``) and not ``nhà 5 người``."""
    if number.digits[0].isalpha():
        return number.digits.startswith(("lk", "bt", "p")) or CODE.fullmatch(number.digits) is not None
    alone = number.closed or len(number.digits) > 1
    return bool(number.tail) or (alone and not number.counts and number.left not in {"can", "so", "hon"})


def room(number: Number) -> bool:
    """``căn 805``, ``phòng 302``; not what is counted or paid (``căn 2 phòng``, ``phòng 300 nghìn``)."""
    if number.left in {"xung", "tien", "moi"} or _SUM.fullmatch(number.digits):
        return False
    if number.counts and (len(number.digits) < LONG or number.measured):
        return (number.word or "").endswith(" so")
    if (number.word or "").startswith("phong") and number.left not in {"van", "co", "thue"}:
        return True
    behind_larger = larger(number.plain, max(0, number.start - LARGER_REACH), number.start) is not None
    return behind_larger or len(number.digits) >= LONG or bool(number.tail)


def p(number: Number) -> bool:
    """``P.302``; with fewer digits ``P`` is a ward."""
    digits = sum(c.isdigit() for c in number.digits)
    floor = larger(number.plain, max(0, number.start - LARGER_REACH), number.start) is not None
    return (digits >= LONG or number.tail == "room" or floor) and number.end - number.start <= digits + 4


def several(number: Number) -> bool:
    """``LK12``; with one sign the letters before it mean something else."""
    return len(number.digits) > 1


def short(number: Number) -> bool:
    """``s. 12 ngõ 5``."""
    apart = number.match.start("number") - number.start > 1
    return apart and number.tail in {"alley", "street", "known"} and number.digits[0].isdigit()


def stall(number: Number) -> bool:
    """``quầy 14 chợ Hôm``, ``kho 3 đường Suối Lý``; counters of offices (``quầy số 3``) stay."""
    return number.tail in {"alley", "street", "room", "group", "known"} and not number.counts


def parcel(number: Number) -> bool:
    """``thửa 12 đường Láng``; a sheet of the land register behind it (``thửa 34 tờ 12``) makes no address."""
    return number.tail != "group" and stall(number)


def uncounted(number: Number) -> bool:
    """``sạp 14``; not how many there are."""
    return not number.counts


def plot(number: Number) -> bool:
    """``lô B2``, ``lô 12 đường Láng``."""
    return number.digits[0].isalpha() or number.tail not in {"", "name"}


def alley(number: Number) -> bool:
    """``hẻm 118/3``: in the South the number behind the stroke is a door's. An alley's own (``ngõ 12/4``) stays."""
    return "/" in number.digits


def always(_: Number) -> bool:
    """``kiot 12``, ``liền kề 7``: the word has no other sense."""
    return True


def never(_: Number) -> bool:
    """For a word that no test is known of."""
    return False
