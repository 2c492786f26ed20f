"""Whether a name is meant as a place. Precision first: a name without its unit word is often a street or a word."""

from services.classifier.domain.cues import Cues, closes, opens
from services.classifier.domain.names import Named
from services.classifier.domain.spelling import strip_words
from services.classifier.domain.text import Text

NEVER = frozenset(("streets", "people", "surnames", "homes"))
"""Classes of words after which a bare name is no place."""
_UNLINKED = frozenset(("number", "buildings", "movers"))
NOT_HERE = NEVER | _UNLINKED
_LONG = 3
"""Syllables from which on a name is hardly ever anything else."""


def is_meant_bare(cues: Cues, text: Text, named: Named, *, linked: bool, past: bool, near: bool) -> str:
    """For a name without a unit word: ``sure``, ``weak`` if it counts only where nothing else is named, or nothing.

    ``linked``: its old district stands beside it; ``past``: ``cũ`` does; ``near``: it lies in a province that the
    text, the reporter or the home makes likely. Elsewhere it takes a word of place, or the first place.
    """
    start, end, name = named
    before = cues.word_before(text, start)
    if before in NEVER:
        return ""
    capital = _capital(text, start, end)
    folded = strip_words(name.spelled)
    common = not capital and folded in cues.common
    if linked or (past and not common and (near or capital)):
        return "sure"
    if before in _UNLINKED or name.provinces or common or (end - start == 1 and not capital):
        return ""
    if not near:
        return "sure" if _is_meant_far(cues, text, named, at=before == "at", capital=capital) else ""
    at = before in {"at", "by"}
    if not capital:
        shouted = start == 0 and text.tokens[0].isupper()
        meant = before == "at" or (at and not text.plain) or (opens(text, start) and (shouted or cues.closes(text, end)))
    elif _longer(text, start, end, at=at):
        return ""
    else:
        meant = not is_careful(cues, named) or at or (opens(text, start) and (start == 0 or closes(text, end)))
    return ("weak" if before == "settled" else "sure") if meant else ""


def _is_meant_far(cues: Cues, text: Text, named: Named, *, at: bool, capital: bool) -> bool:
    """Far from home a unit of today counts where a word of place or the clause shows it; an old ward that is the only
    one of its name where the text begins with it."""
    start, end, name = named
    alone = opens(text, start) and cues.closes(text, end)
    if not capital:
        return bool(name.units) and not text.plain and (at or (start == 0 and alone))
    if _longer(text, start, end, at=at):
        return False
    if not at and is_careful(cues, named, far=True):
        return start == 0 and alone and end < _LONG
    if name.units:
        return at or start == 0 or alone
    only = len({(ward.province, ward.district) for ward in name.wards}) == 1
    return only and ((start == 0 and alone) or end - start >= _LONG)


def is_careful(cues: Cues, named: Named, *, far: bool = False) -> bool:
    """Whether a name is somebody's or a street's first: of three syllables with a surname, or so listed."""
    first = named.name.spelled.partition(" ")[0]
    if cues.before.get(first) == "surnames" and (far or named.end - named.start >= _LONG):
        return True
    return strip_words(named.name.spelled) in cues.careful


def is_meant_typed(cues: Cues, text: Text, named: Named, first: int, *, linked: bool, near: bool) -> bool:
    """For a name after a unit word at ``first``, which is a word of its own too: ``xã trung tâm``, ``phuong cho``."""
    start, end, name = named
    if linked or text.tokens[start][0].isupper():
        return True
    if strip_words(name.spelled) in cues.words or (end - start == 1 and not closes(text, end)):
        return False
    return near or not text.plain or len(text.tokens[first]) == 1


def is_meant_number(text: Text, named: Named, *, linked: bool, near: bool) -> bool:
    """For ``phường 3``: with its district, or where such wards are near; ``phường 3 thùng nước`` counts buckets."""
    return linked or (near and closes(text, named.end))


def _capital(text: Text, start: int, end: int) -> bool:
    """Whether every word of a name begins with a capital, in a text that isn't all capitals."""
    words = text.tokens[start:end]
    return all(word[0].isupper() or not word[0].isalpha() for word in words) and not all(
        word.isupper() for word in words
    )


def _longer(text: Text, start: int, end: int, *, at: bool) -> bool:
    """Whether a word with a capital at either side makes it part of a longer name, mostly somebody's."""
    tokens = text.tokens
    if not (at or opens(text, start) or opens(text, start - 1)) and _title(tokens[start - 1]):
        return True
    return end < len(tokens) and _title(tokens[end])


def _title(word: str) -> bool:
    return word[0].isupper() and not word.isupper()
