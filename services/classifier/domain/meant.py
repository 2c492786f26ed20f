"""Whether a name is meant as a place. Precision first: a name without its unit word is often a street or a word."""

from enum import Enum
from typing import NamedTuple

from services.classifier.domain.cues import NEVER, UNLINKED, Cues, begins, closes, opens
from services.classifier.domain.names import Name, Named
from services.classifier.domain.text import Text

_LONG = 3
"""Syllables from which on a name is hardly ever anything else, but a person's if it begins with a surname."""


class Meant(Enum):
    """How surely a name is a place. ``WEAK``: if the text names no other."""

    NO = 0
    WEAK = 1
    YES = 2


class Around(NamedTuple):
    """What stands around a name without a unit word."""

    before: str
    """The class of the word before it (``places.yaml``)."""
    linked: bool
    """Its old district or province stands beside it."""
    past: bool
    """``cũ`` stands after it."""
    near: bool
    """It lies in a province that the text, the reporter or the home makes likely."""
    among: bool
    """Another name touches it."""


def is_bare_place(cues: Cues, text: Text, named: Named, around: Around) -> Meant:
    """For a name without a unit word. Far from home it takes a word of place before it, or the first place."""
    start, end, name = named
    before = around.before
    if before in NEVER:
        return Meant.NO
    capital = _capital(text, start, end)
    common = not capital and _is_word(cues, text, named)
    if around.linked or (around.past and not common and (around.near or capital)):
        return Meant.YES
    single = end - start == 1 and text.tokens[start][0].islower()
    if common or single or before in UNLINKED or name.provinces:
        return Meant.NO
    if not around.near:
        meant = _is_far_place(cues, text, named, around, capital=capital)
    elif capital:
        meant = _is_capital_place(cues, text, named, around)
    else:
        meant = _is_small_place(cues, text, named, before)
    if not meant:
        return Meant.NO
    return Meant.WEAK if before == "settled" else Meant.YES


def is_typed_place(cues: Cues, text: Text, named: Named, first: int, *, linked: bool, near: bool) -> bool:
    """For a name after a unit word at ``first``, which is a word of its own too: ``xã trung tâm``, ``phuong cho``."""
    start, end, name = named
    if linked or text.tokens[start][0].isupper():
        return True
    if name.folded in cues.words or (end - start == 1 and not closes(text, end)):
        return False
    return near or not text.plain or len(text.tokens[first]) == 1


def is_numbered_place(text: Text, named: Named, *, linked: bool, near: bool) -> bool:
    """For ``phường 3``: with its district, or where such wards are near; ``phường 3 thùng nước`` counts buckets."""
    return linked or (near and closes(text, named.end))


def is_doubtful(cues: Cues, name: Name, *, far: bool = False) -> bool:
    """Whether a name is a person's or a street's first: so listed, or with a surname."""
    if name.folded in cues.careful:
        return True
    first, _, rest = name.spelled.partition(" ")
    return first in cues.surnames and (far or " " in rest)


def _is_capital_place(cues: Cues, text: Text, named: Named, around: Around) -> bool:
    """Near home a name with capitals is a place unless it may be somebody's or a street's."""
    start, end, name = named
    place_word = around.before in {"at", "by"}
    if not around.among and _longer(text, start, end, place_word=place_word):
        return False
    if place_word or not is_doubtful(cues, name):
        return True
    return opens(text, start) and (start == 0 or closes(text, end))


def _is_small_place(cues: Cues, text: Text, named: Named, before: str) -> bool:
    """Near home a name in small letters, or all in capitals, takes a word of place or a clause of its own."""
    start, end, _ = named
    if before == "at" or (before == "by" and not text.plain):
        return True
    return opens(text, start) and (text.tokens[end - 1].isupper() or cues.closes(text, end))


def _is_far_place(cues: Cues, text: Text, named: Named, around: Around, *, capital: bool) -> bool:
    """Far from home a unit of today counts where a word of place or the clause shows it.

    An old ward that is the only one of its name does where the text begins with it.
    """
    start, end, name = named
    at = around.before == "at"
    alone = opens(text, start) and cues.closes(text, end)
    if not capital:
        return bool(name.units) and not text.plain and (at or (start == 0 and alone))
    if not around.among and _longer(text, start, end, place_word=at):
        return False
    if not at and is_doubtful(cues, name, far=True):
        return start == 0 and alone and end < _LONG
    if name.units:
        return at or begins(text, start) or alone
    only = len({(ward.province, ward.district) for ward in name.wards}) == 1
    return only and ((start == 0 and alone) or end - start >= _LONG)


def _is_word(cues: Cues, text: Text, named: Named) -> bool:
    folded = named.name.folded
    return folded in cues.words or (folded in cues.common and not cues.is_within(text, named.start))


def _capital(text: Text, start: int, end: int) -> bool:
    """Whether every word of a name begins with a capital, in a text that isn't all capitals."""
    shouted = True
    for word in text.tokens[start:end]:
        if word[0].islower():
            return False
        shouted = shouted and word.isupper()
    return not shouted


def _longer(text: Text, start: int, end: int, *, place_word: bool) -> bool:
    """Whether a word with a capital at either side makes it part of a longer name, mostly somebody's."""
    tokens = text.tokens
    if end < len(tokens) and _title(tokens[end]):
        return True
    return not (place_word or opens(text, start) or opens(text, start - 1)) and _title(tokens[start - 1])


def _title(word: str) -> bool:
    return word[0].isupper() and not word.isupper()
