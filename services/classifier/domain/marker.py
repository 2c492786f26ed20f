"""A batch of texts as rows of the model's weights: words, pairs, and marks of the lexicon.

A mark is ``#beat`` where the text has a word of beating.

Guards have no say here: whether *bị đánh* is negated the model learns from the words around it.
"""

from collections.abc import Mapping, Sequence
from functools import cache

import numpy as np

from services.classifier.domain.features import Parts, Rows, Vocabulary
from services.classifier.domain.found import Found
from services.classifier.domain.passages import passages
from services.classifier.domain.phrases import Hit, places_of


class Marker:
    """Finds rows of ``vocabulary``.

    ``bits``: name of a concept → its bit; ``marks``: per phrase of the book the sum of its bits; ``numbers``: what
    the reader calls the words.
    """

    def __init__(
        self,
        bits: Mapping[str, int],
        marks: Sequence[int],
        vocabulary: Vocabulary,
        numbers: Mapping[str, int],
    ) -> None:
        known = vocabulary.marks
        by_place = [known.get(f"#{name}") for name in bits]

        @cache
        def rows_of(marks: int) -> tuple[int, ...]:
            rows = (by_place[place] for place in places_of(marks))
            return tuple(row for row in rows if row is not None)

        self._bits = dict(bits)
        self._rows = [rows_of(one) for one in marks] if known else []
        self._vocabulary = vocabulary
        self._table = vocabulary.table(numbers)

    def names(self, found: Found, start: int = 0, end: int | None = None) -> list[str]:
        """The marks of a text, or of its tokens ``start`` to ``end``, each once."""
        present = found.present if end is None else found.within(start, end)
        return [f"#{name}" for name, bit in self._bits.items() if present & bit]

    def rows(self, found: Sequence[Found], spans: Sequence[Mapping[int, Hit]]) -> Rows:
        """Rows of a batch, and of the marks that ``spans`` tells."""
        return self._vocabulary.rows([one.text.numbers for one in found], spans, self._table)

    def spans(self, found: Found) -> dict[int, Hit]:
        """Rows of these marks that the vocabulary knows, each with a hit behind it."""
        rows = self._rows
        return {row: hit for hit in found.hits for row in rows[hit[2]]}

    def parts(self, found: Sequence[Found]) -> Parts | None:
        """The passages of those texts that are long, if any is."""
        rows = self._rows
        words: list[Sequence[int]] = []
        marks: list[set[int]] = []
        owners: list[int] = []
        for owner, one in enumerate(found):
            for start, end in passages(one.text):
                owners.append(owner)
                words.append(one.text.numbers[start:end])
                marks.append({row for hit in one.hits if start <= hit[0] < end for row in rows[hit[2]]})
        if not owners:
            return None
        return Parts(self._vocabulary.rows(words, marks, self._table), np.array(owners, np.int64))
