"""Which district or province that follows a name belongs to it, and whether the text calls it a thing of the past."""

from collections.abc import Sequence
from typing import NamedTuple

from services.classifier.domain.names import Entry, Named
from services.classifier.domain.text import Text

_GAP = 3
"""Most tokens between a ward and its district or province."""
_JOINTS = frozenset(
    [
        ",",
        "(",
        ")",
        "-",
        "–",
        "/",
        ".",
        "thuoc",
        "cu",
        "nay",
        "tp",
        "q",
        "h",
        "gio",
        "tx",
        "tinh",
        "huyen",
        "quan",
        "thi",
        "xa",
        "thanh",
        "pho",
    ]
)
"""What may stand between the two, folded."""
_BEFORE = frozenset(
    [",", "(", "-", "–", "/", ".", ":", "phuong", "p", "f", "xa", "x", "tt", "thi", "tran", "cu"]
)
"""What may stand between a district and a ward after it."""
_TOWN = frozenset(("pho", "tp", "tx", "xa", "huyen", "quan"))
"""After these the name of a province is that of its old town."""
_PAST = {"cũ", "cu", "xưa", "trước"}


class Link(NamedTuple):
    """What belongs to a name. ``last`` is the number of the last name so used, ``end`` the token after it."""

    areas: tuple[Entry, ...]
    provinces: tuple[Entry, ...]
    last: int
    end: int
    elsewhere: bool = False
    """A district follows that it isn't in: rather a street there."""


def link(text: Text, names: Sequence[Named], number: int) -> Link:
    """The district and province that follow a name, or the district right before it."""
    here = names[number]
    areas: tuple[Entry, ...] = ()
    provinces: tuple[Entry, ...] = ()
    last, end = number, here.end
    if number and (ahead := here.name.inside(names[number - 1].name)):
        gap = text.folded[names[number - 1].end : here.start]
        if len(gap) <= _GAP and _BEFORE.issuperset(gap):
            areas = ahead
    for following in names[number + 1 : number + 3]:
        gap = text.folded[end : following.start]
        if len(gap) > _GAP or not _JOINTS.issuperset(gap) or _is_commune(gap):
            break
        as_province = following.name.provinces and (not gap or gap[-1] not in _TOWN)
        within = () if areas or as_province else here.name.inside(following.name)
        if not (within or following.name.provinces):
            return Link(areas, provinces, last, end, elsewhere=bool(following.name.areas and not areas))
        if within:
            areas = within
        else:
            provinces = following.name.provinces
        last, end = last + 1, following.end
    return Link(areas, provinces, last, end)


def _is_commune(gap: Sequence[str]) -> bool:
    """Whether ``xã``, not ``thị xã``, stands before a name: then it is no district."""
    return bool(gap) and gap[-1] == "xa" and not (len(gap) > 1 and gap[-2] == "thi")


def is_past(text: Text, end: int) -> bool:
    """Whether ``cũ`` or ``trước đây`` follows. Without diacritics ``cu`` is many a word: then a clause ends there."""
    tokens = text.tokens
    place = end + 1 if end < len(tokens) and tokens[end] in {"(", ")", ","} else end
    if place >= len(tokens) or (word := tokens[place].lower()) not in _PAST:
        return False
    after = tokens[place + 1] if place + 1 < len(tokens) else "."
    if word == "trước":
        return after.lower() in {"đây", "kia"}
    return word != "cu" or not after[0].isalnum() or after.lower() in {"nay", "gio", "da"}


def looks_past(text: Text, end: int) -> bool:
    """Whether ``cu`` follows in a text without diacritics: not sure enough to prefer the old unit, but a sign."""
    return text.plain and end < len(text.folded) and text.folded[end] == "cu"
