"""Names in capitals between commas behind a word for a person, and those that do what only persons do.

``Bé học trò của tôi, Khánh Vy, nhắn``; ``Người bán (Dần, sạp cuối)``; ``Tuần trước Kiệt đến lớp``; ``Tư Rớt cầm dao``.
"""

from services.intake.domain.lexicon import plain, words_of
from services.intake.domain.naming.capitals import NATIONS, OFFICES, PLAIN_OFFICES
from services.intake.domain.naming.cues import PLAIN_KIN
from services.intake.domain.naming.mentions import companions
from services.intake.domain.naming.syllables import COMMON, PLAIN_COMMON
from services.intake.domain.naming.traits import PAIR, PLACE_WORDS, given, name_start, place, run
from services.intake.domain.reading import Reading

_PERSONS = words_of("apposed.persons")
_VERBS = words_of("apposed.verbs")
_PLAIN_VERBS = plain(_VERBS) - {"bao", "cam", "hat", "ke", "van", "la", "lam", "te", "ve", "xin", "hoi", "cu"}
_BORN = frozenset({"hai", "tư", "năm", "sáu", "bảy", "tám", "chín", "mười", "út"})
"""By the order of birth, before a name, in the South."""
_NO_PERSONS = words_of("apposed.no_persons")
"""Behind these a capitalised word is a day, a month, a subject, a part of the country."""
_NOT_BEFORE = PLACE_WORDS | _NO_PERSONS | frozenset(PLAIN_KIN)
_PLACES = words_of("apposed.places")
_REACH = 6
_NO_OPENING = words_of("apposed.no_opening")
_AFTER_OPENING = frozenset({"chồng", "cũng", "lại", "mới", "vợ", "vừa"})


def find(reading: Reading, taken: set[int]) -> list[tuple[int, int]]:
    """Names, as ranges of words, that no word right before them gives away; ``taken`` are found already."""
    more: list[tuple[int, int]] = []
    gaps, forms, at = reading.gaps, reading.forms, reading.capitals
    verbs = _VERBS if reading.accented else _PLAIN_VERBS
    for i in at:
        gap = gaps[i]
        if gap == " ":
            if i - 1 in at or verbs.isdisjoint(forms[i + 1 : i + 3]):
                continue
            if reading.plain[i - 1] in _NOT_BEFORE and reading.plain[i - 2 : i] != ["hom", "qua"]:
                continue
        elif _opens(reading, i):
            more.append((i, i + 1))
            continue
        elif not gap.endswith((", ", "(")):
            continue
        if i in taken or not name_start(reading, i) or reading.acronym(i):
            continue
        end = run(reading, i)
        if end - i > PAIR or end in taken or (end - i == PAIR and place(reading, i, end)):
            continue
        if _between_commas(reading, i, end) or _acts(reading, i, end) or _born(reading, i, end):
            more += [(i, end), *companions(reading, end)]
    return more


def _known(reading: Reading, i: int, end: int) -> bool:
    """Whether all words are syllables of names, the first no nation's and no word for a person."""
    if reading.forms[i] in NATIONS or reading.plain[i] in PLAIN_KIN:
        return False
    return all(given(reading, k) for k in range(i, end))


def _between_commas(reading: Reading, i: int, end: int) -> bool:
    gap, after = reading.gaps[i], reading.gaps[end]
    if gap[-2:] not in {", ", " ("} or not reading.accented or not _known(reading, i, end):
        return False
    if after[:1] not in {",", ")"} and not (
        end < reading.size and reading.forms[end] == "và" and end + 1 in reading.capitals
    ):
        return False
    for k in range(i - 1, max(-1, i - _REACH), -1):
        if reading.plain[k] in _PLACES or (k in reading.capitals and reading.joined(k)):
            return False
        if reading.plain[k] in _PERSONS:
            return True
        if reading.gaps[k] != " ":
            return False
    return False


def _acts(reading: Reading, i: int, end: int) -> bool:
    """Whether a name that is hardly another word does what persons do."""
    if not reading.joined(end) or end in reading.capitals or not _known(reading, i, end):
        return False
    if reading.accented:
        return reading.forms[end] in _VERBS and reading.forms[i] not in OFFICES
    if reading.forms[end] not in _PLAIN_VERBS:
        return False
    within = reading.joined(i) and reading.forms[i] not in PLAIN_OFFICES
    return within or not any(reading.forms[k] in PLAIN_COMMON for k in range(i, end))


def _opens(reading: Reading, i: int) -> bool:
    """Whether a sentence begins with a given name that is no everyday word, and goes on about a person."""
    gap, form = reading.gaps[i], reading.forms[i]
    if not reading.accented or (i and not gap.endswith((". ", "! ", "\n"))) or not reading.joined(i + 1):
        return False
    if (
        form in _NO_OPENING
        or form in COMMON
        or form == reading.plain[i]
        or form in OFFICES
        or reading.acronym(i)
        or place(reading, i, i + 1)
    ):
        return False
    following = reading.forms[i + 1]
    return _known(reading, i, i + 1) and (following in _VERBS or following in _AFTER_OPENING)


def _born(reading: Reading, i: int, end: int) -> bool:
    """``Tư Rớt cầm mã tấu``."""
    if not reading.accented or end - i != PAIR or reading.forms[i] not in _BORN or not reading.joined(end):
        return False
    return reading.forms[end] in _VERBS
