"""What the model sees of a text: its words, pairs of neighbouring words, and marks of the lexicon.

``names`` spells the features out, to choose a vocabulary; ``Vocabulary.rows`` finds them as row numbers of a
weight matrix, a batch at a time. A pair never spans a sign.
"""

from collections.abc import Collection, Iterator, Mapping, Sequence
from itertools import chain, pairwise, repeat
from typing import NamedTuple

import numpy as np

from services.classifier.domain.keys import Keys, Numbers
from services.classifier.domain.text import Text

NONE = 0
"""Row of a feature that the vocabulary doesn't know; its weights are zero."""


def names(text: Text, marks: Sequence[str]) -> Iterator[str]:
    """Every feature of a text; words and pairs as often as they stand there. ``marks``: see ``Marker.names``."""
    words = [word if token[0].isalnum() else "" for token, word in zip(text.tokens, text.words, strict=True)]
    yield from filter(None, words)
    yield from (f"{one} {other}" for one, other in pairwise(words) if one and other)
    yield from marks


class Rows(NamedTuple):
    """Rows of a batch's features, text after text; each text's end with a ``NONE``, so that none is empty."""

    words: Numbers
    pairs: Numbers
    """Parallel to ``words``: the pair of a word and the one after it."""
    word_starts: Numbers
    marks: Numbers
    mark_starts: Numbers


class Parts(NamedTuple):
    """The passages of a batch's long texts: their rows, and the number of the text that each is of, ascending."""

    rows: Rows
    owners: Numbers


class Vocabulary:
    """Row numbers of the features. Rows are in this order: ``NONE``, words, pairs, marks.

    ``pairs``: the row of the first word times ``size`` plus the row of the second, ascending.
    """

    __slots__ = ("_pairs", "marks", "pairs", "size", "words")

    def __init__(self, words: Mapping[str, int], pairs: Numbers, marks: Mapping[str, int]) -> None:
        self.words, self.pairs, self.marks = words, pairs, marks
        self.size = len(words) + 1
        """Words and ``NONE``: the base of a pair's key and the row of the first pair."""
        self._pairs = Keys(pairs)

    @classmethod
    def of(cls, features: Sequence[str]) -> "Vocabulary":
        """From feature names in any order. KeyError if a pair has a word that isn't there itself."""
        marks = sorted(name for name in features if name[0] == "#")
        pairs = [name.split(" ") for name in features if " " in name and name[0] != "#"]
        words = sorted(name for name in features if " " not in name and name[0] != "#")
        rows = {word: row for row, word in enumerate(words, start=NONE + 1)}
        size = len(rows) + 1
        keys = np.array([rows[one] * size + rows[other] for one, other in pairs], np.int64)
        keys.sort()
        return cls(rows, keys, {name: row for row, name in enumerate(marks, start=size + len(pairs))})

    def __len__(self) -> int:
        return self.size + len(self.pairs) + len(self.marks)

    def table(self, numbers: Mapping[str, int]) -> Numbers:
        """Number of a word, as ``numbers`` and so the reader call it → its row."""
        table = np.full(len(numbers) + 1, NONE, np.int64)
        known = [(numbers[word], row) for word, row in self.words.items() if word in numbers]
        if known:
            places, rows = zip(*known, strict=True)
            table[list(places)] = rows
        return table

    def rows(
        self, words: Sequence[Sequence[int]], marks: Sequence[Collection[int]], table: Numbers | None = None
    ) -> Rows:
        """Rows of a batch, from the words and the rows of the marks of each text.

        ``words`` are rows themselves, or numbers that ``table`` leads to rows from.
        """
        flat, starts = _joined(words)
        if table is not None:
            flat = table[flat]
        return Rows(flat, self._rows_of_pairs(flat), starts, *_joined(marks))

    def _rows_of_pairs(self, words: Numbers) -> Numbers:
        rows = np.full(len(words), NONE, np.int64)
        place = self._pairs.find(words[:-1] * self.size + words[1:])
        known = place >= 0
        rows[:-1][known] = place[known] + self.size
        return rows


def _joined(lists: Sequence[Collection[int]]) -> tuple[Numbers, Numbers]:
    """All lists in one, each with a ``NONE`` at its end; and where they start."""
    sizes = np.fromiter(map(len, lists), np.int64, len(lists)) + 1
    end = (NONE,)
    flat = np.fromiter(chain.from_iterable(chain.from_iterable(zip(lists, repeat(end)))), np.int64)
    return flat, np.cumsum(sizes) - sizes
