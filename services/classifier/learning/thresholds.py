"""From scores on unseen reports to probabilities and to the points from which a label is given."""

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt
from sklearn.linear_model import LogisticRegression

from services.classifier.domain.linear import HEADS, LEVELS, TOPICS, Array, best_odds
from services.classifier.learning.corpus import Example
from shared.contracts.taxonomy import Topic, Urgency

FALSE_ALARMS = 0.03
"""Share of reports below urgency 3 that may be taken for an emergency, on reports that the weights haven't seen.
The aim on the field is 0.03; the training set has more that only sounds dreadful than the field has."""
UNSURE = 0.1
"""Share of reports whose main topic is so uncertain that a person should look."""
_GRID = np.round(np.arange(0.10, 0.91, 0.02), 2)
_OTHER = TOPICS.index(Topic.OTHER)
_EMERGENCY = len(TOPICS) + LEVELS.index(Urgency.EMERGENCY)


def calibrate(raw: Array, labels: npt.NDArray[np.bool_]) -> tuple[Array, Array]:
    """Slope and offset of each head's log-odds (Platt scaling); a head without both answers stays as it is."""
    slope, offset = np.ones(HEADS, np.float32), np.zeros(HEADS, np.float32)
    for head in range(HEADS):
        if len(set(labels[:, head].tolist())) > 1:
            line = LogisticRegression(C=1e3).fit(raw[:, [head]], labels[:, head])
            slope[head], offset[head] = max(line.coef_[0, 0], 0.05), line.intercept_[0]
    return slope, offset


def least(probabilities: Array, examples: Sequence[Example], floors: Sequence[Urgency]) -> Array:
    """Per head the probability from which its label is given.

    A topic's is where its F1 is best, the main topic being given in any case; a level's where most reports
    come out right; an emergency's the lowest at which not more than ``FALSE_ALARMS`` are false, ``floors`` (the
    levels that rules give) counted in.
    """
    found = np.full(HEADS, 0.5, np.float32)
    main = probabilities[:, : len(TOPICS)].argmax(axis=1)
    for topic in range(_OTHER):
        has = np.array([TOPICS[topic] in example.topics for example in examples])
        given = [(main == topic) | ((probabilities[:, topic] >= p) & (main != _OTHER)) for p in _GRID]
        found[topic] = _GRID[int(np.argmax([_f1(has, one) for one in given]))]
    urgency = np.array([example.urgency for example in examples])
    floor = np.array(floors)
    for number, level in enumerate(LEVELS[:-1], start=len(TOPICS)):
        reached = [(probabilities[:, number] >= p) | (floor >= level) for p in _GRID]
        found[number] = _GRID[int(np.argmax([np.mean((urgency >= level) == one) for one in reached]))]
    calm = urgency < Urgency.EMERGENCY
    for p in np.arange(0.05, 0.95, 0.01):
        alarms = (probabilities[:, _EMERGENCY] >= p) | (floor == Urgency.EMERGENCY)
        if np.mean(alarms[calm]) <= FALSE_ALARMS:
            found[_EMERGENCY] = p
            break
    return found


def main_topic(probabilities: Array, examples: Sequence[Example]) -> Array:
    """Slope and offset that turn the best topic's log-odds into how likely it is the main one (Platt scaling)."""
    main = probabilities[:, : len(TOPICS)].argmax(axis=1)
    right = [TOPICS[m] == e.topics[0] for m, e in zip(main, examples, strict=True)]
    line = LogisticRegression(C=1e3).fit(best_odds(probabilities)[:, None], right)
    return np.array([max(line.coef_[0, 0], 0.05), line.intercept_[0]], np.float32)


def sure(sureness: Array) -> float:
    """How likely the main topic must be, or a person should look: as that of the ``UNSURE`` least likely ones."""
    return round(float(np.quantile(sureness, UNSURE)), 3)


def _f1(has: npt.NDArray[np.bool_], given: npt.NDArray[np.bool_]) -> float:
    return 2 * float(np.sum(has & given)) / max(1.0, float(np.sum(has) + np.sum(given)))
