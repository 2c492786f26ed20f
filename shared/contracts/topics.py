"""Every Kafka topic: partitions, key rule, retention, dead-letter topic, and the events it carries.

Partition counts are fixed for good: another count moves keys to other partitions and breaks their order.
"""

from dataclasses import dataclass

from shared.contracts import events as e

HOURS = 3600
DAYS = 24 * HOURS


@dataclass(frozen=True, slots=True)
class BusTopic:
    """A topic of the bus. ``retention_s`` is in seconds."""

    name: str
    events: tuple[type[e.Event], ...]
    key: str
    """What the record key is; records of equal key stay in order."""
    summary: str
    partitions: int = 8
    retention_s: int = 14 * DAYS

    @property
    def dlq(self) -> str:
        """Name of the topic for records of this one that can never work."""
        return f"{self.name}.dlq"


REPORTS_RECEIVED = BusTopic(
    "reports.received", (e.ReportReceived,), "report_id", "Accepted reports, redacted"
)
REPORTS_SEALED = BusTopic(
    "reports.sealed",
    (e.SealedOriginal,),
    "report_id",
    "Sealed originals on their way into intake's store; read by intake alone",
    retention_s=3 * DAYS,
)
REPORTS_CLASSIFIED = BusTopic(
    "reports.classified", (e.ReportClassified,), "unit code, or 'unlocated'", "Labelled reports"
)
REPORTS_URGENT = BusTopic(
    "reports.classified.urgent",
    (e.ReportClassified,),
    "unit code, or 'unlocated'",
    "Emergencies, sent ahead by the fast pass; each comes again on reports.classified",
)
CLASSIFICATIONS_COMMANDS = BusTopic(
    "classifications.commands", (e.CorrectClassification,), "report_id", "Corrections of labels, by desks"
)
CASES_COMMANDS = BusTopic("cases.commands", (e.CaseCommand,), "case_id", "Orders for cases")
CASES_EVENTS = BusTopic(
    "cases.events", e.CASE_EVENTS, "case_id", "What happened to cases", retention_s=90 * DAYS
)
NOTIFICATIONS_REQUESTED = BusTopic(
    "notifications.requested", (e.NotificationRequested,), "case_id", "Who is to be told what"
)
NOTIFICATIONS_DELIVERED = BusTopic(
    "notifications.delivered", (e.NotificationDelivered,), "case_id", "Who was told, or why not"
)

TOPICS: tuple[BusTopic, ...] = (
    REPORTS_RECEIVED,
    REPORTS_SEALED,
    REPORTS_CLASSIFIED,
    REPORTS_URGENT,
    CLASSIFICATIONS_COMMANDS,
    CASES_COMMANDS,
    CASES_EVENTS,
    NOTIFICATIONS_REQUESTED,
    NOTIFICATIONS_DELIVERED,
)

DLQ_PARTITIONS = 1
DLQ_RETENTION_S = 30 * DAYS
UNLOCATED = "unlocated"
"""Record key of reports without a unit."""


BY_NAME: dict[str, BusTopic] = {topic.name: topic for topic in TOPICS}
