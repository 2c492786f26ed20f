"""The notifier's events as records on the bus: which topic, which key, which id."""

from shared.contracts import ids
from shared.contracts.events import CaseCommand, NotificationDelivered
from shared.contracts.topics import CASES_COMMANDS, NOTIFICATIONS_DELIVERED
from shared.publishing import Outgoing


def outgoing(event: NotificationDelivered | CaseCommand, traceparent: str | None) -> Outgoing:
    """The event with its derived id: a repeat of the same ending has the same id."""
    if isinstance(event, CaseCommand):
        return Outgoing(CASES_COMMANDS, event.case_id, event, event.command_id, event.at, traceparent)
    event_id = ids.derived(event.notification_id, event.outcome)
    return Outgoing(NOTIFICATIONS_DELIVERED, event.case_id, event, event_id, event.at, traceparent)
