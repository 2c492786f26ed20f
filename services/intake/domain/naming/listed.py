"""Names in a row: three or more given names between commas, whatever stands before them.

``điểm danh: Hoa, Dũng, Phượng có mặt``, ``có chữ ký Sáng, Tình và Bốn``. Places, school subjects, days and offices
stand in rows as well.
"""

from services.intake.domain.lexicon import words_of
from services.intake.domain.naming.born import ORDER
from services.intake.domain.naming.capitals import NATIONS, OFFICES, PLAIN_OFFICES
from services.intake.domain.naming.traits import PAIR, PLACE_WORDS, given, name_start, place, run
from services.intake.domain.reading import Reading

_SUBJECTS = words_of("listed.subjects")
_AND = frozenset({"va", "cung", "voi"})
_COMMAS = frozenset({", ", ","})
_FEWEST = 3


def find(reading: Reading, taken: set[int]) -> list[tuple[int, int]]:
    """Names, as ranges of words; some of a row may be ``taken`` already."""
    more: list[tuple[int, int]] = []
    if _COMMAS.isdisjoint(map(reading.gaps.__getitem__, reading.capitals)):
        return more
    last = 0
    for i in sorted(reading.capitals):
        if i < last or not _begins(reading, i):
            continue
        row = _row(reading, i)
        others = sum(end - start == 1 and reading.forms[start] in _SUBJECTS | ORDER for start, end in row)
        if len(row) >= _FEWEST and 2 * others < len(row):
            more += [(start, end) for start, end in row if taken.isdisjoint(range(start, end))]
            last = row[-1][1]
    return more


def _begins(reading: Reading, i: int) -> bool:
    before = i - 1
    if not i or reading.gaps[i] != " ":
        return True
    return before not in reading.capitals and reading.plain[before] not in PLACE_WORDS


def _row(reading: Reading, i: int) -> list[tuple[int, int]]:
    row: list[tuple[int, int]] = []
    while i < reading.size and i in reading.capitals and (end := _item(reading, i)):
        row.append((i, end))
        i = end
        if i + 1 < reading.size and reading.plain[i] in _AND and i not in reading.capitals:
            i += 1
        elif i < reading.size and reading.gaps[i] not in _COMMAS:
            break
    return row


def _item(reading: Reading, i: int) -> int:
    """End of the name of one or two syllables at ``i``, 0 for none."""
    offices = OFFICES if reading.accented else PLAIN_OFFICES
    if not name_start(reading, i) or reading.acronym(i):
        return 0
    end = run(reading, i)
    if end - i > PAIR or (end == i + PAIR and end in reading.capitals and reading.joined(end)):
        return 0
    known = all(given(reading, k) for k in range(i, end))
    if not known or place(reading, i, end) or (end - i == 1 and reading.forms[i] in offices | NATIONS):
        return 0
    return end
