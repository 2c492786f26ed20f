"""Which language a text is in, by the share of words built like Vietnamese syllables."""

import re
from collections.abc import Sequence

SYLLABLE = re.compile(
    r"(?:ngh|ng|nh|gh|gi|kh|ph|th|tr|ch|qu|[bcdghklmnprstvx])?"
    r"(?:uye|uya|uyu|oai|oay|oeo|uay|uoi|uou|ieu|yeu|ai|ao|au|ay|eo|eu|ia|ie|iu|oa|oe|oi|oo|ua|ue|ui|uo|uu|uy|ye"
    r"|[aeiouy])(?:ng|nh|ch|[cmnpt])?$"
)
"""Onset, vowels and final of a Vietnamese syllable without diacritics."""

_ENGLISH = """
the of and is are was were be been this that these those with for from have has had not you your we
our they their he she his her it its there here please help at on in to by my me i am do does did
will would should could what when where who how why very more street road near house children school
"""
ENGLISH = frozenset(_ENGLISH.split())
VIETNAMESE_SHARE = 0.6
ENGLISH_SHARE = 0.25
_SURELY = 0.85


def is_syllable(folded: str) -> bool:
    """Whether a word without diacritics is built like a Vietnamese syllable (``nguoi``; not ``karaoke``)."""
    return SYLLABLE.match(folded) is not None


def language(words: Sequence[str], syllables: Sequence[bool]) -> str:
    """``vi``, ``en`` or ``und``. Vietnamese without diacritics is Vietnamese; digits and signs don't count."""
    vietnamese = sum(syllables)
    if vietnamese and vietnamese >= _SURELY * len(words):
        return "vi"
    letters = vietnamese + sum(
        [word.isalpha() for word, known in zip(words, syllables, strict=True) if not known]
    )
    if not letters:
        return "und"
    if vietnamese < _SURELY * letters:
        english = sum([word in ENGLISH for word in words])
        if english >= ENGLISH_SHARE * letters and english > vietnamese - english:
            return "en"
    return "vi" if vietnamese >= VIETNAMESE_SHARE * letters else "und"
