"""Names in capitals that only a neighbouring word gives away: ``của Loan``, ``đón Cún``, ``Hữu Nghĩa lớp 8``."""

import re

from services.intake.domain.naming.capitals import NATIONS, OFFICES, PLAIN_OFFICES
from services.intake.domain.naming.cues import PLAIN_KIN
from services.intake.domain.naming.traits import PAIR, PLACE_WORDS, STOPS, given, name_start, place, run
from services.intake.domain.reading import Reading

_AGE = re.compile(r",? [0-9]{1,2} ?$")
_OF_PERSONS = frozenset({"dai", "ho", "ky", "lop", "oi", "sinh", "sn"})
_BEHIND_PERSONS = _OF_PERSONS | {"t", "tuoi"}
_OWNERS = frozenset(
    {
        "chém",
        "nhốt",
        "đâm",
        "biết",
        "cho",
        "có",
        "của",
        "gặp",
        "hỏi",
        "nhờ",
        "thấy",
        "tên",
        "và",
        "với",
        "đón",
    }
)
_BEFORE_PERSONS = frozenset(
    {
        "chem",
        "dam",
        "nhot",
        "biet",
        "cho",
        "co",
        "cua",
        "don",
        "gap",
        "hoi",
        "nho",
        "ten",
        "thay",
        "va",
        "voi",
    }
)
_STOPS = STOPS - {"ơi", "lớp", "hộ", "sn", "sinh"}


def find(reading: Reading, taken: set[int]) -> list[tuple[int, int]]:
    """Names of one or two syllables that only their capitals and a neighbour give away, in an accented text.

    ``của Loan``, ``đón Cún``, ``Hữu Nghĩa lớp 8``, ``Diệp ơi``: places hardly ever have one syllable.
    """
    more: list[tuple[int, int]] = []
    words = reading.plain
    for i in reading.capitals:
        beside = i and words[i - 1] in _BEFORE_PERSONS
        if not beside and _BEHIND_PERSONS.isdisjoint(words[i + 1 : i + 3]):
            continue
        if i in taken or not given(reading, i) or reading.acronym(i):
            continue
        if not name_start(reading, i) or reading.plain[i] in PLAIN_KIN:
            continue
        end = run(reading, i)
        if end in taken or (i and reading.gaps[i] == " " and reading.capital(i - 1)):
            continue
        if end - i > PAIR or (end - i == PAIR and (place(reading, i, end) or not given(reading, end - 1))):
            continue
        aged = _AGE.match(reading.gaps[end]) is not None
        told = _goes_on(reading, end) and (end - i == PAIR or aged or reading.forms[end] in {"ơi", "oi"})
        owner = _owner(reading, i) if end - i == 1 else reading.forms[i - 1] == "của"
        if told or (reading.joined(i) and owner):
            more.append((i, end))
    return more


def _goes_on(reading: Reading, end: int) -> bool:
    """Whether what follows speaks of a person."""
    if _AGE.match(reading.gaps[end]) and end < reading.size and reading.plain[end] in {"t", "tuoi"}:
        return True
    return (
        reading.joined(end)
        and reading.plain[end] in _OF_PERSONS
        and reading.forms[end] not in _STOPS
        and reading.forms[end] != "ôi"
    )


def _owner(reading: Reading, i: int) -> bool:
    """Whether the word before the single capitalised one at ``i`` stands before persons: ``của Loan``."""
    if reading.forms[i] in NATIONS or i + 1 in reading.capitals:
        return False
    if reading.accented:
        return reading.forms[i] not in OFFICES and reading.forms[i - 1] in _OWNERS
    if reading.plain[i] in PLAIN_OFFICES or not reading.joined(i - 1):
        return False
    market = reading.plain[i - 2] in PLACE_WORDS or i - 2 in reading.capitals
    return reading.plain[i - 1] in _BEFORE_PERSONS and not (reading.plain[i - 1] == "cho" and market)
