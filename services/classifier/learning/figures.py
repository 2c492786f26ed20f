"""Figures of a classifier, each from one set of predictions, with bootstrap intervals.

Macro F1 is the mean over the topics that occur or were given; F1 is 2TP / (2TP + FP + FN). Quadratic kappa:
Cohen, *Psychological Bulletin* 70 (1968). Expected calibration error: Guo et al., ICML 2017, ten bins.
Intervals: percentile bootstrap over reports (Efron 1979), 95 %.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

import numpy as np

from services.classifier.learning.predictions import Predictions, Whole
from shared.contracts.taxonomy import Urgency

RESAMPLES = 1000
_SEED = 3
_BINS = 10
_LEVELS = len(Urgency)

Figure = Callable[[Predictions, Whole], float]
"""A figure of the reports with these row numbers; NaN where it has no meaning."""


@dataclass(frozen=True, slots=True)
class Value:
    """A figure with the ends of its 95 % interval."""

    value: float
    low: float
    high: float


def macro_f1(p: Predictions, rows: Whole) -> float:
    """Mean F1 of the topics that occur or were given."""
    right, given = p.right_topics[rows], p.topics[rows]
    total = right.sum(axis=0) + given.sum(axis=0)
    scores = 2 * (right & given).sum(axis=0)[total > 0] / total[total > 0]
    return float(scores.mean()) if len(scores) else float("nan")


def micro_f1(p: Predictions, rows: Whole) -> float:
    """F1 over all topics of all reports."""
    right, given = p.right_topics[rows], p.topics[rows]
    return float(2 * (right & given).sum() / max(1, right.sum() + given.sum()))


def top1(p: Predictions, rows: Whole) -> float:
    """Share of right main topics."""
    return _share(p.right_main[rows] == p.main[rows])


def recall(level: Urgency) -> Figure:
    """Share of the reports of at least this urgency that were given at least this urgency."""
    return lambda p, rows: _share(p.urgency[rows[p.right_urgency[rows] >= level]] >= level)


def false_alarms(level: Urgency) -> Figure:
    """Of 1,000 reports below this urgency, how many were given it or more."""
    return lambda p, rows: 1000 * _share(p.urgency[rows[p.right_urgency[rows] < level]] >= level)


def kappa(p: Predictions, rows: Whole) -> float:
    """Quadratically weighted agreement on urgency beyond chance."""
    table = np.zeros((_LEVELS, _LEVELS))
    np.add.at(table, (p.right_urgency[rows], p.urgency[rows]), 1)
    levels = np.arange(_LEVELS)
    cost = (levels[:, None] - levels) ** 2
    chance = np.outer(table.sum(axis=1), table.sum(axis=0)) / max(1, table.sum())
    expected = (cost * chance).sum()
    return float(1 - (cost * table).sum() / expected) if expected else float("nan")


def place(p: Predictions, rows: Whole) -> float:
    """Share of reports whose best candidate is right, or that rightly have none."""
    return _share(p.best_place[rows[p.place_judged[rows]]])


def place_recall(p: Predictions, rows: Whole) -> float:
    """Of the reports that name a unit: share whose candidates hold every unit that may be meant."""
    return _share(p.all_places[rows[p.names_place[rows]]])


def calibration_error(p: Predictions, rows: Whole) -> float:
    """Mean distance between the probability of the main topic and how often it is right, over ten bins."""
    sure, right = p.sureness[rows], p.right_main[rows] == p.main[rows]
    bins = np.minimum((sure * _BINS).astype(int), _BINS - 1)
    gaps = [abs(sure[bins == b].sum() - right[bins == b].sum()) for b in range(_BINS)]
    return float(sum(gaps) / max(1, len(rows)))


def accuracy_at(coverage: float) -> Figure:
    """Share of right main topics among the surest ``coverage`` of the reports."""

    def figure(p: Predictions, rows: Whole) -> float:
        surest = rows[np.argsort(-p.sureness[rows], kind="stable")][: max(1, round(coverage * len(rows)))]
        return top1(p, surest)

    return figure


FIGURES: Mapping[str, Figure] = {
    "topics: macro F1": macro_f1,
    "topics: micro F1": micro_f1,
    "main topic right": top1,
    "emergencies found": recall(Urgency.EMERGENCY),
    "false emergencies per 1,000": false_alarms(Urgency.EMERGENCY),
    "high or more found": recall(Urgency.HIGH),
    "false high or more per 1,000": false_alarms(Urgency.HIGH),
    "urgency: quadratic kappa": kappa,
    "place right": place,
    "place candidates complete": place_recall,
    "expected calibration error": calibration_error,
    "main topic right, surest 90 %": accuracy_at(0.9),
    "main topic right, surest 75 %": accuracy_at(0.75),
    "main topic right, surest 50 %": accuracy_at(0.5),
}
"""Name → figure, in the order in which they are printed."""


def measure(p: Predictions, rows: Whole | None = None, resamples: int = RESAMPLES) -> dict[str, Value]:
    """Every figure of the reports in ``rows`` (all, if not given)."""
    rows = np.arange(len(p)) if rows is None else rows
    draws = np.random.default_rng(_SEED).integers(
        0, max(1, len(rows)), (resamples if len(rows) else 0, len(rows))
    )
    measured: dict[str, Value] = {}
    for name, figure in FIGURES.items():
        drawn = np.array([figure(p, rows[draw]) for draw in draws] or [np.nan])
        low, high = np.nanquantile(drawn, [0.025, 0.975]) if not np.isnan(drawn).all() else (np.nan, np.nan)
        measured[name] = Value(figure(p, rows) if len(rows) else float("nan"), float(low), float(high))
    return measured


def _share(flags: np.ndarray[tuple[int, ...], np.dtype[np.bool_]]) -> float:
    return float(flags.mean()) if flags.size else float("nan")
