"""Names in small letters: a cue before, a known syllable, and words behind that go on about a person."""

from services.intake.domain.lexicon import PLAIN_PLACES, words_of
from services.intake.domain.naming.behind import behind
from services.intake.domain.naming.cues import MARKERS, Cue
from services.intake.domain.naming.syllables import (
    COMMON,
    PLAIN_COMMON,
    SURE,
    in_full,
    is_surname,
    parse,
    syllable,
    with_marker,
)
from services.intake.domain.naming.traits import PLACE_WORDS, compound, place
from services.intake.domain.reading import Reading

_ORDINALS = words_of("smalls.ordinals")
"""By the order of birth: ``bác sáu``."""
_ABBREVIATED = frozenset({"a", "c", "e"})
_LEFT = words_of("smalls.left")
_MANY = words_of("smalls.many")
_NAMED = frozenset(
    {
        "co",
        "chu",
        "ong",
        "ba",
        "anh",
        "chi",
        "bac",
        "no",
        "ban",
        "em",
        "e",
        "toi",
        "tui",
        "chong",
        "ck",
        "vo",
        "vk",
        "con",
        "chau",
        "minh",
    }
)
"""Who is named by ``tên`` behind."""
_NEEDED = 3.25
"""Sum of the evidence that makes a name: how surely the word is one, the cue, what stands behind and before."""
_NEEDED_CASED = 3.75
"""Where the writer uses capitals elsewhere."""


def named(reading: Reading, i: int, cue_at: int, cue: Cue) -> int | None:
    """End of the name in small letters at ``i`` that ``cue`` (its last word at ``cue_at``) points to."""
    if i >= reading.size or reading.gaps[i] not in {" ", ": "}:
        return None
    if {i, i + 1} <= reading.capitals and place(reading, i, i + 2):
        return None
    if (cue.listed and reading.plain[cue_at] not in _ABBREVIATED) or _brothers(reading, cue_at):
        return None
    end, strength = parse(reading, i)
    if (
        not end
        and reading.accented
        and cue.weight == 1
        and reading.forms[i] in _ORDINALS
        and not compound(reading, i)
    ):
        end, strength = i + 1, 1.0
    if not end:
        return None
    score = strength + (cue.weight if reading.accented else cue.bare or 0)
    score += behind(reading, end, strength) + _before(reading, cue_at)
    if reading.plain[cue_at] == "ten" and cue_at and reading.plain[cue_at - 1] in _NAMED:
        score += 0.5
    cased = reading.cased and not reading.capital(i)
    return end if score >= (_NEEDED_CASED if cased else _NEEDED) else None


def full_name(reading: Reading, i: int) -> int | None:
    """End of a full name in small letters at ``i``, where nothing points to it: with ``thị`` or ``văn``, or a sure one."""
    if i + 2 >= reading.size:
        return None
    marked = reading.plain[i + 1] in MARKERS and is_surname(reading, i)
    end = with_marker(reading, i) if marked else in_full(reading, i)
    if not end:
        return None
    if i and (
        reading.plain[i - 1] in PLACE_WORDS or reading.gaps[i][-2:-1].isdigit() or compound(reading, i - 1)
    ):
        return None
    alone = reading.gaps[i] != " " and " ".join(reading.plain[i + 2 : end]) not in PLAIN_PLACES
    if any(" ".join(reading.plain[i:k]) in PLAIN_PLACES for k in range(end if alone else i + 2, end + 1)):
        return None
    if not marked:
        return end
    common = reading.forms[i] in (COMMON if reading.accented else PLAIN_COMMON)
    told = (
        reading.gaps[i] != " "
        and reading.plain[i] != "ong"
        and syllable(reading, i + 2) >= 1
        and behind(reading, end, 1) >= 1
    )
    return None if common and reading.plain[i] not in SURE and not told else end


def _brothers(reading: Reading, cue_at: int) -> bool:
    """Whether the cue is ``anh em`` or ``chị em``, which are names' cues in capitals only."""
    return (
        reading.plain[cue_at] == "em"
        and reading.joined(cue_at)
        and reading.plain[cue_at - 1] in {"chi", "anh"}
    )


def _before(reading: Reading, cue_at: int) -> float:
    """What stands before the cue: many persons are no name; the start of a sentence or a relation is a help."""
    before = reading.gaps[cue_at]
    if before != " ":
        return 0 if before[-2:-1].isdigit() else 0.5
    word = reading.plain[cue_at - 1]
    if word in _MANY and not (word in {"ba", "nam", "hai"} and reading.accented):
        return -3
    return 0.5 if word in _LEFT else 0
