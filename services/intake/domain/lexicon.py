"""The words that finding names and addresses goes by: family and given names, everyday words, places.

Read once at import from ``services/intake/data/names``; look-ups are by small letters with diacritics, or by the
plain form (no diacritics) for texts written without.
"""

from pathlib import Path

from services.intake.domain.folding import shadow

_FOLDER = Path(__file__).parent.parent / "data" / "names"


def _lines(name: str) -> list[str]:
    lines = (_FOLDER / f"{name}.txt").read_text("utf-8").splitlines()
    return [line for line in lines if line and not line.startswith("#")]


def _words(name: str) -> frozenset[str]:
    return frozenset(word for line in _lines(name) for word in line.split())


def _phrases(name: str) -> frozenset[str]:
    return frozenset(phrase.strip() for line in _lines(name) for phrase in line.split("|"))


def plain(words: frozenset[str]) -> frozenset[str]:
    """The plain forms of words or phrases."""
    return frozenset(shadow("|".join(words)).split("|"))


SURNAMES = _words("surnames")
GIVEN = _words("given")
BEFORE = _words("before")
"""Syllables that often stand before the last one of a name."""
NEVER = _words("never")
NEVER_PLAIN = _words("never_plain")
"""No names in texts without diacritics, though a rare name may look the same."""
EVERYDAY = _words("everyday")
COMPOUNDS = _phrases("compounds")
"""Everyday words of two syllables, the first of which could be a name or a title."""
PLACES = _phrases("places")
TITLES = _phrases("titles")
"""What stands before a name and is no kinship word: offices, trades."""

PLAIN_SURNAMES = plain(SURNAMES)
PLAIN_GIVEN = plain(GIVEN)
PLAIN_BEFORE = plain(BEFORE)
PLAIN_NEVER = plain(NEVER)
PLAIN_EVERYDAY = plain(EVERYDAY)
PLAIN_COMPOUNDS = plain(COMPOUNDS)
PLAIN_PLACES = plain(PLACES)
PLAIN_TITLES = plain(TITLES)


def _contexts() -> dict[str, frozenset[str]]:
    sections: dict[str, set[str]] = {}
    for line in _lines("contexts"):
        if line.startswith("["):
            words = sections.setdefault(line.strip("[]"), set())
        else:
            words.update(line.split())
    return {name: frozenset(words) for name, words in sections.items()}


_CONTEXTS = _contexts()


def words_of(rule: str) -> frozenset[str]:
    """The words that a rule asks for, from ``contexts.txt``. Raises KeyError for a rule that has none."""
    return _CONTEXTS[rule]
