"""How people write a unit's name: the spellings that are as good as the official one."""

import re
from collections.abc import Iterator, Sequence

from services.classifier.domain.names import Entry, Kind

_FINAL_I = re.compile(r"^([bhklmstv]|qu)([iìíỉĩịyỳýỷỹỵ])$")
_OTHER_I = str.maketrans("iìíỉĩịyỳýỷỹỵ", "yỳýỷỹỵiìíỉĩị")
_OTHER_WORD = {
    "đắk": ("đăk", "đắc", "đăc"),
    "đăk": ("đắk", "đắc"),
    "i": ("1",),
    "ii": ("2",),
    "iii": ("3",),
}
_WARD = ("phuong", "phg", "ph", "p", "px", "f", "xa", "x", "tran", "tt", "o", "tai", "ben", "khu", "dan")
_AREA = ("quan", "q", "huyen", "h", "pho", "tp", "xa", "tx")
_NUMBERED = {Kind.OLD_WARD: ("phuong", "p", "f", "ph", "px"), Kind.OLD_DISTRICT: ("quan", "q")}
_VOWELS = frozenset("aeiouy")
_UNSURE = 2
"""Letters of an abbreviation that has too many meanings: ``hm``, ``tx``."""
_SIGNS = re.compile(r"[^\w ]+")


def wholes(name: str, district: str) -> Iterator[str]:
    """A name as in a table and what it is called for short.

    ``Văn Miếu - Quốc Tử Giám`` is also either of its halves, but of a name that ends in its old ``district``
    (``Cam Ly - Đà Lạt``) only the first. ``Mỹ Đình 2`` is also ``Mỹ Đình``.
    """
    yield name
    first, *rest = (part.strip() for part in re.split("[-–]", name, maxsplit=1))
    if rest:
        yield first
        if rest[0] != district:
            yield rest[0]
    base, _, number = name.rpartition(" ")
    if base and number.isdecimal():
        yield base


def variants(spelled: str, *, hyphens: bool = False) -> set[str]:
    """A name with the other of i and y, of Đắk and Đắc, with its number in figures, and without its signs.

    With ``hyphens`` also as older people write it, ``Hoàng-Mai``.

    >>> sorted(variants("mỹ đức"))
    ['mĩ đức', 'mỹ đức']
    """
    found = {spelled, spelled.replace("’", "'"), " ".join(_SIGNS.sub(" ", spelled).split())} - {""}
    for place, word in enumerate(spelled.split(" ")):
        for other in _others(word):
            for form in tuple(found):
                parts = form.split(" ")
                if place < len(parts) and parts[place] == word:
                    found.add(" ".join([*parts[:place], other, *parts[place + 1 :]]))
    if hyphens and "-" not in spelled:
        found |= {form.replace(" ", " - ") for form in found}
    return found


def forms(folded: str, entry: Entry) -> list[str]:
    """What to look for in a folded text. The last tokens of each are the name.

    A ward or district of one syllable, a number or two letters is looked for only with its type before it, for alone
    it is a common word; an abbreviation of three letters is known.
    """
    if " " in folded:
        return [folded]
    if folded.isdecimal():
        before = _NUMBERED.get(entry.kind, ())
        numbers = dict.fromkeys((folded, folded.zfill(2)))
        return [f"{word}{gap}{number}" for number in numbers for word in before for gap in (" ", " . ", "")]
    syllable = not _VOWELS.isdisjoint(folded)
    if entry.kind is Kind.PROVINCE:
        return [folded]
    if entry.kind is Kind.OLD_DISTRICT and not syllable and len(folded) > _UNSURE:
        return [folded]
    before = _AREA if entry.kind is Kind.OLD_DISTRICT else _WARD
    return [f"{word}{gap}{folded}" for word in before for gap in (" ", " . ")]


def _others(word: str) -> Sequence[str]:
    if match := _FINAL_I.match(word):
        return (match[1] + match[2].translate(_OTHER_I),)
    return _OTHER_WORD.get(word, ())
