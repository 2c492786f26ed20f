"""Figures against worked examples and scikit-learn's own."""

import numpy as np
import pytest
from sklearn.metrics import cohen_kappa_score, f1_score

from services.classifier.domain.linear import TOPICS
from services.classifier.learning import figures
from services.classifier.learning.predictions import Predictions
from shared.contracts.taxonomy import Urgency


def some(n: int = 400, seed: int = 1) -> Predictions:
    rng = np.random.default_rng(seed)
    right, main = rng.integers(0, len(TOPICS), (2, n))
    main = np.where(rng.random(n) < 0.7, right, main)
    one_of = np.eye(len(TOPICS), dtype=bool)
    urgency = rng.integers(0, 4, n)
    given = np.clip(urgency + rng.integers(-1, 2, n), 0, 3)
    yes = rng.random((4, n)) < 0.8
    return Predictions(
        one_of[right],
        one_of[main],
        right,
        main,
        rng.random(n),
        urgency,
        given,
        yes[0],
        yes[1],
        yes[2],
        yes[3],
    )


ALL = np.arange(400)


def test_f1_and_kappa_are_those_of_scikit_learn():
    p = some()
    assert figures.macro_f1(p, ALL) == pytest.approx(f1_score(p.right_topics, p.topics, average="macro"))
    assert figures.micro_f1(p, ALL) == pytest.approx(f1_score(p.right_topics, p.topics, average="micro"))
    assert figures.kappa(p, ALL) == pytest.approx(
        cohen_kappa_score(p.right_urgency, p.urgency, weights="quadratic")
    )


def test_emergencies_found_and_false_ones():
    p = some()
    found = [u for r, u in zip(p.right_urgency, p.urgency, strict=True) if r == 3]
    others = [u for r, u in zip(p.right_urgency, p.urgency, strict=True) if r < 3]
    assert figures.recall(Urgency.EMERGENCY)(p, ALL) == pytest.approx(found.count(3) / len(found))
    assert figures.false_alarms(Urgency.EMERGENCY)(p, ALL) == pytest.approx(
        1000 * others.count(3) / len(others)
    )


def test_a_sure_and_always_right_classifier_has_no_calibration_error():
    p = some()
    right = Predictions(
        **{name: getattr(p, name) for name in p.__slots__} | {"main": p.right_main, "sureness": np.ones(400)}
    )
    assert figures.calibration_error(right, ALL) == 0
    half = Predictions(
        **{name: getattr(p, name) for name in p.__slots__}
        | {"main": p.right_main, "sureness": np.full(400, 0.5)}
    )
    assert figures.calibration_error(half, ALL) == pytest.approx(0.5)


def test_accuracy_is_that_of_the_surest():
    p = some()
    sure = Predictions(
        **{name: getattr(p, name) for name in p.__slots__}
        | {"sureness": (p.main == p.right_main).astype(float)}
    )
    assert figures.accuracy_at(0.5)(sure, ALL) == 1.0
    assert figures.accuracy_at(1.0)(sure, ALL) == figures.top1(sure, ALL)


def test_the_interval_holds_the_value_and_is_the_same_each_time():
    once, again = figures.measure(some(), resamples=200), figures.measure(some(), resamples=200)
    assert once == again
    for value in once.values():
        assert value.low <= value.value <= value.high


def test_a_figure_without_reports_is_no_number():
    assert np.isnan(figures.measure(some(), np.array([], int))["main topic right"].value)
