"""Names in capitals: what follows a cue, and full names by their family name."""

from services.intake.domain.lexicon import plain, words_of
from services.intake.domain.naming import highland
from services.intake.domain.naming.cues import MARKERS, Cue
from services.intake.domain.naming.traits import (
    HARD_STOPS,
    PAIR,
    PLACE_WORDS,
    before_last,
    compound,
    given,
    name_start,
    place,
    run,
    street,
    surname,
)
from services.intake.domain.reading import Reading

_GAPS = frozenset({" ", ": ", ":", " : ", " - ", "  ", "/"})
_SOFT_PLACE_WORDS = words_of("capitals.soft_place_words")
"""Before a place, but before a person with ``thị`` or ``văn`` as well."""
_UNITS = frozenset({"huyen", "phuong", "quan", "thon", "tinh", "xa", "xom"})
_OFFICES = frozenset({"bo", "pho", "thu", "tich", "truong"})
"""Ends of the titles of those who head a unit: ``chủ tịch phường`` is followed by a name rather than a place."""
_COUNTRIES = frozenset(
    {
        "việt nam",
        "trung quốc",
        "hàn quốc",
        "nhật bản",
        "viet nam",
        "trung quoc",
        "han quoc",
        "nhat ban",
        "táo",
    }
)
_MATES = frozenset({"chong", "vo", "khach", "ban"})
_MANY = frozenset(
    {
        "chu tro",
        "cong nhan",
        "cu dan",
        "giao vien",
        "hoc sinh",
        "ho dan",
        "nguoi dan",
        "nguoi thue",
        "sinh vien",
    }
)
_PARTS = frozenset(
    {"bắc", "nam", "đông", "tây", "trung", "thượng", "hạ", "hai", "ba", "bac", "dong", "tay", "thuong", "ha"}
)
"""What a place may be divided by: ``Mễ Trì Hạ``."""
_REACH = 6
_PERSONS = words_of("capitals.persons")
_OF_WORK = frozenset({"mam", "non", "thuy"})
"""Words before places that are part of a trade as well: ``mầm non``."""
_NO_WORK = PLACE_WORDS - _OF_WORK
_VILLAGES = words_of("capitals.villages")
_MONTHS = frozenset({"ba", "bay", "chap", "chin", "gieng", "hai", "muoi", "nam", "sau", "tam", "tu"})
NATIONS = words_of("capitals.nations")
"""What a single capitalised word may be beside a name: nations, languages, feasts."""
OFFICES = words_of("capitals.offices")
"""What a single capitalised word may be that is no person but acts like one."""
PLAIN_OFFICES = plain(OFFICES) - {"bac", "hue", "nam", "noi", "quan", "thanh", "tim", "trung"}
_SURE = words_of("capitals.sure")
"""Plain family names that are hardly anything else before two more capitalised words."""
_ON_PERSONS = frozenset({"sn", "sinh", "goi", "bao", "ke", "xin", "nho", "day", "ky", "tuoi"})
_OPENING = frozenset("|.\n:-–(,;]!?")


def named(reading: Reading, i: int, cue: Cue) -> int | None:
    """End of the capitalised name at ``i`` that ``cue`` points to."""
    if (
        i < reading.size
        and reading.gaps[i] in _GAPS
        and reading.ends[i] - reading.starts[i] == 1
        and not cue.listed
    ):
        return highland.cued(reading, i)
    if (
        i >= reading.size
        or reading.gaps[i] not in _GAPS
        or not (name_start(reading, i) or _whole(reading, i) or (cue.label and _pair(reading, i)))
    ):
        return None
    is_known = given(reading, i) or surname(reading, i)
    beside = reading.gaps[i] == " " or cue.label or cue.listed
    if (reading.acronym(i) or not beside) and not is_known:
        return None
    end = run(reading, i)
    if _is_no_name(reading, i, end) or (cue.listed and not _is_listed(reading, i, end)):
        return None
    unsure = cue.known or (not reading.accented and (cue.bare or 0) <= 0)
    if (
        unsure
        and not _whole(reading, i)
        and not all(given(reading, k) or surname(reading, k) for k in range(i, end))
    ):
        return None
    doubtful = cue.listed or (not reading.accented and not cue.bare)
    return None if doubtful and end - i > 1 and place(reading, i, end) else end


def _is_no_name(reading: Reading, i: int, end: int) -> bool:
    """Whether the capitalised words after a cue are an ordinal, a month, a village or an everyday word."""
    if end - i == 1 and (
        (reading.forms[i] in {"hai", "út"} and reading.plain[i - 1] != "nho")
        or (reading.forms[i] in NATIONS and reading.plain[i - 1] in _MATES)
    ):
        return True
    if _is_place(reading, i, end):
        return True
    if reading.plain[i - 1] == "thang" and not reading.accented and reading.plain[i] in _MONTHS:
        return True
    if " ".join([reading.forms[k] for k in range(i, end)]) in _COUNTRIES or reading.gaps[end][:1].isdigit():
        return True
    written = reading.cased and reading.accented and i - 1 not in reading.capitals
    mate = (written or reading.small[i - 1] in {"bạn", "bé"}) and given(reading, i)
    return compound(reading, i - 1) and not mate and not _whole(reading, i)


def _is_place(reading: Reading, i: int, end: int) -> bool:
    """Whether the capitalised words after a cue are where somebody is from, or the cue is part of a place itself."""
    if place(reading, i, end) and (
        reading.forms[i - 1] in _VILLAGES or (end - i > 1 and _of_many(reading, i - 1))
    ):
        return True
    if end < reading.size and end - i == 1 and {i, end} <= reading.capitals and place(reading, i, end + 1):
        return True
    return (
        reading.capital(i - 1) and i > 1 and reading.joined(i - 1) and place(reading, i - 1, min(i + 1, end))
    )


def _of_many(reading: Reading, i: int) -> bool:
    """Whether word ``i`` ends a title that is often said of many and followed by a place: ``sinh viên Xuân Thủy``."""
    return i > 0 and reading.joined(i) and f"{reading.plain[i - 1]} {reading.plain[i]}" in _MANY


def _is_listed(reading: Reading, i: int, end: int) -> bool:
    if end - i == 1 and (reading.forms[i] in NATIONS or reading.forms[i] in OFFICES):
        return False
    return given(reading, i) or (surname(reading, i) and end - i > 1)


def _whole(reading: Reading, i: int) -> bool:
    """Whether a family name and two more capitalised words begin at ``i``: then it may look like another word."""
    return (
        surname(reading, i)
        and reading.joined(i + 1)
        and reading.joined(i + 2)
        and {i, i + 1, i + 2} <= reading.capitals
        and reading.forms[i] not in HARD_STOPS
    )


def _pair(reading: Reading, i: int) -> bool:
    """Whether a family name and a given one, both capitalised, stand at ``i``: ``tên Trương My``."""
    return (
        {i, i + 1} <= reading.capitals
        and reading.joined(i + 1)
        and surname(reading, i)
        and given(reading, i + 1)
        and not place(reading, i, i + 2)
    )


def full_name(reading: Reading, i: int) -> int | None:
    """End of the full name whose family name is the capitalised word ``i``, where nothing points to it."""
    if (
        not {i, i + 1} <= reading.capitals
        or not surname(reading, i)
        or reading.ends[i] - reading.starts[i] == 1
    ):
        return None
    end = run(reading, i)
    if end - i > PAIR and given(reading, end - 1) and not place(reading, i, end) and _of_person(reading, i):
        return end
    if (
        end - i < PAIR
        or street(reading, i, end)
        or _after_place(reading, i)
        or not _by_itself(reading, i, end)
    ):
        return None
    return end


def is_surname(reading: Reading, i: int) -> bool:
    """Whether a word that could be a cue (``Chú``, ``Vợ``) is rather a family name, by its capital and the next words."""
    return reading.plain[i + 1] in MARKERS or (
        _within(reading, i) and _whole(reading, i) and not surname(reading, i + 1)
    )


def _of_person(reading: Reading, i: int) -> bool:
    """Whether a word for a person stands some words before ``i``: ``cô giáo mầm non Đào Mỹ Duyên``."""
    if not reading.accented:
        return False
    for k in range(i - 1, max(-1, i - _REACH), -1):
        gap = reading.gaps[k + 1]
        if (gap != " " and not gap.strip(" /").isdigit() and "/" not in gap) or k in reading.capitals:
            return reading.forms[k] in _PERSONS and gap == " " and k < i - 1
        if reading.plain[k] in _NO_WORK:
            return False
        if reading.forms[k] in _PERSONS:
            return True
    return False


def _by_itself(reading: Reading, i: int, end: int) -> bool:
    """Whether a family name and what follows in capitals are a person's name without any cue."""
    long = end - i > PAIR
    if long and _within(reading, i) and all(given(reading, k) for k in range(i + 1, end)):
        return not _of_place(reading, i, end)
    if any(
        place(reading, i, k) and (k > i + PAIR or k == end or place(reading, k, end))
        for k in range(i + PAIR, end + 1)
    ):
        return (long or _last(reading, i, end)) and _alone(reading, i, end)
    letter = reading.ends[i + 1] - reading.starts[i + 1] == 1
    if long and (reading.plain[i] in _SURE or reading.plain[i + 1] in MARKERS or letter):
        return True
    delimited = reading.gaps[end] != " " and (i == 0 or reading.gaps[i] != " ")
    told = long and delimited and reading.accented and not reading.acronym(i)
    if told and not any(place(reading, k, k + PAIR) for k in range(i, end - 1)):
        return True
    if long and before_last(reading, end - PAIR) and (given(reading, end - 1) or delimited):
        return delimited or not place(reading, end - PAIR, end)
    return given(reading, end - 1) and _alone(reading, i, end)


def _of_place(reading: Reading, i: int, end: int) -> bool:
    """Whether the words are a place, or one with a part of it or a larger one behind: ``Hoàng Mai Hà Nội``."""
    if place(reading, i, end) or (
        end in reading.capitals and reading.joined(end) and place(reading, end - 1, end + 1)
    ):
        return True
    return place(reading, i, i + PAIR) and (
        reading.forms[end - 1] in _PARTS or (end - i > PAIR + 1 and place(reading, i + PAIR, end))
    )


def _within(reading: Reading, i: int) -> bool:
    """Whether a small word stands right before: then a capital begins no sentence."""
    return reading.joined(i) and i - 1 not in reading.capitals


def _after_place(reading: Reading, i: int) -> bool:
    gap = reading.gaps[i]
    if gap[-2:-1].isdigit() and gap.endswith(" "):
        return True
    word = reading.plain[i - 1]
    if i == 0 or gap not in {" ", ": "} or word not in PLACE_WORDS or (gap == ": " and word == "mat"):
        return False
    if word == "cho" and i + 2 in reading.capitals and reading.small[i - 1] != "chợ":
        return False
    if i + 2 < reading.size and reading.plain[i + 1] in MARKERS and word in _SOFT_PLACE_WORDS:
        return False
    return i == 1 or word not in _UNITS or reading.plain[i - 2] not in _OFFICES


def _last(reading: Reading, i: int, end: int) -> bool:
    """Whether two words stand by themselves at the end, behind a full stop or in a line: a signature."""
    return (
        end == reading.size
        and reading.plain[i] in _SURE - {"dinh", "duong"}
        and reading.gaps[i].strip(" ")[-1:] in {".", "-", "!", "\n", "–"}
    )


def _alone(reading: Reading, i: int, end: int) -> bool:
    """Whether the words stand by themselves as names do: in a cell, as a signature, before a number."""
    before, after = reading.gaps[i], reading.gaps[end]
    if "[" in after and not after.strip(" ,:.-(–[_]"):
        return i == 0 or before.strip(" ")[-1:] in _OPENING
    first = i == 0 or "\n" in before or "|" in before or before.rstrip()[-1:] in ".!?:-"
    if first and before != " " and (end == reading.size or "\n" in after or "|" in after):
        return True
    return first and end < reading.size and reading.plain[end] in _ON_PERSONS
