"""Composition root of the classifier: the only place where its parts are wired."""

import sys
from collections.abc import Sequence
from datetime import timedelta
from pathlib import Path
from typing import NoReturn

from services.classifier.corrections import Corrections
from services.classifier.domain.classify import MODEL, Classifier
from services.classifier.domain.linear import Linear, ModelError
from services.classifier.handlers import Passes
from services.classifier.http import routes
from services.classifier.learning.registry import Registry
from services.classifier.reviewing import Reviewing
from services.classifier.settings import ClassifierSettings
from services.classifier.store import INDEXES, MongoStore
from services.classifier.tuning import settling
from services.classifier.watching import Watcher
from services.classifier.watching.drift import TopicDrift
from services.classifier.watching.shadow import Shadow
from services.classifier.watching.words import UnknownWords
from shared import tokens
from shared.contracts.topics import CLASSIFICATIONS_COMMANDS, REPORTS_RECEIVED
from shared.service import Service, make_parts
from shared.settings import EXIT_USAGE, CommonSettings, load
from shared.telemetry import Metrics

TITLE = "haichieu classifier"
FAST_POLL_MS = 10


def build(common: CommonSettings | None = None, settings: ClassifierSettings | None = None) -> Service:
    """The classifier process. Exits with 2 on a wrong setting or a model that can't be read."""
    common = common or load(CommonSettings)
    settings = settings or load(ClassifierSettings)
    parts = make_parts("classifier", common)
    store = MongoStore(parts.mongo)
    with settling():
        classifier = _classifier(settings)
    full = "full" in settings.passes
    passes = Passes(
        classifier,
        store,
        parts.bus.publisher,
        parts.clock,
        parts.metrics,
        parts.tracing,
        Reviewing(settings.review_share, timedelta(days=settings.review_days)),
        watchers(classifier, settings.shadow, parts.metrics) if full else (),
    )
    subscribe = parts.bus.subscribe
    if "fast" in settings.passes:
        subscribe(
            REPORTS_RECEIVED,
            group="classifier-fast",
            handler=passes.fast,
            max_records=settings.batch,
            poll_ms=FAST_POLL_MS,
        )
    if not full:
        return Service(parts, settings.port, TITLE, indexes=INDEXES)
    subscribe(REPORTS_RECEIVED, group="classifier-full", handler=passes.full, max_records=settings.batch)
    corrections = Corrections(store, parts.metrics)
    subscribe(CLASSIFICATIONS_COMMANDS, group="classifier-commands", handler=corrections.commands)
    known = tokens.parse(settings.tokens.get_secret_value())
    return Service(
        parts,
        settings.port,
        TITLE,
        routes=routes(store, parts.bus.publisher, parts.clock, known),
        indexes=INDEXES,
    )


def _classifier(settings: ClassifierSettings) -> Classifier:
    """With the model in force. Exits with 2 when it can't be read."""
    model = Registry(settings.models).current() if settings.models else MODEL
    try:
        return Classifier.load(settings.home_province, model=model)
    except ModelError as error:
        _refuse("CLASSIFIER_MODELS", error)


def _refuse(setting: str, error: ModelError) -> NoReturn:
    print(f"configuration error: {setting}: {error}", file=sys.stderr)  # noqa: T201
    raise SystemExit(EXIT_USAGE) from error


def watchers(classifier: Classifier, shadow: Path | None, metrics: Metrics) -> Sequence[Watcher]:
    """What looks on in the full pass. Exits with 2 when the shadow model can't be read."""
    found: list[Watcher] = []
    if model := classifier.model:
        expected = model.card.get("topic_shares", {})
        found.append(TopicDrift(model.version, expected, metrics))
        found.append(UnknownWords(model.version, model.vocabulary.words, classifier.reader, metrics))
    if shadow:
        try:
            found.append(Shadow(classifier.with_model(Linear.load(shadow)), metrics))
        except ModelError as error:
            _refuse("CLASSIFIER_SHADOW", error)
    return found
