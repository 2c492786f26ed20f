"""Names without a cue at the end of a text or line, or right before a number: signatures, contacts."""

from services.intake.domain.naming.capitals import PLACE_WORDS, given, name_start, place, run, surname
from services.intake.domain.naming.cues import PLAIN_KIN
from services.intake.domain.reading import Reading

_LABELS = frozenset("truc chu tho bai sdt tel nguoi dai trung".split())
_CONTACT = frozenset("lh he sdt dt zalo goi gap so alo ten la tho".split())


def find(reading: Reading, found: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """Names, as ranges of words, beside those in ``found``."""
    taken = {i for start, end in found for i in range(start, end)}
    more: list[tuple[int, int]] = []
    for end in range(1, len(reading) + 1):
        after = reading.gaps[end]
        last = end == len(reading)
        if not (last or "[" in after or "\n" in after) or end - 1 in taken:
            continue
        if "[" in after and after.strip(" ,:.-(–[_])|\n"):
            continue
        start = _start(reading, end)
        if start is not None and not taken.intersection(range(start, end)):
            more.append((start, end))
    return more


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
    whole = surname(reading, start) or "[" in reading.gaps[end] or "\n" in before or before.strip(" ")[-1:] in set(".!-–(")
    return start if whole and not reading.acronym(start) else None


def given_or_surname(reading: Reading, i: int) -> bool:
    """Whether word ``i`` is a syllable of names."""
    return given(reading, i) or surname(reading, i)
