"""The phrases that raised a label, as they were written, and by how much (in log-odds).

A feature adds its weight over the text's length to the log-odds of a label. Of features that lie in one another
only the strongest is told.
"""

from collections.abc import Mapping, Sequence

import numpy as np
import numpy.typing as npt

from services.classifier.domain.features import Rows
from services.classifier.domain.found import Found
from services.classifier.domain.keys import Numbers
from services.classifier.domain.linear import TOPICS, Array, Linear
from services.classifier.domain.phrases import Hit
from services.classifier.domain.urgency import Fired
from shared.contracts.events import Reason
from shared.contracts.taxonomy import Urgency

MOST = 3
"""Phrases told for a label."""
LEAST = 0.05
"""A phrase that adds less isn't told."""
_CANDIDATES = 5
_Span = tuple[int, int]
_TOPIC = tuple(f"topic:{topic.value}" for topic in TOPICS)
_URGENCY = tuple(f"urgency:{level.value}" for level in Urgency)


class Explainer:
    """Explains one batch. ``length``: what ``Linear.score`` gave."""

    def __init__(
        self,
        model: Linear,
        found: Sequence[Found],
        rows: Rows,
        marks: Sequence[Mapping[int, Hit]],
        length: Array,
    ) -> None:
        self._model = model
        self._found = found
        self._marks = [list(one.values()) for one in marks]
        self._rows = np.concatenate((rows.words, rows.pairs, rows.marks))
        words, more = _sizes(rows.word_starts, rows.words), _sizes(rows.mark_starts, rows.marks)
        owners = np.arange(len(found))
        self._owner = np.concatenate((np.tile(np.repeat(owners, words), 2), np.repeat(owners, more)))
        self._words: list[int] = words.tolist()
        local = np.arange(len(rows.words)) - np.repeat(rows.word_starts, words)
        local_marks = np.arange(len(rows.marks)) - np.repeat(rows.mark_starts - 2 * words, more)
        self._place = np.concatenate((local, local + np.repeat(words, words), local_marks))
        self._longest = max(int((2 * words + more).max()), _CANDIDATES)
        self._length = length

    def reasons(
        self, topics: Sequence[Sequence[int]], levels: Sequence[Urgency], floors: Sequence[Fired | None]
    ) -> list[tuple[Reason, ...]]:
        """Reasons of each text: for its urgency, then for its topics."""
        told: list[list[Reason]] = [[] for _ in self._found]
        everyone = range(len(told))
        unruled: list[int] = []
        for number, rule in enumerate(floors):
            if rule is not None:
                phrase = self._found[number].phrase(rule.hits)
                told[number].append(Reason(label=f"urgency:{rule.level.value}", phrase=phrase, weight=1.0))
            else:
                unruled.append(number)
        heads = np.array([len(TOPICS) + max(level, Urgency.NORMAL) - 1 for level in levels])
        signs = np.array([1.0 if level else -1.0 for level in levels], np.float32)
        self._tell(told, unruled, heads, signs, [_URGENCY[level] for level in levels])
        for rank in range(max(map(len, topics))):
            heads = np.array([ts[min(rank, len(ts) - 1)] for ts in topics])
            ranked = [number for number in everyone if rank < len(topics[number])]
            self._tell(told, ranked, heads, np.ones_like(signs), [_TOPIC[head] for head in heads])
        return [tuple(reasons) for reasons in told]

    def _tell(
        self,
        told: list[list[Reason]],
        numbers: Sequence[int],
        heads: npt.NDArray[np.int64],
        signs: Array,
        labels: Sequence[str],
    ) -> None:
        """Add to ``told`` the strongest phrases of texts ``numbers`` for one head each."""
        owner, place, rows = self._owner, self._place, self._rows
        table = np.arange(len(told))
        if len(numbers) < len(told):
            table = np.full(len(told), -1)
            table[numbers] = np.arange(len(numbers))
            asked = table[owner] >= 0
            owner, place, rows = owner[asked], place[asked], rows[asked]
        scale = signs * self._model.slope[heads] / self._length
        shares = np.full((len(numbers), self._longest), -np.inf, np.float32)
        shares[table[owner], place] = self._model.weights[rows, heads[owner]] * scale[owner]
        places, strengths = _highest(shares)
        for number, where, strong in zip(numbers, places, strengths, strict=True):
            told[number] += self._phrases(labels[number], number, where, strong)

    def _phrases(self, label: str, number: int, places: list[int], strengths: list[float]) -> list[Reason]:
        text, words, marks = self._found[number].text, self._words[number], self._marks[number]
        told: list[Reason] = []
        taken: list[_Span] = []
        for place, strength in zip(places, strengths, strict=True):
            if strength < LEAST or len(told) == MOST:
                break
            if place < words:
                start, end = place, place + 1
            elif place < 2 * words:
                start, end = place - words, place - words + 2
            else:
                start, end, _ = marks[place - 2 * words]
            for other in taken:
                if start < other[1] and other[0] < end:
                    break
            else:
                taken.append((start, end))
                told.append(Reason(label=label, phrase=text.phrase(start, end), weight=round(strength, 2)))
        return told


def _highest(shares: Array) -> tuple[list[list[int]], list[list[float]]]:
    """Columns and values of each row's ``_CANDIDATES`` highest, the highest first. Overwrites ``shares``.

    A few passes of ``argmax`` take a fifth of the time of ``argpartition``, whose rows are short and many.
    """
    rows = np.arange(len(shares))
    places = np.empty((_CANDIDATES, len(shares)), np.int64)
    strengths = np.empty((_CANDIDATES, len(shares)), np.float32)
    for rank in range(_CANDIDATES):
        places[rank] = shares.argmax(axis=1)
        strengths[rank] = shares[rows, places[rank]]
        shares[rows, places[rank]] = -np.inf
    return places.T.tolist(), strengths.T.tolist()


def _sizes(starts: Numbers, rows: Numbers) -> Numbers:
    return np.diff(np.append(starts, len(rows)))
