"""What a webhook receives: the request's contract without addresses, with the acknowledge link."""

from datetime import datetime

import msgspec

from services.notifier.domain.message import Message
from services.notifier.domain.names import desk_name
from shared.contracts.events import CaseSummary, NotifyReason

TYPE = "haichieu.notification.v1"


class ToldDesk(msgspec.Struct, frozen=True, kw_only=True):
    """The desk that is told."""

    desk: str
    name: str
    unit: str
    unit_name: str
    role: str
    language: str


class Told(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """The notification. ``acknowledge_url`` opens the confirm page; a POST to it acknowledges."""

    notification_id: str
    case_id: str
    reason: NotifyReason
    recipient: ToldDesk
    case: CaseSummary
    requested_at: datetime
    note: str | None = None
    acknowledge_url: str | None = None
    acknowledge_until: datetime | None = None


class WebhookBody(msgspec.Struct, frozen=True, kw_only=True):
    """The payload as Standard Webhooks recommends it: type, time of the event, data."""

    type: str
    timestamp: datetime
    data: Told


def webhook_body(message: Message) -> bytes:
    """The JSON body; byte for byte the same on every attempt."""
    request, recipient = message.request, message.request.recipient
    told = Told(
        notification_id=request.notification_id,
        case_id=request.case_id,
        reason=request.reason,
        recipient=ToldDesk(
            desk=recipient.desk,
            name=desk_name(recipient),
            unit=recipient.unit,
            unit_name=recipient.unit_name,
            role=recipient.role.value,
            language=recipient.language,
        ),
        case=request.case,
        requested_at=request.requested_at,
        note=request.note,
        acknowledge_url=message.acknowledge_url,
        acknowledge_until=message.acknowledge_until,
    )
    return msgspec.json.encode(WebhookBody(type=TYPE, timestamp=request.requested_at, data=told))
