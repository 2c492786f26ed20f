"""The events that follow from deliveries and links. Their ids derive from the notification."""

from datetime import datetime

from services.notifier.domain.decide import Ended
from services.notifier.domain.delivery import Delivery
from services.notifier.domain.link import Link
from services.notifier.domain.names import desk_name
from shared.contracts import ids
from shared.contracts.events import Action, Actor, CaseCommand, NotificationDelivered

VIA = "email_link"


def told(delivery: Delivery, ended: Ended, at: datetime) -> NotificationDelivered:
    """The event that a desk was told, or cannot be told, and why."""
    request = delivery.request
    return NotificationDelivered(
        notification_id=request.notification_id,
        case_id=request.case_id,
        desk=request.recipient.desk,
        desk_name=desk_name(request.recipient),
        reason=request.reason,
        outcome=ended.outcome,
        endpoint=delivery.kind,
        attempts=delivery.attempts + (delivery.address is not None),
        at=at,
        detail=f"{ended.why}: {ended.detail}" if ended.detail else ended.why,
    )


def acknowledgement(link: Link, at: datetime) -> CaseCommand:
    """The command that a desk takes its case: one per notification, however often the link is used."""
    return CaseCommand(
        command_id=ids.derived(link.notification_id, Action.ACKNOWLEDGE),
        case_id=link.case_id,
        action=Action.ACKNOWLEDGE,
        actor=Actor(desk=link.desk, via=VIA),
        at=at,
    )
