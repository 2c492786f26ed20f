"""Whether a name is meant as a place. Precision first: a name without its unit word is often a street or a word."""

from services.classifier.domain.cues import Cues, closes, opens
from services.classifier.domain.names import Named
from services.classifier.domain.spelling import strip_words
from services.classifier.domain.text import Text


def is_meant_bare(cues: Cues, text: Text, named: Named, *, linked: bool, near: bool) -> bool:
    """For a name without a unit word. ``linked``: its old district stands beside it, or ``cũ``; ``near``: it lies in a
    province that the text, the reporter or the home makes likely. Elsewhere only today's units count, and only
    where a word of place or the clause shows them."""
    start, end, name = named
    if end - start == 1 and not (linked or text.tokens[start][0].isupper()):
        return False
    before = cues.word_before(text, start)
    if before in {"streets", "people", "homes"}:
        return False
    if linked:
        return True
    if before in {"number", "buildings", "movers"} or name.provinces or not (near or name.units):
        return False
    at = before == "at"
    folded = strip_words(name.spelled)
    if not _capital(text, start, end):
        return _is_meant_small(text, named, at=at, near=near) and folded not in cues.common
    if _longer(text, start, end, at=at):
        return False
    if near and folded not in cues.careful:
        return True
    return at or (opens(text, start) and (start == 0 or closes(text, end)))


def is_meant_typed(cues: Cues, text: Text, named: Named, *, linked: bool, near: bool) -> bool:
    """For a name after ``phường`` or ``xã``, which are words of their own too: ``xã trung tâm``, ``phuong cho``."""
    start, end, name = named
    if linked or text.tokens[start][0].isupper():
        return True
    if strip_words(name.spelled) in cues.common or (end - start == 1 and not closes(text, end)):
        return False
    return near or not text.plain


def is_meant_number(text: Text, named: Named, *, linked: bool, near: bool) -> bool:
    """For ``phường 3``: with its district, or where such wards are near; ``phường 3 thùng nước`` counts buckets."""
    return linked or (near and closes(text, named.end))


def _is_meant_small(text: Text, named: Named, *, at: bool, near: bool) -> bool:
    start, end, _ = named
    if not near and text.plain:
        return False
    return at or (opens(text, start) and closes(text, end))


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
