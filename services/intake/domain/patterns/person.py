"""Names of persons, without their titles: by kinship words, offices, "tên là", family names, signatures.

Vietnamese names are everyday words, so context on both sides decides. Capitals decide where the writer uses them;
in small letters a name needs a word for a person before it and a word that goes on about a person behind it.
Initials stay, and so do streets, units and institutions named after people.
"""

import re
from collections.abc import Iterator

from services.intake.domain.naming import capitals, cues, signature, smalls
from services.intake.domain.reading import Reading, shouted, small

_NICKNAME = re.compile(r" [\"“'‘(](?!con|cua|o |la )[a-z]{2,7}(?: [a-z]{2,7})?[\"”'’)]")
"""What somebody is called beside the name: ``Hải "sứt"``."""
KIND = "PERSON"
DIGITS = 0
"""A name needs no digit."""


def find(plain: str, text: str) -> Iterator[tuple[int, int]]:
    """Spans of names in a plain shadow; ``text`` tells them by capitals and diacritics."""
    reading = Reading(plain, small(text) if shouted(text) else text)
    found: list[tuple[int, int]] = []
    last = 0
    for i, word in enumerate(reading.plain):
        if i < last or word not in cues.ANCHORS:
            continue
        for start, end in _at(reading, i):
            found.append((start, end))
            last = max(last, end)
    found += signature.find(reading, found)
    found += capitals.again(reading, found)
    for start, end in found:
        nickname = _NICKNAME.match(plain, reading.ends[end - 1])
        yield reading.starts[start], nickname.end() if nickname else reading.ends[end - 1]


def _at(reading: Reading, i: int) -> Iterator[tuple[int, int]]:
    """Names, as ranges of words, that the word ``i`` gives away."""
    cue = cues.at(reading, i)
    if cue is not None:
        first = cues.first_word(reading, i, cue)
        end = capitals.named(reading, first, cue) or smalls.named(reading, first, i, cue)
        if end:
            yield first, end
            yield from capitals.companions(reading, end)
            return
    end = capitals.full_name(reading, i) or smalls.full_name(reading, i)
    if end:
        yield i, end
        yield from capitals.companions(reading, end)
