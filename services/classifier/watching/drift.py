"""Whether reports are still about what the model was made for: shares of main topics, now and in its card."""

from collections import Counter, deque
from collections.abc import Mapping, Sequence
from math import log

from shared.contracts.events import ReportClassified
from shared.contracts.taxonomy import Topic
from shared.telemetry import Metrics

WINDOW = 2000
"""Reports looked back upon."""
LEAST = 500
"""Reports before anything is said; chance alone gives an index of about 16 / reports (0.03 here)."""
FLOOR = 0.001
"""Least share that is reckoned with: one topic that was or is never seen would else make the index infinite."""


class TopicDrift:
    """A sliding window of main topics. ``expected``: topic → share in the card of ``model``; empty: no index."""

    def __init__(
        self,
        model: str,
        expected: Mapping[str, float],
        metrics: Metrics,
        window: int = WINDOW,
        least: int = LEAST,
    ) -> None:
        self.model = model
        self.expected = expected
        self.metrics = metrics
        self.least = least
        self._latest: deque[Topic] = deque(maxlen=window)

    def see(self, classified: Sequence[ReportClassified]) -> None:
        """Take these reports into the window and set the gauges."""
        self._latest.extend(event.topics[0].topic for event in classified)
        if len(self._latest) < self.least:
            return
        counts = Counter(self._latest)
        shares = {topic.value: counts[topic] / len(self._latest) for topic in Topic}
        for topic, share in shares.items():
            self.metrics.topic_share.labels(topic).set(share)
        if self.expected:
            self.metrics.topic_drift.labels(self.model).set(stability(shares, self.expected))


def stability(actual: Mapping[str, float], expected: Mapping[str, float]) -> float:
    """Population stability index: 0 for equal shares; by custom 0.1 is a small change and 0.25 a large one."""
    pairs = [(max(actual.get(t, 0), FLOOR), max(expected.get(t, 0), FLOOR)) for t in {*actual, *expected}]
    return sum((a - e) * log(a / e) for a, e in pairs)
