"""How many words of the reports the model has never seen: a new way of writing shows here first."""

from collections import deque
from collections.abc import Container, Sequence
from itertools import count

from services.classifier.domain.text import Reader
from shared.contracts.events import ReportClassified
from shared.telemetry import Metrics

ONE_IN = 10
"""Reports looked at: enough for a share, and a tenth of the cost."""
WINDOW = 200
"""Reports that were looked at and count: the latest 2000 or so."""


class UnknownWords:
    """A sliding window over a sample of reports: words, and words that ``vocabulary`` doesn't hold."""

    def __init__(
        self, model: str, vocabulary: Container[str], reader: Reader, metrics: Metrics, one_in: int = ONE_IN
    ) -> None:
        self.model = model
        self.vocabulary = vocabulary
        self.reader = reader
        self.metrics = metrics
        self._one_in = one_in
        self._numbers = count()
        self._latest: deque[tuple[int, int]] = deque(maxlen=WINDOW)

    def see(self, classified: Sequence[ReportClassified]) -> None:
        """Look at one report in ten and set the gauge."""
        sample = [event.text for event in classified if next(self._numbers) % self._one_in == 0]
        self._latest.extend(map(self._count, sample))
        words = sum(words for words, _ in self._latest)
        if sample and words:
            unknown = sum(unknown for _, unknown in self._latest)
            self.metrics.unknown_words.labels(self.model).set(unknown / words)

    def _count(self, text: str) -> tuple[int, int]:
        read = self.reader.read(text)
        words = [word for token, word in zip(read.tokens, read.words, strict=True) if token.isalpha()]
        return len(words), sum(word not in self.vocabulary for word in words)
