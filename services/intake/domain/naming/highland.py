"""Names of highland peoples that begin with a single letter: ``Y Blưn``, ``K'Nhung``, ``H'Len Niê``, ``A Páo``."""

from services.intake.domain.naming.cues import PLAIN_KIN
from services.intake.domain.naming.traits import PAIR, PLACE_WORDS, place, run, stops, surname
from services.intake.domain.reading import Reading

_MARKED = frozenset({"k", "h"})
"""Written with an apostrophe, they need no word for a person before them."""
_PLAIN = frozenset({"y", "a"})
_MIDDLES = frozenset({"a", "mi", "seo", "thi"})
"""Between a family name, be it known or not, and a given one: ``Hảng A Páo``, ``Cù Thị Nhài``."""
_SIGNS = _MARKED | _MIDDLES | {"y"}
_NOT_BEFORE = PLACE_WORDS | frozenset({"phan", "khoi", "lop", "nha", "toa", "nhom"})
_PEOPLES = frozenset({"ho", "mong", "re", "drai", "nong", "rlap", "leo"})
"""``K'Ho``, ``H'Mông``: peoples and districts."""


def find(reading: Reading, taken: set[int]) -> list[tuple[int, int]]:
    """Names with an apostrophe or such a middle name, as ranges of words that aren't ``taken``."""
    if _SIGNS.isdisjoint(map(reading.plain.__getitem__, reading.capitals)):
        return []
    more: list[tuple[int, int]] = []
    for i in sorted(reading.capitals):
        word = reading.plain[i]
        if word in _MIDDLES and _amid(reading, i):
            more.append((i - 1, max(i + 2, run(reading, i + 1))))
        elif word == "y" and reading.gaps[i] != " " and cued(reading, i) and reading.forms[i + 1] != "tế":
            more.append((i, run(reading, i + 1)))
        elif word in _MARKED and i not in taken and _marked(reading, i):
            more.append((_family(reading, i, taken), run(reading, i + 1)))
    return more


def _marked(reading: Reading, i: int) -> bool:
    """Whether an apostrophe and a capitalised word that is no people follow."""
    return (
        reading.gaps[i + 1] in {"'", "’", "' ", "’ "}
        and i + 1 in reading.capitals
        and reading.plain[i + 1] not in _PEOPLES
        and reading.gaps[i][-1:] != "'"
    )


def _amid(reading: Reading, i: int) -> bool:
    """Whether word ``i`` stands between two capitalised words that are no place and no other thing."""
    if not {i - 1, i + 1} <= reading.capitals or not (reading.joined(i) and reading.joined(i + 1)):
        return False
    first, last = reading.plain[i - 1], i + 1
    unknown = not (reading.accented and surname(reading, i - 1))
    if (
        (first in _NOT_BEFORE and unknown)
        or stops(reading, i - 1)
        or reading.forms[i] not in {"a", "mí", "mi", "seo", "thị", "thi"}
    ):
        return False
    if reading.acronym(last) or reading.ends[last] - reading.starts[last] == 1 or place(reading, i, last + 1):
        return False
    if any(place(reading, i - 1, end) for end in range(last + 1, min(last + 3, reading.size + 1))):
        return False
    if reading.gaps[i - 1][-2:-1].isdigit() or (
        reading.joined(i - 1) and reading.plain[i - 2] in _NOT_BEFORE
    ):
        return False
    return not (reading.joined(i - 1) and i - 2 in reading.capitals)


def _family(reading: Reading, i: int, taken: set[int]) -> int:
    """Where the capitalised words before ``H'`` begin: ``Siu H'Lan``, ``Rơ Châm H'Bơ``."""
    start = i
    while start and i - start < PAIR and reading.joined(start) and start - 1 in reading.capitals:
        if (
            start - 1 in taken
            or stops(reading, start - 1)
            or reading.plain[start - 1] in PLAIN_KIN
            or reading.plain[start - 1] in PLACE_WORDS
        ):
            break
        start -= 1
    return start


def cued(reading: Reading, i: int) -> int | None:
    """End of the name ``Y …`` or ``A …`` that begins at ``i``, right behind a word for a person."""
    if reading.plain[i] not in _PLAIN or not {i, i + 1} <= reading.capitals or not reading.joined(i + 1):
        return None
    if reading.ends[i + 1] - reading.starts[i + 1] == 1 or place(reading, i, i + 2):
        return None
    return run(reading, i + 1)
