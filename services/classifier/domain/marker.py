"""Marks of the lexicon as features of the model: ``#beat`` where the text has a word of beating.

Guards have no say here: whether *bị đánh* is negated the model learns from the words around it.
"""

from collections.abc import Mapping, Sequence
from functools import cache

from services.classifier.domain.found import Found


class Marker:
    """Finds marks. ``bits``: name of a concept → its bit; ``marks``: per phrase of the book the sum of its bits;
    ``rows``: the marks of a vocabulary with their rows.
    """

    def __init__(
        self, bits: Mapping[str, int], marks: Sequence[int], rows: Mapping[str, int] | None = None
    ) -> None:
        known = rows or {}

        @cache
        def rows_of(marks: int) -> tuple[int, ...]:
            return tuple(
                known[f"#{name}"] for name, bit in bits.items() if marks & bit and f"#{name}" in known
            )

        self._bits = dict(bits)
        self._rows = [rows_of(one) for one in marks] if known else []

    def names(self, found: Found) -> list[str]:
        """The marks of a text, each once."""
        return [f"#{name}" for name, bit in self._bits.items() if found.present & bit]

    def spans(self, found: Found) -> dict[int, tuple[int, int, int]]:
        """Rows of these marks that the vocabulary knows, each with a hit behind it."""
        rows = self._rows
        return {row: hit for hit in found.hits for row in rows[hit[2]]}
