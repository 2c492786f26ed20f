"""Names without a cue at the end of a text or line, or right before a number: signatures, contacts."""

import re

from services.intake.domain.naming.capitals import (
    NATIONS,
    PLACE_WORDS,
    STOPS,
    before_last,
    given,
    name_start,
    place,
    run,
    surname,
)
from services.intake.domain.naming.cues import PLAIN_KIN
from services.intake.domain.reading import Reading

_LABELS = frozenset("truc chu tho bai sdt tel nguoi dai trung so khoa toa can lo phong ngo".split())
_AGE = re.compile(r",? [0-9]{1,2} ?$")
_OF_PERSONS = frozenset("oi lop dai ho sn sinh ky".split())
_BEHIND_PERSONS = _OF_PERSONS | {"t", "tuoi"}
_OWNERS = frozenset("của với đón thấy gặp cho hỏi nhờ biết tên và có".split())
_BEFORE_PERSONS = frozenset("cua voi don thay gap cho hoi nho biet ten va co".split())
_CONTACT = frozenset("lh he sdt dt zalo goi gap so alo ten la tho".split())


def find(reading: Reading, found: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """Names, as ranges of words, beside those in ``found``."""
    taken = {i for start, end in found for i in range(start, end)}
    more: list[tuple[int, int]] = []
    for i in reading.capitals:
        end = i + 1
        after = reading.gaps[end]
        last = end == len(reading)
        if not (last or "[" in after or "\n" in after) or i in taken:
            continue
        if "[" in after and after.strip(" ,:.-(–[_])|\n"):
            continue
        start = _start(reading, end)
        if start is not None and not taken.intersection(range(start, end)):
            more.append((start, end))
    taken.update(i for start, end in more for i in range(start, end))
    return more + lone(reading, taken)


def lone(reading: Reading, taken: set[int]) -> list[tuple[int, int]]:
    """Names of one or two syllables that only their capitals and a neighbour give away, in an accented text.

    ``của Loan``, ``đón Cún``, ``Hữu Nghĩa lớp 8``, ``Diệp ơi``: places hardly ever have one syllable.
    """
    more: list[tuple[int, int]] = []
    words = ["", *reading.plain, "", "", ""]
    for i in sorted(reading.capitals):
        if words[i] not in _BEFORE_PERSONS and _BEHIND_PERSONS.isdisjoint(words[i + 2 : i + 4]):
            continue
        if i in taken or not given(reading, i) or reading.acronym(i):
            continue
        if not name_start(reading, i) or reading.plain[i] in PLAIN_KIN:
            continue
        end = run(reading, i)
        if end in taken or (i and reading.gaps[i] == " " and reading.capital(i - 1)):
            continue
        if end - i > 2 or (end - i == 2 and (place(reading, i, end) or not given(reading, end - 1))):
            continue
        if _goes_on(reading, end) and (end - i == 2 or reading.forms[end] in {"ơi", "oi"}):
            more.append((i, end))
        elif end - i == 1 and reading.joined(i) and _owner(reading, i):
            more.append((i, end))
    return more


def _goes_on(reading: Reading, end: int) -> bool:
    """Whether what follows speaks of a person."""
    if _AGE.match(reading.gaps[end]) and end < len(reading) and reading.plain[end] in {"t", "tuoi"}:
        return True
    return (
        reading.joined(end)
        and reading.plain[end] in _OF_PERSONS
        and reading.forms[end] not in STOPS - {"ơi", "lớp", "hộ", "sn", "sinh"}
        and reading.forms[end] != "ôi"
    )


def _owner(reading: Reading, i: int) -> bool:
    if reading.forms[i] in NATIONS or not reading.accented:
        return False
    return reading.forms[i - 1] in _OWNERS and not reading.capital(min(i + 1, len(reading) - 1))


def _start(reading: Reading, end: int) -> int | None:
    """Where the capitalised name that ends at ``end`` begins, if it stands by itself."""
    start = end
    while start > 0 and reading.capital(start - 1) and given_or_surname(reading, start - 1):
        start -= 1
        if reading.gaps[start] != " ":
            break
    if end - start == 1 and (reading.plain[start] in PLAIN_KIN or reading.plain[start] in _LABELS):
        return None
    if start == end or not name_start(reading, start) or run(reading, start) != end:
        return None
    if end - start > 1 and place(reading, start, end):
        return None
    before = reading.gaps[start]
    apart = before.strip(" ")[-1:] in set(".\n,!?;:-–(|") if before.strip(" ") else False
    contact = start > 0 and before == " " and reading.plain[start - 1] in _CONTACT
    if start == 0:
        return start if "[" in reading.gaps[end] else None
    if not (apart or contact):
        return None
    if start and before == ", " and reading.plain[start - 1] in PLACE_WORDS:
        return None
    pair = end - start > 1 and end == len(reading) and before_last(reading, start)
    whole = (
        pair
        or surname(reading, start)
        or "[" in reading.gaps[end]
        or "\n" in before
        or before.strip(" ")[-1:] in set(".!-–(")
    )
    return start if whole and not reading.acronym(start) else None


def given_or_surname(reading: Reading, i: int) -> bool:
    """Whether word ``i`` is a syllable of names."""
    return given(reading, i) or surname(reading, i)
