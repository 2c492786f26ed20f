"""Names by the order of birth, as in the South, without a word for a person: ``lò mổ Tám Thọ``, ``Út Hậu, tổ trưởng``."""

from services.intake.domain.naming.traits import PLACE_WORDS, place, stops
from services.intake.domain.reading import Reading

ORDER = frozenset({"hai", "ba", "tư", "năm", "sáu", "bảy", "tám", "chín", "mười", "út"})
_NOT_BEHIND = PLACE_WORDS | frozenset({"mung", "ngay", "nguoi", "thang", "thu", "tet", "tuan"})
"""Behind these the word is a day, a month or part of a place."""
_LONGEST = 3


def find(reading: Reading, taken: set[int]) -> list[tuple[int, int]]:
    """Names, as ranges of words that aren't ``taken``: two or three capitalised words, the first an ordinal."""
    if not reading.accented:
        return []
    more: list[tuple[int, int]] = []
    for i in reading.capitals:
        if reading.forms[i] not in ORDER or i + 1 not in reading.capitals or not reading.joined(i + 1):
            continue
        end = _end(reading, i)
        if end - i > 1 and taken.isdisjoint(range(i, end)) and _stands(reading, i, end):
            more.append((i, end))
    return more


def _end(reading: Reading, i: int) -> int:
    end = i + 1
    while end < reading.size and end - i < _LONGEST and reading.joined(end) and end in reading.capitals:
        if stops(reading, end) or reading.forms[end] in ORDER or reading.acronym(end):
            break
        end += 1
    return end


def _stands(reading: Reading, i: int, end: int) -> bool:
    """Whether a small word goes before, so that the capital is a name's; at the beginning a comma must follow."""
    if any(place(reading, i, k) for k in range(i + 1, end + 1)) or place(reading, i + 1, end):
        return False
    if end in reading.capitals and reading.joined(end):
        return False
    if i and reading.gaps[i] == " ":
        return i - 1 not in reading.capitals and reading.plain[i - 1] not in _NOT_BEHIND
    return reading.gaps[end].startswith(",")
