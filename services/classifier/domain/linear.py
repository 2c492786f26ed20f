"""A frozen linear model: one-vs-rest for the topics, cumulative levels for urgency, both calibrated.

Each text is a vector of feature weights (inverse document frequency) of length one; the last column of
``weights`` holds the squares, so that one sum over rows gives scores and length together.
"""

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from services.classifier.domain.features import Parts, Rows, Vocabulary
from services.classifier.domain.keys import Numbers
from shared.contracts.taxonomy import Topic, Urgency

Array = npt.NDArray[np.float32]

TOPICS = tuple(Topic)
LEVELS = (Urgency.NORMAL, Urgency.HIGH, Urgency.EMERGENCY)
"""Columns after the topics: whether urgency is at least this."""
HEADS = len(TOPICS) + len(LEVELS)


class ModelError(ValueError):
    """A model folder that can't be used; the message says why."""


@dataclass(frozen=True, slots=True)
class Linear:
    """Weights by feature row, and how to read the sums.

    Shapes: ``weights`` (rows, HEADS + 1), ``bias``, ``slope`` and ``offset`` (HEADS), ``least`` (HEADS): the
    probability from which a topic is taken beside the main one, or a level is reached.
    """

    version: str
    vocabulary: Vocabulary
    weights: Array
    bias: Array
    slope: Array
    offset: Array
    least: Array
    main: Array
    """Slope and offset by which the main topic's log-odds say how likely it is the right one."""
    sure: float
    """How likely the main topic must be, or a person should look."""
    card: dict[str, Any]

    def score(self, rows: Rows, parts: Parts | None = None) -> tuple[Array, Array]:
        """Probabilities (texts, HEADS) and each text's length, by which a feature's share is divided.

        Urgency is judged half by the whole text, half by the most pressing of its ``parts``.
        """
        raw, length = self._raw(rows)
        if parts:
            pressing, _ = self._raw(parts.rows)
            owners, starts = np.unique(parts.owners, return_index=True)
            best = np.maximum.reduceat(pressing[:, len(TOPICS) :], starts)
            raw[owners, len(TOPICS) :] = (raw[owners, len(TOPICS) :] + best) / 2
        return sigmoid((raw * self.slope + self.offset).astype(np.float32)), length

    def _raw(self, rows: Rows) -> tuple[Array, Array]:
        """Scores (texts, HEADS) before calibration, and lengths."""
        weights = self.weights
        sums = np.add.reduceat(weights[rows.words], rows.word_starts)
        sums += np.add.reduceat(weights[rows.pairs], rows.word_starts)
        sums += np.add.reduceat(weights[rows.marks], rows.mark_starts)
        length = np.sqrt(np.maximum(sums[:, -1], np.float32(1e-6)))
        raw = (sums[:, :-1] / length[:, None] + self.bias).astype(np.float32)
        return raw, length

    def sureness(self, probabilities: Array) -> Array:
        """How likely each text's best topic is the right main one: the best of many is less sure than it looks."""
        slope, offset = self.main
        return sigmoid(slope * best_odds(probabilities) + offset)

    def save(self, folder: Path) -> None:
        """Write ``weights.npz``, ``vocabulary.txt`` and ``card.json``. No pickle is involved."""
        folder.mkdir(parents=True, exist_ok=True)
        words, marks = self.vocabulary.words, self.vocabulary.marks
        (folder / "vocabulary.txt").write_text("\n".join([*words, *marks]) + "\n", "utf-8")
        np.savez_compressed(
            folder / "weights.npz",
            weights=self.weights.astype(np.float16),
            pairs=self.vocabulary.pairs,
            **{name: getattr(self, name) for name in _SMALL},
        )
        card = {**self.card, "version": self.version, "sure": self.sure}
        (folder / "card.json").write_text(
            json.dumps(card, ensure_ascii=False, indent=1, sort_keys=True) + "\n", "utf-8"
        )

    @classmethod
    def load(cls, folder: Path) -> "Linear":
        """Read what ``save`` wrote. ModelError if something is missing or doesn't fit."""
        try:
            card = json.loads((folder / "card.json").read_text("utf-8"))
            names = (folder / "vocabulary.txt").read_text("utf-8").split("\n")[:-1]
            with np.load(folder / "weights.npz", allow_pickle=False) as arrays:
                weights, pairs = arrays["weights"].astype(np.float32), arrays["pairs"]
                small = {name: arrays[name] for name in _SMALL}
            vocabulary = _vocabulary(names, pairs)
            model = cls(
                version=card["version"],
                vocabulary=vocabulary,
                weights=weights,
                sure=card["sure"],
                card=card,
                **small,
            )
        except (OSError, KeyError, ValueError) as error:
            raise ModelError(f"{folder} holds no model that can be read: {error!r}") from error
        if weights.shape != (len(vocabulary), HEADS + 1):
            raise ModelError(
                f"{folder}: weights of shape {weights.shape} don't fit {len(vocabulary)} features and "
                f"{HEADS} heads; was the model made for other topics? Train it again"
            )
        return model


def best_odds(probabilities: Array) -> Array:
    """Log-odds of each text's best topic."""
    best = np.clip(probabilities[:, : len(TOPICS)].max(axis=1), 1e-6, 1 - 1e-6)
    odds: Array = np.log(best / (1 - best))
    return odds


def sigmoid(odds: Array) -> Array:
    """Log-odds as probabilities, in single precision."""
    return (1 / (1 + np.exp(-odds))).astype(np.float32)


_SMALL = ("bias", "slope", "offset", "least", "main")


def _vocabulary(names: list[str], pairs: Numbers) -> Vocabulary:
    words = [name for name in names if name[0] != "#"]
    first = len(words) + 1 + len(pairs)
    marks = names[len(words) :]
    return Vocabulary(
        {word: row for row, word in enumerate(words, start=1)},
        pairs,
        {name: row for row, name in enumerate(marks, start=first)},
    )
