"""Names read from syllables in small letters, by how surely each is a name and no everyday word."""

from services.intake.domain.lexicon import (
    EVERYDAY,
    GIVEN,
    NEVER,
    NEVER_PLAIN,
    PLAIN_EVERYDAY,
    PLAIN_GIVEN,
    PLAIN_NEVER,
    PLAIN_SURNAMES,
    SURNAMES,
    plain,
    words_of,
)
from services.intake.domain.naming.behind import PLAIN_GOING_ON, behind
from services.intake.domain.naming.cues import MARKERS
from services.intake.domain.naming.traits import before_last, compound
from services.intake.domain.reading import Reading

_GIVEN = GIVEN - NEVER
_PLAIN_GIVEN = plain(_GIVEN) - NEVER_PLAIN
COMMON = EVERYDAY | NEVER
PLAIN_COMMON = PLAIN_EVERYDAY | PLAIN_NEVER
_HARD = words_of("smalls.hard")
_VERBS = words_of("smalls.verbs")
"""Plain words that are verbs so often that as names they need more."""
_ACCENTED_VERBS = words_of("smalls.accented_verbs")
POSSIBLE = _GIVEN | SURNAMES | words_of("smalls.ordinals")
PLAIN_POSSIBLE = _PLAIN_GIVEN | PLAIN_SURNAMES
"""Where the word behind a cue isn't among these, it is no name in small letters."""
_KIN_NAMES = frozenset({"anh", "be", "chau", "chi"})
"""Names that are words for persons as well: behind a family name and a middle one only."""
_SUREST = frozenset({"bui", "hoang", "le", "nguyen", "pham", "phan", "tran", "vu"})
SURE = words_of("smalls.sure")
"""Plain family names that are seldom another word."""
FAMILIES = words_of("smalls.families")
"""Family names that before two syllables of names are hardly anything else, in small letters too."""
PLAIN_FAMILIES = words_of("smalls.plain_families")
_DOUBTFUL_FAMILIES = words_of("smalls.doubtful_families")
"""Those that are everyday words as well: at the beginning of a phrase only, with more behind."""
_CUED_FAMILIES = plain(FAMILIES) - {"can", "chu", "dang", "do", "lo", "ta", "vo"} | {"ho", "mai"}
"""The same behind a word for a person, in texts without diacritics."""
_DOUBTFUL_NEED = 3
_SURE_BEHIND = frozenset({"dt", "lop", "sdt", "sn"})
_VERB, _WEAK, _STRONG, _FULL = 0.5, 1.0, 2.5, 4.0
"""How surely a word is a name: one that is mostly a verb, an everyday word, hardly another word, a full name."""


def parse(reading: Reading, i: int) -> tuple[int, float]:
    """End and strength of a name in small letters at ``i``; ``(0, 0)`` for none."""
    if compound(reading, i) or (i and compound(reading, i - 1)):
        return 0, 0
    end, strength = _with_surname(reading, i)
    if end:
        return end, strength
    strength = syllable(reading, i)
    if strength and _doubled(reading, i):
        return i + 2, max(strength, 2 if reading.accented else 1.5)
    return (i + 1, strength) if strength else (0, 0)


def _with_surname(reading: Reading, i: int) -> tuple[int, float]:
    """The same for a name that begins with the family name."""
    if not is_surname(reading, i):
        return 0, 0
    word = reading.plain[i]
    end = with_marker(reading, i)
    if end:
        return end, _FULL if reading.accented or word in _SUREST else 2
    if reading.forms[i] not in NEVER if reading.accented else word in _CUED_FAMILIES:
        end = _behind_family(reading, i)
        if end:
            return end, 3 if reading.accented or word in PLAIN_FAMILIES else 2
    if (
        word not in (SURE if reading.accented else _SUREST)
        or not reading.joined(i + 1)
        or compound(reading, i + 1)
    ):
        return 0, 0
    if before_last(reading, i + 1) and reading.joined(i + 2) and not compound(reading, i + 2):
        last = syllable(reading, i + 2)
        if last >= _WEAK:
            return i + 3, 3 if last > _WEAK else 2
    return (i + 2, _STRONG) if syllable(reading, i + 1) > _WEAK else (0, 0)


def in_full(reading: Reading, i: int) -> int:
    """End of a full name of three or four syllables in small letters at ``i``, 0 for none: ``bùi thanh khải``."""
    families = FAMILIES if reading.accented else PLAIN_FAMILIES
    if not {i, i + 1, i + 2}.isdisjoint(reading.capitals):
        return 0
    if reading.forms[i] in families:
        return _behind_family(reading, i)
    if reading.accented or reading.plain[i] not in _DOUBTFUL_FAMILIES or (i and reading.gaps[i] == " "):
        return 0
    end = _behind_family(reading, i)
    if i and reading.gaps[i] == ": ":
        return _behind_family(reading, i)
    if end and end < reading.size and reading.plain[end] in _SURE_BEHIND:
        return end
    evidence = behind(reading, end, _STRONG) + syllable(reading, end - 1) if end else 0
    return end if evidence >= _DOUBTFUL_NEED else 0


def _behind_family(reading: Reading, i: int) -> int:
    """End of the name whose family name is ``i``, by its middle and last syllables, 0 for none."""
    last = i + 2
    if not (reading.joined(i + 1) and reading.joined(last)) or not before_last(reading, i + 1):
        return 0
    if any(compound(reading, k) for k in range(i, last + 1)):
        return 0
    strength = syllable(reading, last)
    if not reading.accented and reading.plain[last] in _KIN_NAMES and reading.plain[i] in _SUREST:
        strength = _WEAK
    if (
        strength
        and before_last(reading, last)
        and reading.joined(last + 1)
        and not compound(reading, last + 1)
    ):
        fourth = syllable(reading, last + 1)
        if fourth > _WEAK or (fourth == _WEAK and behind(reading, last + 2, _WEAK) > 0):
            return last + 2
    sure = strength > _WEAK or (strength == _WEAK and behind(reading, last + 1, _WEAK) > 0)
    return last + 1 if sure else 0


def is_surname(reading: Reading, i: int) -> bool:
    """Whether word ``i`` is a family name, in small letters."""
    return reading.forms[i] in (SURNAMES if reading.accented else PLAIN_SURNAMES)


def with_marker(reading: Reading, i: int) -> int:
    """End of ``<family name> thị|văn <given name>`` at ``i``, 0 for none."""
    last = i + 2
    if not (reading.joined(i + 1) and reading.joined(last)) or reading.plain[i + 1] not in MARKERS:
        return 0
    if reading.accented and reading.forms[i + 1] not in {"thị", "văn"}:
        return 0
    form = reading.forms[last]
    never = form in NEVER if reading.accented else form in _HARD or form in NEVER_PLAIN - PLAIN_GIVEN
    if not reading.accented and form in _KIN_NAMES and reading.plain[i] in SURE:
        never = behind(reading, last + 1, _WEAK) <= 0
    if never or len(form) == 1 or compound(reading, i + 1):
        return 0
    if not syllable(reading, last) and reading.plain[i] not in _SUREST:
        return 0
    if _doubled(reading, last):
        return last + 2
    more = (
        not reading.accented
        and reading.joined(last + 1)
        and before_last(reading, last)
        and syllable(reading, last + 1) >= _WEAK
        and not compound(reading, last + 1)
        and not compound(reading, last)
        and reading.plain[last + 1] not in PLAIN_GOING_ON
    )
    return last + 1 + more


def syllable(reading: Reading, i: int) -> float:
    """How surely word ``i`` is a given name: 0 for never."""
    form = reading.forms[i]
    known, common = (_GIVEN, EVERYDAY) if reading.accented else (_PLAIN_GIVEN, PLAIN_COMMON)
    if form not in known:
        return 0
    if form not in common:
        return _STRONG
    verb = form in _ACCENTED_VERBS if reading.accented else form in _VERBS
    return _VERB if verb else _WEAK


def _doubled(reading: Reading, i: int) -> bool:
    """Whether the next word belongs to the given name: ``minh anh``, ``thu hà``."""
    if not reading.joined(i + 1) or not before_last(reading, i) or compound(reading, i + 1):
        return False
    if reading.plain[i + 1] == "anh":
        return behind(reading, i + 2, _WEAK) > 0
    least = _VERB if reading.accented and syllable(reading, i) > _WEAK else _WEAK
    return syllable(reading, i + 1) > least and reading.plain[i + 1] not in PLAIN_GOING_ON
