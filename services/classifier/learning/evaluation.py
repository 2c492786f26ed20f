"""A classifier measured on a labelled set: the whole, its slices, and two simple rivals on the same reports."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from services.classifier.domain.classify import Classifier
from services.classifier.learning import predictions, slices
from services.classifier.learning.corpus import Example
from services.classifier.learning.figures import Value, measure
from services.classifier.learning.views import redacted

AS_ON_THE_BUS = "personal data redacted"
"""The same reports as they reach the classifier, with ``[PERSON]`` for a name."""

Figures = Mapping[str, Value]


@dataclass(frozen=True, slots=True)
class Evaluation:
    """Figures by what was measured; slices also say how many reports they have."""

    reports: int
    model: Figures
    lexicon_only: Figures
    majority: Figures
    slices: Mapping[str, tuple[int, Figures]]


def evaluate(classifier: Classifier, examples: Sequence[Example], training: Sequence[Example]) -> Evaluation:
    """Measure on ``examples``; ``training`` only says what the commonest labels are."""
    found = predictions.of_classifier(classifier, examples)
    parts = {
        name: (len(rows), measure(found, rows)) for name, rows in slices.slices(examples).items() if len(rows)
    }
    on_the_bus = [redact(example) for example in examples]
    parts[AS_ON_THE_BUS] = (
        len(examples),
        measure(predictions.of_classifier(classifier, on_the_bus)),
    )
    return Evaluation(
        reports=len(examples),
        model=measure(found),
        lexicon_only=measure(predictions.of_classifier(classifier.with_model(None), examples)),
        majority=measure(predictions.of_majority(examples, training)),
        slices=parts,
    )


def redact(example: Example) -> Example:
    """The example with its marked personal data replaced."""
    return replace(example, text=redacted(example.text, example.spans), spans=())
