"""Which language a text is in: Vietnamese by the build of its words, another one by CLD2's word statistics.

CLD2 (package ``pycld2``) takes Vietnamese without diacritics for any of a dozen languages, so it is asked only where
too few words are built like Vietnamese syllables. It needs some text; of a few words it says nothing.
"""

import pycld2

from services.classifier.domain.text import SIGN, SYLLABLE, WORD, Text

UNKNOWN = "und"
SURE_SHARE = 0.85
"""Share of the words that are built like syllables, from which a text is Vietnamese without more ado."""
SHARE = 0.6
"""Share of the words; below it a text is another language's or nobody's."""
_ENGLISH = """
the of and is are was were be been this that these those with for from have has had not you your we
our they their he she his her it its there here please help at on in to by my me i am do does did
will would should could what when where who how why very more street road near house children school
"""
ENGLISH = frozenset(_ENGLISH.split())
ENGLISH_SHARE = 0.25
"""Share of common English words, from which a few words are English that CLD2 says nothing of."""


def language(text: Text) -> str:
    """An ISO 639-1 code, or ``und``. Vietnamese without diacritics is Vietnamese; digits and signs don't count."""
    vietnamese = text.kinds.count(SYLLABLE)
    count = vietnamese + text.kinds.count(WORD)
    if not count:
        return UNKNOWN
    if vietnamese >= SURE_SHARE * count:
        return "vi"
    words = [word for word, kind in zip(text.words, text.kinds, strict=True) if kind != SIGN]
    if other := _other(text, words, vietnamese):
        return other
    return "vi" if vietnamese >= SHARE * count else UNKNOWN


def _other(text: Text, words: list[str], vietnamese: int) -> str | None:
    """The other language that the text is surely in, if it is."""
    try:
        reliable, _, guesses = pycld2.detect(" ".join(text.words).encode("utf-8", "ignore"), bestEffort=False)
    except (pycld2.error, ValueError):
        reliable, guesses = False, ()
    if reliable and guesses[0][1] not in {"vi", "un"}:
        return str(guesses[0][1])
    english = sum(word in ENGLISH for word in words)
    return "en" if english >= ENGLISH_SHARE * len(words) and english > vietnamese - english else None
