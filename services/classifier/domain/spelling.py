"""How words are brought into one spelling: lower case, one place for the tone mark, no stretched letters."""

import re
import unicodedata
from functools import lru_cache

PLAIN_SHARE = 7
"""Text with fewer than one non-ASCII character in this many is read as written without diacritics; Vietnamese
prose has one in four."""
_MEMORY = 60_000

_KEPT = re.compile("11[1345]|1022|(19|20)..")
_STRETCHED = re.compile(r"([^\W\d_])\1{2,}")
_NEW_TONE = re.compile(r"(?<!q)([ou])([àáảãạèéẻẽẹỳýỷỹỵ])$")


def is_plain(text: str) -> bool:
    """Whether so few characters carry diacritics that the text counts as written without."""
    return (len(text) - len(text.encode("ascii", "ignore"))) * PLAIN_SHARE < len(text)


def canonical(token: str) -> str:
    """Lower case, stretched letters shortened (``cứuuuu``), the tone mark where the old school puts it.

    A number of three digits and more becomes 999, except years and hotlines; the lexicon needs no more of it.
    """
    if token.isdecimal() and len(token) > 2:  # noqa: PLR2004 - a long number
        return token if _KEPT.fullmatch(token) else "999"
    word = unicodedata.normalize("NFC", token.lower())
    if len(word) > 2:  # noqa: PLR2004 - nothing to shorten
        word = _STRETCHED.sub(r"\1", word)
    return word if word.isascii() else _NEW_TONE.sub(_move_tone, word)


def strip_words(words: str) -> str:
    """Words with single spaces between, without diacritics."""
    return words if words.isascii() else " ".join(map(strip, words.split(" ")))


@lru_cache(_MEMORY)
def strip(word: str) -> str:
    """A word without diacritics, as long as before: ``đường`` → ``duong``. Other scripts stay as they are."""
    if word.isascii():
        return word
    decomposed = unicodedata.normalize("NFD", word.replace("đ", "d"))
    plain = "".join(char for char in decomposed if not unicodedata.combining(char))
    return plain if len(plain) == len(word) else word


def _move_tone(match: re.Match[str]) -> str:
    first, second = match.groups()
    base, *marks = list(unicodedata.normalize("NFD", second))
    return unicodedata.normalize("NFC", first + "".join(marks)) + base
