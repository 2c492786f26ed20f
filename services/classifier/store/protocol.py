"""What the classifier asks of its store."""

from collections.abc import AsyncIterator, Collection, Sequence
from dataclasses import dataclass, field
from typing import Protocol

from services.classifier.store.corrections import Correction
from services.classifier.store.reviews import Review, Why
from services.classifier.store.said import Said
from shared.contracts.events import ReportClassified


@dataclass(slots=True)
class Known:
    """What is known of some reports, by report id."""

    texts: dict[str, str] = field(default_factory=dict)
    """Redacted, from the review queue or from an earlier correction."""
    said: dict[str, Said] = field(default_factory=dict)
    why: dict[str, Why] = field(default_factory=dict)
    """Of those that are or were in the review queue."""


class Store(Protocol):
    """Where the classifier keeps things. Every method raises PyMongoError when the database is away."""

    async def save(self, classified: Sequence[ReportClassified]) -> None:
        """Keep each report's first classification; a second one changes nothing."""

    async def queue(self, reviews: Sequence[Review]) -> list[Review]:
        """Put reports into the review queue and return those that are new there; a done one isn't opened again."""

    async def open_reviews(self, after: str, limit: int) -> list[Review]:
        """The most doubtful open reviews whose ``rank`` lies after ``after`` (empty: from the start)."""

    async def review(self, report_id: str) -> Review | None:
        """A review, open or done; None when it isn't there, or no longer."""

    async def known(self, report_ids: Collection[str]) -> Known:
        """Texts, labels and reasons for review of these reports, as far as they are known."""

    async def append(self, corrections: Sequence[Correction]) -> list[Correction]:
        """Keep corrections, close their reviews, and return the new ones; nothing that is there is changed."""

    def corrections(self) -> AsyncIterator[Correction]:
        """All corrections in order of ``at``, then of the command's id."""
