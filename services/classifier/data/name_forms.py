"""How people write a unit's name: the spellings that are as good as the official one."""

import re
from collections.abc import Iterator, Sequence

_FINAL_I = re.compile(r"^([bhklmstv]|qu)([iìíỉĩịyỳýỷỹỵ])$")
_OTHER_I = str.maketrans("iìíỉĩịyỳýỷỹỵ", "yỳýỷỹỵiìíỉĩị")
_OTHER_WORD = {
    "đắk": ("đăk", "đắc", "đăc"),
    "đăk": ("đắk", "đắc"),
    "i": ("1",),
    "ii": ("2",),
    "iii": ("3",),
}
_SIGNS = re.compile(r"[^\w ]+")


def wholes(name: str, district: str) -> Iterator[str]:
    """A name as in a table and what it is called for short.

    ``Văn Miếu - Quốc Tử Giám`` is also either of its halves, but of a name that ends in its old ``district``
    (``Cam Ly - Đà Lạt``) only the first. ``Mỹ Đình 2`` is also ``Mỹ Đình``.
    """
    yield name
    first, sign, second = (part.strip() for part in re.sub("[-–]", "\n", name).partition("\n"))
    if sign:
        yield first
        if second != district:
            yield second
    base, _, number = name.rpartition(" ")
    if base and number.isdecimal():
        yield base


def variants(spelled: str) -> set[str]:
    """A name with the other of i and y, of Đắk and Đắc, with its number in figures, and without its signs.

    >>> sorted(variants("mỹ đức"))
    ['mĩ đức', 'mỹ đức']
    """
    found = {spelled, " ".join(_SIGNS.sub(" ", spelled).split())} - {""}
    for place, word in enumerate(spelled.split(" ")):
        for other in _others(word):
            for form in tuple(found):
                parts = form.split(" ")
                if place < len(parts) and parts[place] == word:
                    found.add(" ".join([*parts[:place], other, *parts[place + 1 :]]))
    return found


def _others(word: str) -> Sequence[str]:
    if match := _FINAL_I.match(word):
        return (match[1] + match[2].translate(_OTHER_I),)
    return _OTHER_WORD.get(word, ())
