"""Names that a nickname in quotation marks gives away: ``nhóm Minh "tròn"``."""

import re

from services.intake.domain.naming.born import ORDER
from services.intake.domain.naming.capitals import NATIONS
from services.intake.domain.naming.syllables import COMMON
from services.intake.domain.naming.traits import PLACE_WORDS, given, name_start, place
from services.intake.domain.reading import Reading

QUOTED = re.compile(r" [\"“'‘](?!con |cua |của |bi |bị )[^\W\d_]{2,7}(?: [^\W\d_]{2,7}){0,2}[\"”'’]")
"""What somebody is called beside the name: ``Hải "sứt"``, ``Tuyết "thuốc bắc"``."""
_QUOTES = "\"“'‘"
LOOKS = re.compile(
    r" (?:béo|gù|sẹo|lùn|trọc|còi|lé|thọt|móm|xăm|sứt|đen|mập|tồ|cận|rỗ|hói|sún|bự|điên|khùng)(?![^\W\d_]| (?:thui|sì|kịt))"
)
"""The same without quotation marks, by how somebody looks: ``Lộc gù``."""


def find(reading: Reading, taken: set[int]) -> list[tuple[int, int]]:
    """Names of one syllable, as ranges of words that aren't ``taken``."""
    more: list[tuple[int, int]] = []
    if not any(map(reading.text.__contains__, _QUOTES)):
        return more
    for i in reading.capitals:
        if reading.gaps[i + 1][-1:] not in _QUOTES or i in taken or i + 1 in reading.capitals:
            continue
        form = reading.forms[i]
        if form in NATIONS or form in ORDER or (form in COMMON and not reading.joined(i)):
            continue
        if not given(reading, i) or not name_start(reading, i) or place(reading, i, i + 1):
            continue
        if (
            i
            and reading.gaps[i] == " "
            and (i - 1 in reading.capitals or reading.plain[i - 1] in PLACE_WORDS)
        ):
            continue
        if QUOTED.match(reading.text, reading.ends[i]):
            more.append((i, i + 1))
    return more
