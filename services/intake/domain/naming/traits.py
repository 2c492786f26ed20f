"""What a word can be in a name: a family name, a given one, the end of a run of capitals, part of a place."""

from services.intake.domain.lexicon import (
    BEFORE,
    COMPOUNDS,
    GIVEN,
    PLACES,
    PLAIN_BEFORE,
    PLAIN_COMPOUNDS,
    PLAIN_GIVEN,
    PLAIN_PLACES,
    PLAIN_SURNAMES,
    SURNAMES,
    words_of,
)
from services.intake.domain.reading import Reading

STOPS = words_of("capitals.stops")
"""Words that end a run of capitals, or are no name right behind a title, however they are written."""
PLAIN_STOPS = words_of("capitals.plain_stops")
HARD_STOPS = words_of("capitals.hard_stops")
"""Words that end even a full name after its second syllable."""
PLACE_WORDS = words_of("capitals.place_words")
"""What stands before a place, plain."""
_WAYS = frozenset({"duong", "ngo", "pho"})
LONGEST = 5
PAIR = 2


def name_start(reading: Reading, i: int) -> bool:
    """Whether word ``i`` is capitalised and could begin a name."""
    return (
        reading.capital(i)
        and reading.ends[i] - reading.starts[i] > 1
        and not stops(reading, i)
        and not (
            compound(reading, i)
            and (
                reading.accented
                or not reading.joined(i)
                or i + 1 not in reading.capitals
                or reading.acronym(i)
            )
        )
    )


def stops(reading: Reading, i: int) -> bool:
    """Whether word ``i`` is no part of a name."""
    return reading.forms[i] in (STOPS if reading.accented else PLAIN_STOPS)


def compound(reading: Reading, i: int) -> bool:
    """Whether words ``i`` and the next make an everyday word."""
    if not reading.joined(i + 1):
        return False
    compounds = COMPOUNDS if reading.accented else PLAIN_COMPOUNDS
    return f"{reading.forms[i]} {reading.forms[i + 1]}" in compounds


def given(reading: Reading, i: int) -> bool:
    """Whether word ``i`` is a known syllable of given names."""
    form = reading.forms[i]
    if reading.accented and form != reading.plain[i]:
        return form in GIVEN or form in BEFORE
    return form in PLAIN_GIVEN or form in PLAIN_BEFORE


def before_last(reading: Reading, i: int) -> bool:
    """Whether word ``i`` is a syllable that often stands before the last of a name."""
    return reading.forms[i] in (BEFORE if reading.accented else PLAIN_BEFORE)


def surname(reading: Reading, i: int) -> bool:
    """Whether word ``i`` is a known family name."""
    form = reading.forms[i]
    if reading.accented and form != reading.plain[i]:
        return form in SURNAMES
    return form in PLAIN_SURNAMES


def place(reading: Reading, i: int, end: int) -> bool:
    """Whether the words are the name of a street or unit."""
    phrase = " ".join([reading.forms[k] for k in range(i, end)])
    return phrase in (PLACES if reading.accented else PLAIN_PLACES)


def street(reading: Reading, i: int, end: int) -> bool:
    """Whether the words are ``Phố``, ``Ngõ`` or ``Đường`` with a name, which without diacritics look like a person."""
    if reading.plain[i] not in _WAYS or reading.small[i] != reading.plain[i] or end - i < PAIR:
        return False
    if reading.plain[i] != "pho" and reading.joined(i) and i - 1 not in reading.capitals:
        return False
    if reading.plain[i] == "pho" or place(reading, i + 1, end):
        return True
    return end - i > PAIR and surname(reading, i + 1) and reading.plain[i + 1] not in {"thi", "van"}


def run(reading: Reading, i: int) -> int:
    """End of the run of capitalised words that begins at ``i``."""
    shout = reading.acronym(i)
    end = i + 1
    while end < reading.size and end - i < LONGEST and reading.joined(end) and reading.capital(end):
        within = reading.forms[end] not in HARD_STOPS and surname(reading, i)
        within = within and (end - i == PAIR or (end - i == 1 and end + 1 in reading.capitals))
        last = not reading.accented and end - i == 1 and end + 1 not in reading.capitals
        within = within or (last and given(reading, i) and given(reading, end))
        if stops(reading, end) and not within:
            break
        third = (
            end - i == PAIR and surname(reading, i) and before_last(reading, end - 1) and given(reading, end)
        )
        third = third and end + 1 not in reading.capitals
        if (reading.acronym(end) and not shout) or (end - i > 1 and not third and compound(reading, end)):
            break
        letter = reading.ends[end] - reading.starts[end] == 1
        if letter and reading.gaps[end + 1][:1] in {"'", "’"}:
            break
        if (
            letter
            and end - i < PAIR
            and not (surname(reading, i) and reading.joined(end + 1) and end + 1 in reading.capitals)
        ):
            break
        end += 1
    if end - i > PAIR and not surname(reading, i) and place(reading, end - 2, end):
        end -= 2
    return end
