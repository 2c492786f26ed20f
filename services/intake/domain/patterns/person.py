"""Names of persons, without their titles: by kinship words, offices, "tên là", family names, signatures.

Vietnamese names are everyday words, so context on both sides decides. Capitals decide where the writer uses them;
in small letters a name needs a word for a person before it and a word that goes on about a person behind it.
Initials stay, and so do streets, units and institutions named after people.
"""

from collections.abc import Iterator
from itertools import compress

from services.intake.domain.lexicon import BEFORE, PLAIN_BEFORE
from services.intake.domain.naming import (
    apposed,
    beside,
    born,
    capitals,
    cues,
    highland,
    listed,
    lone,
    mentions,
    nicknamed,
    roles,
    signature,
    smalls,
    syllables,
    traits,
)
from services.intake.domain.naming.cues import FAMILY, MARKERS, SINGLE, SURNAME, TAIL
from services.intake.domain.reading import Reading, shouted, small

KIND = "PERSON"
DIGITS = 0
"""A name needs no digit."""


_MORE = (
    signature.find,
    beside.find,
    lone.find,
    apposed.find,
    highland.find,
    born.find,
    nicknamed.find,
    listed.find,
    roles.find,
)
"""Further ways to tell a name, each of which sees what was found before."""


def find(plain: str, text: str) -> Iterator[tuple[int, int]]:
    """Spans of names in a plain shadow; ``text`` tells them by capitals and diacritics."""
    reading = Reading(plain, text)
    if not reading.plain:
        return
    if 2 * len(reading.capitals) > len(reading.plain) and shouted(text):
        reading = Reading(plain, small(text))
    found: list[tuple[int, int]] = []
    last = 0
    for i in _anchors(reading):
        if i >= last:
            for start, end in _at(reading, i):
                found.append((start, end))
                last = max(last, end)
    taken = {i for start, end in found for i in range(start, end)}
    for more in _MORE:
        for start, end in more(reading, taken):
            if taken.isdisjoint(range(start, end)):
                found.append((start, end))
                taken.update(range(start, end))
    found += mentions.again(reading, found, taken)
    for start, end in found:
        nickname = nicknamed.QUOTED.match(plain, reading.ends[end - 1]) or nicknamed.LOOKS.match(
            reading.text, reading.ends[end - 1]
        )
        yield reading.starts[start], nickname.end() if nickname else reading.ends[end - 1]


def _anchors(reading: Reading) -> list[int]:
    """Words that may point to a name, or be one, by what they and the next word are. Cheap: most texts have none."""
    forms, plain, at = reading.forms, reading.plain, reading.capitals
    if reading.accented:
        possible, before, words = syllables.POSSIBLE, BEFORE, cues.ACCENTED
    else:
        possible, before, words = syllables.PLAIN_POSSIBLE, PLAIN_BEFORE, cues.BARE
    anchors: list[int] = []
    flags, tails = words.anchors, words.tails
    for i in compress(range(reading.size - 1), map(flags.__contains__, forms)):
        form, after, flag = forms[i], i + 1, flags[forms[i]]
        if flag & SINGLE or (flag & TAIL and i and f"{forms[i - 1]} {form}" in tails):
            if after in at or forms[after] in possible or plain[i] == "ten":
                anchors.append(i)
                continue
            if plain[i] == "la" and cues.is_self(reading, i):
                anchors.append(i)
                continue
        if (flag & SURNAME and (plain[after] in MARKERS or (i in at and after in at))) or (
            flag & FAMILY and forms[after] in before
        ):
            anchors.append(i)
    return anchors


def _at(reading: Reading, i: int) -> Iterator[tuple[int, int]]:
    """Names, as ranges of words, that the word ``i`` gives away."""
    cue = cues.at(reading, i)
    if cue is not None and not (capitals.is_surname(reading, i) and capitals.full_name(reading, i)):
        first = cues.first_word(reading, i, cue)
        end = capitals.named(reading, first, cue) or smalls.named(reading, first, i, cue)
        if end and first in reading.capitals:
            end = max(end, traits.run(reading, first))
        if end and (cue is cues.TITLE or not cues.in_word(reading, i)):
            yield first, end
            yield from mentions.companions(reading, end)
            return
    end = capitals.full_name(reading, i) or smalls.full_name(reading, i)
    if end:
        yield i, end
        yield from mentions.companions(reading, end)
