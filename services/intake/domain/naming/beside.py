"""Names beside what is hidden already and at the end, in small letters as well: ``0950… (Tuấn)``, ``lh hoa 0950…``."""

from collections.abc import Iterator
from itertools import compress, count

from services.intake.domain.lexicon import PLAIN_TITLES, words_of
from services.intake.domain.naming.cues import PLAIN_KIN
from services.intake.domain.naming.syllables import PLAIN_COMMON, syllable
from services.intake.domain.naming.traits import (
    PAIR,
    PLACE_WORDS,
    compound,
    given,
    name_start,
    place,
    run,
    surname,
)
from services.intake.domain.reading import Reading

_GAPS = ("] ", "] (", "](", "] - ", "]-", "] – ")
_LABELS = words_of("signature.labels")
_LONGEST = 4
_MEETING = "gap"
_CONTACT = frozenset({"alo", "gap", "goi", "he", "lh", "sdt", "zalo"})
_APART = frozenset(".\n!-–;")
_NO_NAMES = frozenset(PLAIN_KIN) | words_of("beside.no_names")
_FAMILIES = words_of("smalls.sure")


def find(reading: Reading, taken: set[int]) -> list[tuple[int, int]]:
    """Names, as ranges of words that aren't ``taken``."""
    if "[" not in reading.text:
        return list(_closing(reading))
    hidden = [i for i, gap in enumerate(reading.gaps) if "[" in gap or "]" in gap]
    more = [*_before(reading, hidden), *_closing(reading)]
    for i in hidden:
        if i == reading.size or i in taken or not reading.gaps[i].endswith(_GAPS):
            continue
        met = reading.plain[i] == _MEETING and reading.joined(i + 1) and i + 1 not in reading.capitals
        start = i + met
        end = _smalls(reading, start) if met else _capitals(reading, i)
        if end and taken.isdisjoint(range(start, end)):
            more.append((start, end))
    return more


def _before(reading: Reading, hidden: list[int]) -> Iterator[tuple[int, int]]:
    """``lh hoa 0950…``: in small letters, between a word for contact and what is hidden."""
    for end in hidden:
        if end <= 1 or reading.gaps[end].strip(" :-(,")[:1] != "[" or end - 1 in reading.capitals:
            continue
        start = end
        while start > 1 and end - start < _LONGEST and start - 1 not in reading.capitals:
            if not (syllable(reading, start - 1) or surname(reading, start - 1)) or not reading.joined(
                start - 1
            ):
                break
            start -= 1
            if reading.plain[start - 1] in _CONTACT and not _NO_NAMES.intersection(reading.plain[start:end]):
                if syllable(reading, end - 1) and " ".join(reading.plain[start:end]) not in PLAIN_TITLES:
                    yield start, end
                break


def _closing(reading: Reading) -> Iterator[tuple[int, int]]:
    """``cảm ơn - phạm hùng``: a family name and more in small letters by itself at the end, or before a number."""
    first = max(0, reading.size - _LONGEST) if "[" not in reading.text else 0
    words = reading.plain[first:-1]
    for i in compress(count(first), map(_FAMILIES.__contains__, words)):
        if i in reading.capitals or not surname(reading, i):
            continue
        if not i or reading.gaps[i].strip(" ")[-1:] not in _APART or compound(reading, i):
            continue
        end = i + 1
        while end < reading.size and end - i < _LONGEST and reading.joined(end) and syllable(reading, end):
            if end in reading.capitals:
                break
            end += 1
        after = reading.gaps[end].strip(" .,:-(")
        last = end == reading.size and not after
        if end - i > 1 and (last or after[:1] in {"[", "\n"}) and _strong(reading, i, end):
            yield i, end


def _strong(reading: Reading, i: int, end: int) -> bool:
    several = end - i > PAIR and not any(compound(reading, k) for k in range(i, end - 1))
    return several or syllable(reading, end - 1) > 1 or reading.plain[i] in {"nguyen", "pham", "tran"}


def _capitals(reading: Reading, i: int) -> int | None:
    if (
        not name_start(reading, i)
        or reading.plain[i] in PLAIN_KIN
        or reading.plain[i] in _LABELS | PLACE_WORDS
    ):
        return None
    end = run(reading, i)
    if place(reading, i, end) or not all(given(reading, k) or surname(reading, k) for k in range(i, end)):
        return None
    return end if _closed(reading, end) else None


def _smalls(reading: Reading, i: int) -> int | None:
    """``gặp thu hà``: syllables of names up to the end of the phrase, the last no everyday word where it is alone."""
    end = i
    while end < reading.size and end - i < _LONGEST and (end == i or reading.joined(end)):
        if not (given(reading, end) or surname(reading, end)) or compound(reading, end):
            return None
        end += 1
    alone = end - i == 1 and reading.plain[i] in PLAIN_COMMON
    return end if end > i and not alone and _closed(reading, end) else None


def _closed(reading: Reading, end: int) -> bool:
    """Whether a phrase ends there."""
    return end == reading.size or reading.gaps[end].strip(" ")[:1] in set(".,;)(!?\n|-:[")
