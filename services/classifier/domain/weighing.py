"""Topics and urgency by the model, with the rules as a floor under urgency: the model may raise, never lower."""

from collections.abc import Sequence

import numpy as np

from services.classifier.domain.explain import Explainer
from services.classifier.domain.found import Found
from services.classifier.domain.linear import LEVELS, TOPICS, Array, Linear
from services.classifier.domain.marker import Marker
from services.classifier.domain.models import Labels
from services.classifier.domain.urgency import UrgencyRules
from shared.contracts.events import Reason, TopicScore
from shared.contracts.taxonomy import Topic, Urgency

MOST = 3
_OTHER = TOPICS.index(Topic.OTHER)
_FIRST_LEVEL = len(TOPICS)
_EMERGENCY = _FIRST_LEVEL + LEVELS.index(Urgency.EMERGENCY)


def decide(
    model: Linear, marker: Marker, rules: UrgencyRules, found: Sequence[Found], *, explain: bool
) -> list[Labels]:
    """Labels of a batch of texts."""
    marks = [marker.spans(one) for one in found]
    rows = marker.rows(found, marks)
    probabilities, length = model.score(rows, marker.parts(found))
    levels = reached(probabilities, model.least)
    floors = [rules.above(level, one) for level, one in zip(levels, found, strict=True)]
    levels = [rule.level if rule else level for rule, level in zip(floors, levels, strict=True)]
    topics = chosen(probabilities, model.least)
    sureness = model.sureness(probabilities)
    doubts = doubtful(probabilities, sureness, model)
    reasons: Sequence[tuple[Reason, ...]] = [()] * len(found)
    if explain:
        reasons = Explainer(model, found, rows, marks, length).reasons(topics, levels, floors)
    return [
        Labels(_scores(columns, p, sure), level, why, doubt)
        for columns, p, sure, level, why, doubt in zip(
            topics, probabilities, sureness.tolist(), levels, reasons, doubts, strict=True
        )
    ]


def _scores(columns: Sequence[int], probabilities: Array, sure: float) -> tuple[TopicScore, ...]:
    """The main topic with how likely it is the main one; a further one with how likely the text is about it too."""
    main, *others = columns
    scores = [TopicScore(topic=TOPICS[main], score=round(sure, 3))]
    scores += [
        TopicScore(topic=TOPICS[c], score=round(min(sure, float(probabilities[c])), 3)) for c in others
    ]
    return tuple(scores)


def reached(probabilities: Array, least: Array) -> list[Urgency]:
    """The highest level whose probability is high enough."""
    over = probabilities[:, _FIRST_LEVEL:] >= least[_FIRST_LEVEL:]
    levels = np.where(over, np.arange(1, len(LEVELS) + 1), 0).max(axis=1)
    return [Urgency(level) for level in levels.tolist()]


def chosen(probabilities: Array, least: Array) -> list[list[int]]:
    """Topics of each text as columns, the main one first; ``other`` stands alone."""
    topics = probabilities[:, :_FIRST_LEVEL]
    enough = topics >= least[:_FIRST_LEVEL]
    enough[:, _OTHER] = False
    main = topics.argmax(axis=1).tolist()
    more = enough.sum(axis=1).tolist()
    result: list[list[int]] = []
    for row, first in enumerate(main):
        if first == _OTHER or more[row] <= bool(enough[row, first]):
            result.append([first])
            continue
        others = [column for column in np.flatnonzero(enough[row]).tolist() if column != first]
        others.sort(key=lambda column: -float(topics[row, column]))
        result.append([first, *others][:MOST])
    return result


def doubtful(probabilities: Array, sureness: Array, model: Linear) -> list[bool]:
    """Whether a person should look: no topic is likely enough, or it may be an emergency and isn't taken for one."""
    unsure = sureness < model.sure
    emergency = probabilities[:, _EMERGENCY]
    near = (emergency >= model.least[_EMERGENCY] / 2) & (emergency < model.least[_EMERGENCY])
    answer: list[bool] = (unsure | near).tolist()
    return answer
