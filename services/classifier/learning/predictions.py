"""What a classifier says about labelled reports, beside what is right: the columns that figures are made of."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from services.classifier.domain.classify import Classifier
from services.classifier.domain.linear import TOPICS
from services.classifier.domain.models import Classification, Context
from services.classifier.learning.corpus import Example
from shared.contracts.events import TopicScore
from shared.contracts.taxonomy import Topic, Urgency

Flags = npt.NDArray[np.bool_]
Whole = npt.NDArray[np.int64]
_COLUMN = {topic: column for column, topic in enumerate(TOPICS)}


@dataclass(frozen=True, slots=True)
class Predictions:
    """One row a report; ``right_topics`` and ``topics`` have a column for each topic of ``TOPICS``."""

    right_topics: Flags
    topics: Flags
    right_main: Whole
    main: Whole
    sureness: npt.NDArray[np.float64]
    """Probability given to the main topic."""
    right_urgency: Whole
    urgency: Whole
    names_place: Flags
    place_judged: Flags
    """Somebody looked the units up."""
    best_place: Flags
    """The best candidate is right, or none was found where none is named."""
    all_places: Flags
    """Every unit that the text may name is among the candidates."""

    def __len__(self) -> int:
        return len(self.main)


def of_classifier(classifier: Classifier, examples: Sequence[Example]) -> Predictions:
    """Let the classifier label the texts as they stand; it isn't told where they come from."""
    found = list(classifier.classify_all([e.text for e in examples], [Context()] * len(examples)))
    return compare(examples, found)


def of_majority(examples: Sequence[Example], training: Sequence[Example]) -> Predictions:
    """The commonest main topic and urgency of the training set for every report, and never a place."""
    mains = [example.topics[0] for example in training]
    levels = [example.urgency for example in training]
    same = _answer(max(set(mains), key=mains.count), max(set(levels), key=levels.count))
    return compare(examples, [same] * len(examples))


def compare(examples: Sequence[Example], found: Sequence[Classification]) -> Predictions:
    """Put the right labels and the given ones side by side."""
    return Predictions(
        right_topics=_flags([e.topics for e in examples]),
        topics=_flags([[score.topic for score in c.topics] for c in found]),
        right_main=np.array([_COLUMN[e.topics[0]] for e in examples], np.int64),
        main=np.array([_COLUMN[c.topics[0].topic] for c in found], np.int64),
        sureness=np.array([c.topics[0].score for c in found]),
        right_urgency=np.array([e.urgency for e in examples], np.int64),
        urgency=np.array([c.urgency for c in found], np.int64),
        names_place=np.array([bool(e.places) for e in examples]),
        place_judged=np.array([e.places is not None for e in examples]),
        best_place=_each(examples, found, _best_is_right),
        all_places=_each(examples, found, lambda right, units: right <= set(units)),
    )


def _best_is_right(right: set[str], units: list[str]) -> bool:
    return units[0] in right if units and right else not units and not right


def _each(
    examples: Sequence[Example], found: Sequence[Classification], judge: Callable[[set[str], list[str]], bool]
) -> Flags:
    return np.array(
        [
            judge(set(e.places or ()), [place.unit for place in c.places])
            for e, c in zip(examples, found, strict=True)
        ]
    )


def _flags(rows: Sequence[Sequence[Topic]]) -> Flags:
    flags = np.zeros((len(rows), len(TOPICS)), np.bool_)
    for row, topics in enumerate(rows):
        flags[row, [_COLUMN[topic] for topic in topics]] = True
    return flags


def _answer(topic: Topic, urgency: Urgency) -> Classification:
    return Classification(
        topics=(TopicScore(topic=topic, score=1.0),),
        urgency=urgency,
        places=(),
        ambiguous=False,
        unit=None,
        language="vi",
        needs_review=False,
        reasons=(),
        signature=(),
        model="majority",
    )
