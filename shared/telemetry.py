"""Every metric's name, in one place. Counts and times only; no label ever holds an id or a text."""

from datetime import datetime

from prometheus_client import (
    CONTENT_TYPE_LATEST,
    CollectorRegistry,
    Counter,
    Gauge,
    Histogram,
    generate_latest,
)

LATENCY_BUCKETS = (0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 300, 1800)


class Metrics:
    """The metrics of one process, in a registry of their own so that tests can have many."""

    def __init__(self) -> None:
        self.registry = r = CollectorRegistry()
        self.consumed = Counter(
            "haichieu_records_consumed", "Records handled", ["topic", "group"], registry=r
        )
        self.published = Counter(
            "haichieu_records_published", "Records confirmed by Kafka", ["topic"], registry=r
        )
        self.dead_letters = Counter(
            "haichieu_dead_letters", "Records put aside", ["topic", "group"], registry=r
        )
        self.failures = Counter(
            "haichieu_batch_failures", "Batches that will be retried", ["group"], registry=r
        )
        self.lag = Gauge("haichieu_consumer_lag", "Records not handled yet", ["topic", "group"], registry=r)
        self.batch_seconds = Histogram(
            "haichieu_batch_seconds", "Time to handle a batch", ["group"], buckets=LATENCY_BUCKETS, registry=r
        )
        self.stage_seconds = Histogram(
            "haichieu_stage_latency_seconds",
            "From a report's arrival to the end of a stage",
            ["stage"],
            buckets=LATENCY_BUCKETS,
            registry=r,
        )
        self.reports_accepted = Counter(
            "haichieu_reports_accepted", "Reports answered with 202", ["channel", "durable_in"], registry=r
        )
        self.reports_refused = Counter("haichieu_reports_refused", "Reports refused", ["reason"], registry=r)
        self.spool = Gauge("haichieu_spool_reports", "Accepted reports waiting for Kafka", registry=r)
        self.urgent = Counter("haichieu_emergencies", "Reports sent ahead by the fast pass", registry=r)
        self.reviews = Counter(
            "haichieu_reviews", "Reports that a person should look at", ["why"], registry=r
        )
        self.corrections = Counter(
            "haichieu_corrections",
            "Corrections kept, by what they say of the labels",
            ["outcome", "why"],
            registry=r,
        )
        self.shadow = Counter(
            "haichieu_shadow_reports", "Reports that the shadow model labelled too", ["result"], registry=r
        )
        self.topic_share = Gauge(
            "haichieu_topic_share", "Share of the latest reports with this main topic", ["topic"], registry=r
        )
        self.topic_drift = Gauge(
            "haichieu_topic_drift",
            "Population stability index of the latest reports' main topics against the model's card",
            ["model"],
            registry=r,
        )
        self.unknown_words = Gauge(
            "haichieu_unknown_words_ratio",
            "Share of the latest reports' words that the model doesn't know",
            ["model"],
            registry=r,
        )
        self.cases = Counter("haichieu_case_changes", "Changes of cases", ["kind"], registry=r)
        self.refusals = Counter("haichieu_commands_refused", "Commands refused", ["reason"], registry=r)
        self.overdue = Gauge("haichieu_cases_overdue", "Cases past a deadline", registry=r)
        self.oldest_unanswered = Gauge(
            "haichieu_oldest_unanswered_seconds", "Age of the oldest case nobody acknowledged", registry=r
        )
        self.oldest_emergency = Gauge(
            "haichieu_oldest_unanswered_emergency_seconds",
            "Age of the oldest emergency nobody acknowledged",
            registry=r,
        )
        self.deliveries = Counter(
            "haichieu_deliveries", "Notifications that ended", ["endpoint", "outcome"], registry=r
        )
        self.delivery_retries = Counter(
            "haichieu_delivery_retries", "Attempts that failed", ["endpoint"], registry=r
        )
        self.deliveries_pending = Gauge(
            "haichieu_deliveries_pending", "Notifications not ended yet", registry=r
        )

    def stage(self, name: str, received_at: datetime, now: datetime) -> None:
        """Observe the time from a report's arrival to the end of stage ``name``, in seconds."""
        self.stage_seconds.labels(name).observe(max(0.0, (now - received_at).total_seconds()))

    def render(self) -> tuple[bytes, str]:
        """The exposition text and its content type."""
        return generate_latest(self.registry), CONTENT_TYPE_LATEST
