"""What the classifier's tests share: one classifier, and the authored reports."""

from pathlib import Path
from typing import NamedTuple

import pytest

from services.classifier.domain.classify import MODEL, Classifier
from services.classifier.domain.lexicon import read
from services.classifier.domain.linear import Linear
from services.classifier.domain.models import Classification, Context
from services.classifier.domain.places import Places
from services.classifier.domain.text import Reader, dialect


class Report(NamedTuple):
    topic: str
    urgency: int
    text: str


@pytest.fixture(scope="session")
def classifier() -> Classifier:
    """Lexicon and rules alone, so that a test of them can't be helped by a model."""
    return Classifier.load(model=None)


@pytest.fixture(scope="session")
def trained(classifier: Classifier) -> Classifier:
    return classifier.with_model(Linear.load(MODEL))


@pytest.fixture(scope="session")
def numbers() -> dict[str, int]:
    """What the tables of ``places`` call their words."""
    return {}


@pytest.fixture(scope="session")
def places(numbers: dict[str, int]) -> Places:
    return Places.load(numbers)


@pytest.fixture(scope="session")
def reader(numbers: dict[str, int], places: Places) -> Reader:
    """Reads for ``places``, whose tables are complete by now."""
    return Reader(dialect(read("teencode.yaml")[1]), numbers)


@pytest.fixture(scope="session")
def reports() -> list[Report]:
    lines = Path(__file__).with_name("reports.txt").read_text("utf-8").splitlines()
    rows = (line.split("|", 2) for line in lines if line and not line.startswith("#"))
    return [Report(topic, int(urgency), text) for topic, urgency, text in rows]


@pytest.fixture(scope="session")
def label(classifier: Classifier):
    def run(text: str, reported_from: str | None = None) -> Classification:
        return classifier.classify(text, Context(reported_from=reported_from))

    return run
