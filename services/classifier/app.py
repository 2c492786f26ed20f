"""Composition root of the classifier: the only place where its parts are wired."""

from services.classifier.domain.classify import Classifier
from services.classifier.handlers import Passes
from services.classifier.settings import ClassifierSettings
from services.classifier.store import INDEXES, MongoStore
from shared.contracts.topics import REPORTS_RECEIVED
from shared.service import Service, make_parts
from shared.settings import CommonSettings, load

FAST_POLL_MS = 10


def build(common: CommonSettings | None = None, settings: ClassifierSettings | None = None) -> Service:
    """The classifier process. Exits with 2 on a wrong setting."""
    common = common or load(CommonSettings)
    settings = settings or load(ClassifierSettings)
    parts = make_parts("classifier", common)
    passes = Passes(
        Classifier.load(settings.home_province),
        MongoStore(parts.mongo),
        parts.bus.publisher,
        parts.clock,
        parts.metrics,
        parts.tracing,
    )
    if "fast" in settings.passes:
        parts.bus.subscribe(
            REPORTS_RECEIVED,
            group="classifier-fast",
            handler=passes.fast,
            max_records=settings.batch,
            poll_ms=FAST_POLL_MS,
        )
    if "full" in settings.passes:
        parts.bus.subscribe(
            REPORTS_RECEIVED, group="classifier-full", handler=passes.full, max_records=settings.batch
        )
    return Service(parts, settings.port, "haichieu classifier", indexes=INDEXES)
