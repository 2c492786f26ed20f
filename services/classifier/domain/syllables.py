"""What a Vietnamese syllable is built like."""

import re

SYLLABLE = re.compile(
    r"(?:ngh|ng|nh|gh|gi|kh|ph|th|tr|ch|qu|[bcdghklmnprstvx])?"
    r"(?:uye|uya|uyu|oai|oay|oeo|uay|uoi|uou|ieu|yeu|ai|ao|au|ay|eo|eu|ia|ie|iu|oa|oe|oi|oo|ua|ue|ui|uo|uu|uy|ye"
    r"|[aeiouy])(?:ng|nh|ch|[cmnpt])?$"
)
"""Onset, vowels and final of a Vietnamese syllable without diacritics."""


def is_syllable(folded: str) -> bool:
    """Whether a word without diacritics is built like a Vietnamese syllable (``nguoi``; not ``karaoke``)."""
    return SYLLABLE.match(folded) is not None
