"""One contender in this process: ``python -m tests.bench.classifier.contenders <name> <reports>`` prints JSON."""

import json
import resource
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from itertools import cycle, islice
from pathlib import Path

from services.classifier.learning.corpus import GOLD, TRAIN, Example, load

Label = Callable[[Sequence[str]], Sequence[str]]
"""Texts → main topics; an empty sequence where a contender gives none."""
SHORTEST, LONGEST = 150, 250
"""Characters of the texts that are measured. One half of them is labelled first, so that memories are as warm as
after a while of work; the other half is measured."""


def ours_everything() -> Label:
    """Language, topics, urgency, place, signature and reasons."""
    from services.classifier.domain.classify import Classifier
    from services.classifier.domain.models import Context
    from services.classifier.tuning import settling

    with settling():
        classifier = Classifier.load()
    return lambda texts: [c.topics[0].topic for c in classifier.classify_all(texts, [Context()] * len(texts))]


def ours_urgency() -> Label:
    """Topics and urgency without reasons, as the fast pass asks for."""
    from services.classifier.domain.classify import Classifier
    from services.classifier.tuning import settling

    with settling():
        classifier = Classifier.load()

    def label(texts: Sequence[str]) -> Sequence[str]:
        classifier.urgencies(texts)
        return []

    return label


def ours_redaction() -> Label:
    """Intake's redaction."""
    from services.classifier.tuning import settling

    with settling():
        from services.intake.domain.redact import redact

    def label(texts: Sequence[str]) -> Sequence[str]:
        for text in texts:
            redact(text)
        return []

    return label


def scikit_learn() -> Label:
    """The same kind of model in scikit-learn's own pipeline: 20 heads over words and pairs; nothing else is done."""
    from scipy import sparse
    from sklearn.feature_extraction.text import CountVectorizer, TfidfTransformer
    from sklearn.linear_model import LogisticRegression
    from sklearn.multiclass import OneVsRestClassifier
    from sklearn.pipeline import make_pipeline

    from services.classifier.domain.linear import TOPICS
    from services.classifier.learning.fit import targets
    from services.classifier.learning.views import redacted, without_diacritics

    examples = load(TRAIN)
    texts = [redacted(e.text, e.spans) for e in examples] + [without_diacritics(e.text) for e in examples]
    labels = targets([*examples, *examples])
    pipeline = make_pipeline(
        CountVectorizer(ngram_range=(1, 2), min_df=2, token_pattern=r"\w+"),
        TfidfTransformer(),
        OneVsRestClassifier(LogisticRegression(C=8.0, solver="liblinear")),
    )
    pipeline.fit(texts, sparse.csr_matrix(labels.astype(int)))
    return lambda batch: [TOPICS[c] for c in pipeline.predict_proba(batch)[:, : len(TOPICS)].argmax(axis=1)]


def fasttext() -> Label:
    """fastText, supervised, on words and pairs: the main topic and nothing else."""
    import fasttext as library

    from services.classifier.learning.views import redacted, without_diacritics

    lines = [
        f"__label__{e.topics[0].value} {' '.join(text.lower().split())}"
        for e in load(TRAIN)
        for text in (redacted(e.text, e.spans), without_diacritics(e.text))
    ]
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder, "train.txt")
        file.write_text("\n".join(lines), "utf-8")
        model = library.train_supervised(
            str(file), wordNgrams=2, dim=100, epoch=25, lr=0.5, minCount=2, thread=1, verbose=0
        )

    def label(texts: Sequence[str]) -> Sequence[str]:
        flat = [" ".join(text.lower().split()) for text in texts]
        return [found[0][len("__label__") :] for found in model.predict(flat)[0]]

    return label


CONTENDERS: dict[str, Callable[[], Label]] = {
    "ours: everything": ours_everything,
    "ours: topics and urgency": ours_urgency,
    "ours: redaction": ours_redaction,
    "scikit-learn: topics and urgency": scikit_learn,
    "fastText: main topic": fasttext,
}


def measure(name: str, reports: int) -> dict[str, float]:
    """Start, memory, rate and accuracy. Where a contender trains itself, its start includes the training."""
    started = time.perf_counter()
    label = CONTENDERS[name]()
    start = time.perf_counter() - started
    own = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    texts = [e.text for e in load(TRAIN) if SHORTEST <= len(e.text) <= LONGEST]
    label(texts[::2])
    batch = list(islice(cycle(texts[1::2]), reports))
    began = time.process_time()
    label(batch)
    rate = reports / (time.process_time() - began)
    return {"rate": rate, "start": start, "memory": own, "right": _right(label, load(GOLD))}


def _right(label: Label, gold: Sequence[Example]) -> float:
    mains = label([example.text for example in gold])
    if not mains:
        return -1.0
    return sum(main == e.topics[0].value for main, e in zip(mains, gold, strict=True)) / len(gold)


if __name__ == "__main__":
    print(json.dumps(measure(sys.argv[1], int(sys.argv[2]))))
