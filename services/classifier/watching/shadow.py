"""A second model labels the same reports, and only how often the two agree is kept."""

from collections.abc import Sequence

from services.classifier.domain.classify import Classifier
from shared.contracts.events import ReportClassified
from shared.telemetry import Metrics


class Shadow:
    """Compares what was published with what ``classifier`` would have said."""

    def __init__(self, classifier: Classifier, metrics: Metrics) -> None:
        self.classifier = classifier
        self.metrics = metrics

    def see(self, classified: Sequence[ReportClassified]) -> None:
        """Count reports, those with the same main topic, and those of the same, a higher or a lower urgency."""
        found = self.classifier.labels([event.text for event in classified])
        for event, labels in zip(classified, found, strict=True):
            self._count("compared")
            if labels.topics[0].topic is event.topics[0].topic:
                self._count("same_topic")
            if labels.urgency > event.urgency:
                self._count("higher")
            elif labels.urgency < event.urgency:
                self._count("lower")
            else:
                self._count("same_urgency")

    def _count(self, result: str) -> None:
        self.metrics.shadow.labels(result).inc()
