"""Names in capitals beside what somebody does: ``Phượng, y sĩ``, ``Bách lễ tân nhờ``, ``chú bán nem chua Ngoạn``."""

from services.intake.domain.lexicon import NEVER, TITLES, words_of
from services.intake.domain.naming.capitals import NATIONS, OFFICES
from services.intake.domain.naming.cues import KIN, PLAIN_KIN
from services.intake.domain.naming.syllables import COMMON
from services.intake.domain.naming.traits import PLACE_WORDS, given, name_start, place, run
from services.intake.domain.reading import Reading

_PERSONS = words_of("capitals.persons") | {"bạn"}
_NOT_BETWEEN = PLACE_WORDS | words_of("apposed.no_persons") | words_of("roles.not_between")
_ROLES = TITLES | {
    "hàng xóm",
    "học sinh",
    "sinh viên",
    "công nhân",
    "cư dân",
    "hộ dân",
    "shipper",
    "tổ dân phố",
}
_BEHIND = frozenset({" ", ", "})
_REACH = 5
_LONGEST = 3


def find(reading: Reading, taken: set[int]) -> list[tuple[int, int]]:
    """Names of one syllable, as ranges of words that aren't ``taken``, in an accented text."""
    if not reading.accented:
        return []
    more: list[tuple[int, int]] = []
    for i in reading.capitals:
        end = i + 1
        within = reading.gaps[i] == " "
        if i in taken or end in reading.capitals or (within and i - 1 in reading.capitals):
            continue
        if not (within or reading.gaps[end] in _BEHIND) or not given(reading, i):
            continue
        if (_told(reading, i) or _works(reading, i)) and _alone(reading, i):
            more.append((i, end))
    return more


def _alone(reading: Reading, i: int) -> bool:
    """Whether the word is no place, nation or office and the whole of its run of capitals."""
    form = reading.forms[i]
    if form in NATIONS or form in OFFICES or form in KIN or reading.acronym(i) or place(reading, i, i + 1):
        return False
    return name_start(reading, i) and run(reading, i) == i + 1


def _told(reading: Reading, i: int) -> bool:
    """Whether a sentence begins with the name and says at once who that is."""
    if i and reading.gaps[i].strip(" ")[-1:] not in set(".!?\n,:"):
        return False
    gap = reading.gaps[i + 1]
    if reading.forms[i] in NEVER:
        return False
    if gap not in _BEHIND or (gap == " " and reading.forms[i] in COMMON):
        return False
    return any(
        " ".join(reading.forms[i + 1 : k]) in _ROLES
        for k in range(i + 2, min(i + 2 + _LONGEST, reading.size + 1))
    )


def _works(reading: Reading, i: int) -> bool:
    """Whether small words before say what somebody does, up to a word for a person."""
    if not reading.joined(i) or not reading.cased or reading.plain[i - 1] in PLAIN_KIN:
        return False
    for k in range(i - 1, max(-1, i - _REACH), -1):
        if k in reading.capitals and reading.joined(k):
            return False
        if reading.forms[k] in _PERSONS and k < i - 1:
            return True
        if (reading.plain[k] in _NOT_BETWEEN and reading.forms[k] != "bán") or not reading.joined(k):
            return False
    return False
