"""The figures of the live view, read from the services' own metrics."""

from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

import httpx
from prometheus_client.parser import text_string_to_metric_families

TIMEOUT_S = 5.0
SERVICES = ("intake", "classifier", "escalation", "notifier")


@dataclass(frozen=True, slots=True)
class Figures:
    """How far the reports are. ``lag`` is in records over all consumers."""

    received: int = 0
    classified: int = 0
    in_cases: int = 0
    cases: int = 0
    escalated: int = 0
    acknowledged: int = 0
    requested: int = 0
    notified: int = 0
    undeliverable: int = 0
    pending: int = 0
    lag: int = 0
    dead_letters: int = 0
    silent: tuple[str, ...] = ()
    """Services that gave no answer."""

    @property
    def failures(self) -> int:
        """Dead letters and notifications nobody could be given."""
        return self.dead_letters + self.undeliverable


class Samples:
    """Samples of one or more services' metrics."""

    def __init__(self, texts: Iterable[str]) -> None:
        self._samples = [
            sample
            for text in texts
            for family in text_string_to_metric_families(text)
            for sample in family.samples
        ]

    def total(self, name: str, **labels: str) -> int:
        """The sum of a metric over its label values."""
        return int(
            sum(
                sample.value
                for sample in self._samples
                if sample.name == name and labels.items() <= sample.labels.items()
            )
        )


def read(urls: dict[str, str]) -> Figures:
    """The figures of now. A service that doesn't answer is named, and counts nothing."""
    with ThreadPoolExecutor(len(SERVICES)) as pool:
        texts = dict(zip(SERVICES, pool.map(lambda name: _metrics(urls[name]), SERVICES), strict=True))
    found = Samples(text for text in texts.values() if text)
    changes = "haichieu_case_changes_total"
    deliveries = "haichieu_deliveries_total"
    opened = found.total(changes, kind="opened")
    return Figures(
        received=found.total("haichieu_reports_accepted_total"),
        classified=found.total("haichieu_records_consumed_total", group="classifier-full"),
        in_cases=opened
        + found.total(changes, kind="report_added")
        + found.total(changes, kind="urgency_raised"),
        cases=opened,
        escalated=found.total(changes, kind="escalated"),
        acknowledged=found.total(changes, kind="acknowledged"),
        requested=found.total("haichieu_records_published_total", topic="notifications.requested"),
        notified=found.total(deliveries, outcome="delivered"),
        undeliverable=found.total(deliveries, outcome="undeliverable"),
        pending=found.total("haichieu_deliveries_pending"),
        lag=found.total("haichieu_consumer_lag"),
        dead_letters=found.total("haichieu_dead_letters_total"),
        silent=tuple(name for name, text in texts.items() if text is None),
    )


def _metrics(url: str) -> str | None:
    try:
        return httpx.get(f"{url}/metrics", timeout=TIMEOUT_S).text
    except httpx.HTTPError:
        return None
