"""Which reports a person should look at: those the model is unsure of, and a few by lot."""

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import timedelta

from services.classifier.store import Review, Said, Why
from shared.contracts.events import ReportClassified

_BYTES = 8
_ALL = 1 << 8 * _BYTES


@dataclass(frozen=True, slots=True)
class Reviewing:
    """The rule. ``share`` of the reports, 0 to 1, is drawn by lot; ``keep`` is how long a review is there."""

    share: float = 0.0
    keep: timedelta = timedelta(days=30)

    def of(self, classified: Sequence[ReportClassified]) -> Iterator[Review]:
        """The reviews of a batch; a repeat of a report gives the same."""
        for event in classified:
            if why := self.why(event):
                yield Review(
                    report_id=event.report_id,
                    text=event.text,
                    said=Said.of(event),
                    doubt=round(1 - event.topics[0].score, 3),
                    why=why,
                    classified_at=event.classified_at,
                    expires=event.classified_at + self.keep,
                )

    def why(self, event: ReportClassified) -> Why | None:
        """Why somebody should look. The lot goes first: a sample without the doubtful ones would flatter."""
        if drawn(event.report_id, self.share):
            return Why.RANDOM
        return Why.UNSURE if event.needs_review else None


def drawn(report_id: str, share: float) -> bool:
    """Whether a report is in the sample; depends on its id alone, so a redelivery draws the same."""
    digest = hashlib.blake2b(report_id.encode(), digest_size=_BYTES).digest()
    return int.from_bytes(digest) < share * _ALL
