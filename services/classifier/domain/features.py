"""What the model sees of a text: its words, pairs of neighbouring words, and marks of the lexicon.

``names`` spells the features out, to choose a vocabulary; ``Vocabulary.rows`` finds them as row numbers of a
weight matrix, a batch at a time. A pair never spans a sign.
"""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain, pairwise, repeat
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from services.classifier.domain.text import Text

NONE = 0
"""Row of a feature that the vocabulary doesn't know; its weights are zero."""

Numbers = npt.NDArray[np.int64]


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


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """Row numbers of the features. Rows are in this order: ``NONE``, words, pairs, marks."""

    words: Mapping[str, int]
    pairs: Numbers
    """Row of the first word times ``size`` plus row of the second, ascending."""
    marks: Mapping[str, int]

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

    @property
    def size(self) -> int:
        """Words and ``NONE``: the base of a pair's key and the row of the first pair."""
        return len(self.words) + 1

    def __len__(self) -> int:
        return self.size + len(self.pairs) + len(self.marks)

    def rows(self, texts: Sequence[Text], marks: Sequence[Collection[int]]) -> Rows:
        """Rows of a batch; ``marks`` are the rows of each text's marks (``Marker.rows``)."""
        get, none = self.words.get, repeat(NONE)
        words = [[*map(get, text.words, none), NONE] for text in texts]
        listed = [[*rows, NONE] for rows in marks]
        flat = _flat(words)
        return Rows(flat, self._pairs(flat), _starts(words), _flat(listed), _starts(listed))

    def _pairs(self, words: Numbers) -> Numbers:
        rows = np.full(len(words), NONE, np.int64)
        if len(self.pairs) and len(words):
            keys = words[:-1] * self.size + words[1:]
            place = np.searchsorted(self.pairs, keys)
            place[place == len(self.pairs)] = 0
            known = (self.pairs[place] == keys) & (words[:-1] != NONE) & (words[1:] != NONE)
            rows[:-1][known] = place[known] + self.size
        return rows


def _flat(lists: Sequence[Collection[int]]) -> Numbers:
    return np.fromiter(chain.from_iterable(lists), np.int64)


def _starts(lists: Sequence[Collection[int]]) -> Numbers:
    sizes = np.fromiter(map(len, lists), np.int64, len(lists))
    return np.cumsum(sizes) - sizes
