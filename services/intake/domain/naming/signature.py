"""Names without a cue at the end of a text or line, or right before a number: signatures, contacts."""

from services.intake.domain.lexicon import words_of
from services.intake.domain.naming.cues import PLAIN_KIN
from services.intake.domain.naming.traits import (
    PAIR,
    PLACE_WORDS,
    before_last,
    given,
    name_start,
    place,
    run,
    street,
    surname,
)
from services.intake.domain.reading import Reading

_LABELS = words_of("signature.labels")
_APART = frozenset(".\n,!?;:-–(|")
_CONTACT = frozenset({"alo", "cho", "dt", "gap", "goi", "he", "la", "lh", "sdt", "so", "ten", "tho", "zalo"})


def find(reading: Reading, taken: set[int]) -> list[tuple[int, int]]:
    """Names, as ranges of words, beside those of the words ``taken``."""
    more: list[tuple[int, int]] = []
    for i in reading.capitals:
        end = i + 1
        after = reading.gaps[end]
        if after == " " or not (end == reading.size or "[" in after or "\n" in after) or i in taken:
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
    while (
        start > 0
        and reading.capital(start - 1)
        and (given(reading, start - 1) or surname(reading, start - 1))
    ):
        start -= 1
        if reading.gaps[start] != " ":
            break
    word = reading.plain[start] if start < end else ""
    if not word or (end - start == 1 and (word in PLAIN_KIN or word in _LABELS)):
        return None
    if not name_start(reading, start) or run(reading, start) != end or reading.acronym(start):
        return None
    if end - start > 1 and (place(reading, start, end) or street(reading, start, end)):
        return None
    return start if _stands_apart(reading, start, end) else None


def _stands_apart(reading: Reading, start: int, end: int) -> bool:
    """Whether what surrounds the words is what surrounds a signature or a contact."""
    before, hidden = reading.gaps[start], "[" in reading.gaps[end]
    if start == 0:
        return hidden
    word, mark = reading.plain[start - 1], before.strip(" ")[-1:]
    if mark not in _APART and not (before == " " and word in _CONTACT):
        return False
    if before == ", " and word in PLACE_WORDS:
        return False
    pair = end - start >= PAIR and end == reading.size and before_last(reading, start)
    return pair or hidden or surname(reading, start) or "\n" in before or (mark != "" and mark in ".!-–(")
