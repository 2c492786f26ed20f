"""What stands behind a name in small letters, as evidence that it is one."""

from services.intake.domain.lexicon import plain, words_of
from services.intake.domain.reading import Reading

_GOING_ON = words_of("smalls.right")
PLAIN_GOING_ON = plain(_GOING_ON)
"""What goes on about a person: where they live, what they do or suffer."""
_SURE = frozenset({"lop", "sdt", "sn"})


def behind(reading: Reading, end: int, strength: float) -> float:
    """Evidence by what follows a name that ends at ``end`` and is one as surely as ``strength``."""
    after = reading.gaps[end]
    word = reading.plain[end] if end < reading.size else ""
    if after == " " and word in _SURE:
        return 2
    if "[" in after[:4] or (word in {"t", "tuoi"} and after.strip(" ,(").isdigit()):
        return 1.5
    if after != " " or not word:
        return 0.75
    if reading.forms[end] in (_GOING_ON if reading.accented else PLAIN_GOING_ON):
        return 1
    return 0 if strength > 1 else -0.5
