"""What looks on while reports are labelled: drift, unknown words, a shadow model. Changes nothing published."""

from collections.abc import Sequence
from typing import Protocol

from shared.contracts.events import ReportClassified


class Watcher(Protocol):
    """Sees the reports of the full pass after they were published, some at a time. Keeps and tells no text."""

    def see(self, classified: Sequence[ReportClassified]) -> None:
        """Count something. What it raises is logged and stops nothing."""
