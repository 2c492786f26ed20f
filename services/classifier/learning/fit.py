"""Fits the linear model to labelled reports. Needs scikit-learn (the extra ``train``); the service doesn't.

Every report is learnt twice, as written and without diacritics, so that unaccented text is understood too.
What is calibrated and where the thresholds lie is decided on reports by authors that the weights haven't seen: the
authors are dealt into ``FOLDS`` parts, and each part is scored by a model of the others. Clauses are always learnt
and never scored.
"""

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import numpy.typing as npt
from scipy import sparse
from sklearn.linear_model import LogisticRegression

from services.classifier.domain.features import NONE, Parts, Rows, Vocabulary
from services.classifier.domain.linear import HEADS, LEVELS, TOPICS, Array, Linear, sigmoid
from services.classifier.learning.corpus import Example
from services.classifier.learning.thresholds import calibrate, least, main_topic, sure
from services.classifier.learning.views import View

FOLDS = 5
LEAST_REPORTS = 2
"""A feature that fewer reports have isn't learnt."""
STRENGTH = 8.0
"""Inverse of the L2 regularisation. This and the next two were chosen by leaving out whole authors."""
BAYES = 0.7
"""Share of naive Bayes beside regression."""
SMOOTHING = 0.01
SEED = 20261125

Labels = npt.NDArray[np.bool_]
Progress = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class Fitted:
    """A model, and the probabilities that ``judged`` got from models that hadn't seen their authors."""

    model: Linear
    unseen: Array
    judged: Sequence[Example]


def fit(
    examples: Sequence[Example],
    views: Sequence[Sequence[View]],
    version: str,
    card: dict[str, Any],
    say: Progress,
) -> Fitted:
    """Train on ``views``, one sequence (as written, folded …) for each example; ``say`` is told how far it is."""
    labels = targets(examples)
    parts = _deal(examples)
    raw = np.zeros((len(examples), HEADS), np.float32)
    for part in range(FOLDS):
        say(f"fold {part + 1} of {FOLDS}")
        learn, test = _rows_where(parts != part), _rows_where(parts == part)
        if test:
            draft = _weigh([views[n] for n in learn], labels[learn])
            raw[test] = draft.raw([views[n][0] for n in test])
    say("all reports")
    scored = _rows_where(parts >= 0)
    slope, offset = calibrate(raw[scored], labels[scored])
    unseen = sigmoid(raw[scored] * slope + offset)
    judged = [examples[n] for n in scored]
    draft = _weigh(views, labels)
    model = replace(
        draft.linear(),
        version=version,
        slope=slope,
        offset=offset,
        least=least(unseen, judged, [views[n][0].floor for n in scored]),
        main=main_topic(unseen, judged),
        card=card,
    )
    return Fitted(replace(model, sure=sure(model.sureness(unseen))), unseen, judged)


def _rows_where(flags: Labels) -> list[int]:
    rows: list[int] = np.flatnonzero(flags).tolist()
    return rows


def _deal(examples: Sequence[Example]) -> npt.NDArray[np.int64]:
    """The part of each report, by its author; −1 for clauses."""
    authors = sorted({example.author for example in examples if not example.is_clause})
    part = {author: number % FOLDS for number, author in enumerate(authors)}
    return np.array([-1 if e.is_clause else part[e.author] for e in examples])


def targets(examples: Sequence[Example]) -> Labels:
    """(examples, HEADS): which topics a report has, and which urgency levels it reaches."""
    return np.array(
        [[topic in e.topics for topic in TOPICS] + [e.urgency >= level for level in LEVELS] for e in examples]
    )


@dataclass(frozen=True, slots=True)
class _Draft:
    """Weights without calibration."""

    vocabulary: Vocabulary
    weights: Array
    bias: Array

    def raw(self, views: Sequence[View]) -> Array:
        """Scores (views, HEADS) as log-odds."""
        probabilities, _ = self.linear().score(_rows(self.vocabulary, views), _parts(self.vocabulary, views))
        raw: Array = np.log(probabilities / (1 - probabilities))
        return raw

    def linear(self) -> Linear:
        """As a model that doesn't calibrate."""
        ones = np.ones(HEADS, np.float32)
        return Linear(
            version="",
            vocabulary=self.vocabulary,
            weights=self.weights,
            bias=self.bias,
            slope=ones,
            offset=0 * ones,
            least=0.5 * ones,
            main=np.array([1.0, 0.0], np.float32),
            sure=0.0,
            card={},
        )


def _weigh(views: Sequence[Sequence[View]], labels: Labels) -> _Draft:
    counts = Counter(name for copies in views for name in {n for view in copies for n in view.names})
    vocabulary = Vocabulary.of([name for name, count in counts.items() if count >= LEAST_REPORTS])
    flat = [view for copies in views for view in copies]
    matrix = _matrix(_rows(vocabulary, flat), len(vocabulary))
    reports = np.asarray((matrix > 0).sum(axis=0)).ravel()
    idf = np.log((1 + len(flat)) / (1 + reports)) + 1
    idf[NONE] = 0
    length = np.sqrt(np.maximum(matrix @ (idf * idf), 1e-6))
    scaled = (sparse.diags(1 / length) @ matrix @ sparse.diags(idf)).tocsr()
    owners = np.repeat(np.arange(len(views)), [len(copies) for copies in views])
    weights = np.zeros((len(vocabulary), HEADS + 1), np.float32)
    bias = np.zeros(HEADS, np.float32)
    for head in range(HEADS):
        coefficients, bias[head] = _judge(scaled, labels[owners, head])
        weights[:, head] = coefficients * idf
    weights[:, -1] = idf * idf
    return _Draft(vocabulary, weights, bias)


def _judge(matrix: sparse.csr_matrix, label: Labels) -> tuple[npt.NDArray[np.float64], float]:
    """Coefficients and bias of one head: logistic regression, and naive Bayes where a word is rare.

    Regression weighs rare words too little, naive Bayes frequent ones too much; both are linear, and so is
    their sum. Each is brought to a standard deviation of one on the training set first. Where all reports have
    the same answer, that is the answer.
    """
    if label.all() or not label.any():
        return np.zeros(matrix.shape[1]), 10.0 if label.all() else -10.0
    regression = LogisticRegression(C=STRENGTH, solver="liblinear", random_state=SEED).fit(matrix, label)
    seen = [np.asarray(matrix[rows].sum(axis=0)).ravel() + SMOOTHING for rows in (label, ~label)]
    ratio = np.log(seen[0] / seen[0].sum()) - np.log(seen[1] / seen[1].sum())
    total = np.zeros(matrix.shape[1])
    bias = 0.0
    for coefficients, share in ((regression.coef_[0], 1.0), (ratio, BAYES)):
        scores = matrix @ coefficients
        total += coefficients * share / max(scores.std(), 1e-6)
        bias -= scores.mean() * share / max(scores.std(), 1e-6)
    return total, bias


def _matrix(rows: Rows, size: int) -> sparse.csr_matrix:
    """Counts (views, size)."""
    shape = (len(rows.word_starts), size)
    total = sparse.csr_matrix(shape, dtype=np.float64)
    for columns, starts in (
        (rows.words, rows.word_starts),
        (rows.pairs, rows.word_starts),
        (rows.marks, rows.mark_starts),
    ):
        ends = np.append(starts, len(columns))
        total = total + sparse.csr_matrix((np.ones(len(columns)), columns, ends), shape=shape)
    return total


def _rows(vocabulary: Vocabulary, views: Sequence[View]) -> Rows:
    return _rows_of(vocabulary, [(view.text.words, view.marks) for view in views])


def _parts(vocabulary: Vocabulary, views: Sequence[View]) -> Parts | None:
    owners = [owner for owner, view in enumerate(views) for _ in view.parts]
    rows = _rows_of(vocabulary, [(part.words, part.marks) for view in views for part in view.parts])
    return Parts(rows, np.array(owners)) if owners else None


def _rows_of(vocabulary: Vocabulary, texts: Sequence[tuple[Sequence[str], Sequence[str]]]) -> Rows:
    """From the words and the marks of each text."""
    words = [[vocabulary.words.get(word, NONE) for word in words] for words, _ in texts]
    marks = [[vocabulary.marks[name] for name in names if name in vocabulary.marks] for _, names in texts]
    return vocabulary.rows(words, marks)
