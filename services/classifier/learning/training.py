"""From corpus and corrections to a model with its card."""

from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from services.classifier.domain.classify import Classifier
from services.classifier.domain.linear import Linear
from services.classifier.learning.clusters import unlike
from services.classifier.learning.corpus import GOLD, ORIGIN, TRAIN, Example, fingerprint, load
from services.classifier.learning.fit import Progress, fit
from services.classifier.learning.views import views


def train(
    classifier: Classifier,
    version: str,
    corrections: Sequence[Example] = (),
    say: Progress = lambda _: None,
    folder: Path = TRAIN,
) -> Linear:
    """A model of the training set and the corrections. CorpusError if the training set can't be read.

    A correction that tells what a gold report tells isn't learnt, or the gold set would measure nothing any more.
    """
    kept = unlike([one.text for one in corrections], [one.text for one in load(GOLD)]) if corrections else []
    if left_out := len(corrections) - len(kept):
        say(f"{left_out} corrections are like gold reports and aren't learnt")
    corrections = [corrections[number] for number in kept]
    examples = [*load(folder), *corrections]
    say(f"{len(examples)} reports")
    learnt = [views(classifier, example) for example in examples]
    return fit(examples, learnt, version, _card(examples, corrections, folder), say).model


def _card(examples: Sequence[Example], corrections: Sequence[Example], folder: Path) -> dict[str, Any]:
    """What the model was made of. Figures are added when it is measured (``registry``)."""
    reports = [example for example in examples if not example.is_clause]
    mains = Counter(example.topics[0].value for example in reports)
    return {
        "origin": ORIGIN,
        "training_set": {
            "sha256": fingerprint(folder),
            "reports": len(reports),
            "clauses": len(examples) - len(reports),
        },
        "corrections": len(corrections),
        "urgencies": {str(int(u)): n for u, n in sorted(Counter(e.urgency for e in reports).items())},
        "topic_shares": {topic: round(count / len(reports), 4) for topic, count in sorted(mains.items())},
    }
