"""Names of highland peoples that begin with a single letter: ``Y Blưn``, ``K'Nhung``, ``H'Len Niê``, ``A Páo``."""

from services.intake.domain.naming.traits import place, run
from services.intake.domain.reading import Reading

_MARKED = frozenset({"k", "h"})
"""Written with an apostrophe, they need no word for a person before them."""
_PLAIN = frozenset({"y", "a"})
_PEOPLES = frozenset({"ho", "mong", "re", "drai", "nong", "rlap", "leo"})
"""``K'Ho``, ``H'Mông``: peoples and districts."""


def find(reading: Reading, taken: set[int]) -> list[tuple[int, int]]:
    """Names with an apostrophe, as ranges of words that aren't ``taken``."""
    if "'" not in reading.text and "’" not in reading.text:
        return []
    return [
        (i, run(reading, i + 1))
        for i in sorted(reading.capitals)
        if i not in taken
        and reading.plain[i] in _MARKED
        and reading.gaps[i + 1] in {"'", "’", "' ", "’ "}
        and i + 1 in reading.capitals
        and reading.plain[i + 1] not in _PEOPLES
        and reading.gaps[i][-1:] != "'"
    ]


def cued(reading: Reading, i: int) -> int | None:
    """End of the name ``Y …`` or ``A …`` that begins at ``i``, right behind a word for a person."""
    if reading.plain[i] not in _PLAIN or not {i, i + 1} <= reading.capitals or not reading.joined(i + 1):
        return None
    if reading.ends[i + 1] - reading.starts[i + 1] == 1 or place(reading, i, i + 2):
        return None
    return run(reading, i + 1)
