"""Whether a name is meant as a place. Precision first: a name without its unit word is often a street or a word."""

from enum import Enum

from services.classifier.domain.cues import NEVER, UNLINKED, Cues, closes, opens
from services.classifier.domain.names import Name, Named
from services.classifier.domain.text import Text

_LONG = 3
"""Syllables from which on a name is hardly ever anything else, but a person's if it begins with a surname."""


class Meant(Enum):
    """How surely a name is a place. ``WEAK``: if the text names no other."""

    NO = 0
    WEAK = 1
    YES = 2


def is_bare_place(
    cues: Cues, text: Text, named: Named, before: str, *, linked: bool, past: bool, near: bool
) -> Meant:
    """For a name without a unit word, after a word of the class ``before``.

    ``linked``: its old district stands beside it; ``past``: ``cũ`` does; ``near``: it lies in a province that the
    text, the reporter or the home makes likely. Elsewhere it takes a word of place, or the first place.
    """
    start, end, name = named
    if before in NEVER:
        return Meant.NO
    capital = _capital(text, start, end)
    common = not capital and (
        name.folded in cues.words or (name.folded in cues.common and not cues.is_within(text, start))
    )
    if linked or (past and not common and (near or capital)):
        return Meant.YES
    if common or before in UNLINKED or name.provinces or (end - start == 1 and not capital):
        return Meant.NO
    if not near:
        return Meant.YES if _is_far_place(cues, text, named, capital=capital, at=before == "at") else Meant.NO
    place_word = before in {"at", "by"}
    if not capital:
        shouted = text.tokens[end - 1].isupper()
        alone = opens(text, start) and (shouted or cues.closes(text, end))
        meant = before == "at" or (place_word and not text.plain) or alone
    elif _longer(text, start, end, place_word=place_word):
        meant = False
    else:
        alone = opens(text, start) and (start == 0 or closes(text, end))
        meant = place_word or alone or not is_doubtful(cues, name)
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
    return cues.before.get(first) == "surnames" and (far or " " in rest)


def _is_far_place(cues: Cues, text: Text, named: Named, *, capital: bool, at: bool) -> bool:
    """Far from home a unit of today counts where a word of place or the clause shows it; an old ward that is the only
    one of its name where the text begins with it."""
    start, end, name = named
    alone = opens(text, start) and cues.closes(text, end)
    if not capital:
        return bool(name.units) and not text.plain and (at or (start == 0 and alone))
    if _longer(text, start, end, place_word=at):
        return False
    if not at and is_doubtful(cues, name, far=True):
        return start == 0 and alone and end < _LONG
    if name.units:
        return at or start == 0 or alone
    only = len({(ward.province, ward.district) for ward in name.wards}) == 1
    return only and ((start == 0 and alone) or end - start >= _LONG)


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
