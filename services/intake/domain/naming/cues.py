"""Words that point to a name: kinship words, offices and trades, ``tên là``, ``tôi là``."""

from collections.abc import Iterable
from typing import NamedTuple

from services.intake.domain.lexicon import (
    COMPOUNDS,
    PLACES,
    PLAIN_COMPOUNDS,
    PLAIN_PLACES,
    PLAIN_SURNAMES,
    PLAIN_TITLES,
    SURNAMES,
    TITLES,
    words_of,
)
from services.intake.domain.reading import Reading


class Cue(NamedTuple):
    """How much a word points to a name: weights for small letters; ``listed`` asks for a known name in capitals."""

    weight: float
    bare: float | None
    """Weight in a text without diacritics, where the word may be another; None where it is hardly this one."""
    listed: bool = False
    label: bool = False
    """Words such as ``là`` may stand between it and the name."""
    known: bool = False
    """In capitals too it asks for a known name."""


KIN: dict[str, Cue] = {
    **dict.fromkeys(("anh", "chị", "ông", "thím", "lão", "mụ", "bé"), Cue(1, 1)),
    **dict.fromkeys(("bà", "bác"), Cue(1, 0.75)),
    **dict.fromkeys(("chú", "thằng", "cụ"), Cue(1, 0.75)),
    **dict.fromkeys(("cô", "dì", "thầy", "mợ"), Cue(1, 0)),
    "cậu": Cue(1, None),
    **dict.fromkeys(("dượng", "mệ", "ôn", "gã", "ả"), Cue(1, None)),
    **dict.fromkeys(("ms", "mr", "mrs"), Cue(1, 1, listed=True)),
    "cái": Cue(1, None, listed=True),
    "cu": Cue(0.75, 0),
    "tên": Cue(1.25, 1.25, label=True),
    **dict.fromkeys(("em", "cháu", "con"), Cue(0.25, -0.25)),
    **dict.fromkeys(("bạn", "vợ", "chồng", "ck", "vk", "ny"), Cue(0.5, 0)),
    **dict.fromkeys(("mẹ", "bố", "má", "cha", "ba"), Cue(0.5, -0.25)),
    **dict.fromkeys(("bầm", "u", "tía"), Cue(0.5, None)),
    **dict.fromkeys(("tôi", "tui", "mình"), Cue(0, -0.25)),
    **dict.fromkeys(("nhà", "gđ"), Cue(0.25, -0.5, listed=True)),
    "chủ": Cue(0.25, None, listed=True),
    **dict.fromkeys(("o", "cai", "nội", "ngoại", "tội", "nhỏ", "dẫn", "đưa"), Cue(0.5, None, listed=True)),
    **dict.fromkeys(
        ("bồ", "dâu", "rể", "sui", "ae", "nhóc", "đứa", "cs", "nv", "eng"), Cue(0.5, 0, listed=True)
    ),
    **dict.fromkeys(("thương", "nhìn", "nghe", "cùng"), Cue(0, None, listed=True)),
    "hộ": Cue(0.25, None, listed=True),
    **dict.fromkeys(("a", "b", "c", "e"), Cue(0, 0, listed=True)),
    **dict.fromkeys(("là", "lh", "gặp", "tk", "nhận", "nhắn", "gọi", "rủ"), Cue(0, 0, listed=True)),
}
TITLE = Cue(1, 0.75)
_FOLDS = str.maketrans(
    "àáảãạăằắẳẵặâầấẩẫậèéẻẽẹêềếểễệìíỉĩịòóỏõọôồốổỗộơờớởỡợùúủũụưừứửữựỳýỷỹỵđ",
    "a" * 17 + "e" * 11 + "i" * 5 + "o" * 17 + "u" * 11 + "y" * 5 + "d",
)
PLAIN_KIN = {word.translate(_FOLDS): cue for word, cue in reversed(KIN.items()) if cue.bare is not None}
_TITLE_ENDS = frozenset(title.split()[-1] for title in PLAIN_TITLES)
MARKERS = frozenset({"thi", "van"})
"""What stands behind the family name of very many women and men, plain."""


SINGLE, TAIL, SURNAME, FAMILY = 1, 2, 4, 8
"""What a word may be: a cue by itself, the end of a longer one, a family name, one that is so in small letters."""


class Words(NamedTuple):
    """What a cue or a name may be recognised by, in one way of writing, before anything is looked at closely."""

    anchors: dict[str, int]
    """Words that end a cue or begin a name → what they may be."""
    tails: frozenset[str]
    """The last two words of longer titles."""


def _words(
    kin: Iterable[str], titles: frozenset[str], surnames: frozenset[str], families: frozenset[str]
) -> Words:
    tails = frozenset(" ".join(title.split()[-2:]) for title in titles)
    anchors: dict[str, int] = {}
    for flag, words in (
        (SINGLE, (*kin, *(title for title in titles if " " not in title))),
        (TAIL, (tail.split()[-1] for tail in tails)),
        (SURNAME, surnames),
        (FAMILY, families),
    ):
        for word in words:
            anchors[word] = anchors.get(word, 0) | flag
    return Words(anchors, tails)


ACCENTED = _words(KIN, TITLES, SURNAMES | PLAIN_SURNAMES, words_of("smalls.families"))
"""Family names are often written without diacritics where the rest has them."""
BARE = _words(
    PLAIN_KIN,
    PLAIN_TITLES,
    PLAIN_SURNAMES,
    words_of("smalls.plain_families") | words_of("smalls.doubtful_families"),
)
_SELF = words_of("cues.self")
_FILLERS = words_of("cues.fillers")
_BEFORE_PLACES = words_of("cues.before_places")
_LONGEST_TITLE = 4


def at(reading: Reading, i: int) -> Cue | None:
    """The cue that ends with word ``i``."""
    if reading.plain[i] in _TITLE_ENDS:
        titles = TITLES if reading.accented else PLAIN_TITLES
        phrase = reading.forms[i]
        if phrase in titles:
            return TITLE
        for j in range(i - 1, max(-1, i - _LONGEST_TITLE), -1):
            if not reading.joined(j + 1):
                break
            phrase = f"{reading.forms[j]} {phrase}"
            if phrase in titles:
                return TITLE
    cue = KIN.get(reading.small[i]) if reading.accented else PLAIN_KIN.get(reading.plain[i])
    if cue is not None and reading.plain[i] == "la":
        if is_self(reading, i):
            return Cue(1, 0.5, label=True, known=True)
        return cue if reading.accented and reading.cased else None
    return cue


def is_self(reading: Reading, i: int) -> bool:
    """Whether the word before is one for who speaks or is spoken of: ``tôi là``."""
    return i > 0 and reading.plain[i - 1] in _SELF


def first_word(reading: Reading, i: int, cue: Cue) -> int:
    """The word at which the name would begin."""
    j = i + 1
    if cue.label:
        while (
            j < min(i + 5, reading.size - 1)
            and reading.plain[j] in _FILLERS
            and reading.gaps[j] in {" ", ": "}
        ):
            if reading.capital(j) and not reading.capital(j - 1):
                break
            j += 1
    return j


_SIGHTS = words_of("cues.sights")
"""What may be named after a person: ``cầu Ông Thìn``, ``quán Cô Tươi``."""


def in_word(reading: Reading, i: int) -> bool:
    """Whether word ``i`` is part of a place (``Hai Bà Trưng``) or an everyday word (``ngã ba``), thus no cue."""
    named_place = (
        reading.cased and reading.capital(i) and reading.joined(i) and reading.plain[i - 1] in _SIGHTS
    )
    return named_place or _ends_compound(reading, i) or _in_place(reading, i)


_DONE_TO = frozenset({"danh", "thuong"})
"""Verbs that make a common pair with a word for a person, whom a name may follow: ``đánh bà Lụa``."""


def _ends_compound(reading: Reading, i: int) -> bool:
    """Whether word ``i`` is the second part of an everyday word: ``chung cư``, ``ngã ba``."""
    if not reading.joined(i) or (reading.plain[i] == "be" and i + 1 in reading.capitals):
        return False
    if reading.plain[i - 1] in _DONE_TO:
        return False
    compounds = COMPOUNDS if reading.accented else PLAIN_COMPOUNDS
    return f"{reading.forms[i - 1]} {reading.forms[i]}" in compounds


def _in_place(reading: Reading, i: int) -> bool:
    """Whether word ``i``, capitalised where the text has capitals, is part of a known place."""
    if reading.cased and not reading.capital(i):
        return False
    places = PLACES if reading.accented else PLAIN_PLACES
    for start in range(max(0, i - 2), i + 1):
        phrase = reading.forms[start]
        known = start and reading.joined(start) and reading.plain[start - 1] in _BEFORE_PLACES
        for end in range(start + 1, min(start + 3, reading.size)):
            if not reading.joined(end):
                break
            phrase = f"{phrase} {reading.forms[end]}"
            if (
                end >= i
                and phrase in places
                and (reading.capital(end) if reading.cased else known or end > start + 1)
            ):
                return True
    return False
