"""Requests, deliveries and messages for the notifier's tests, with everything set that a test doesn't name."""

from datetime import UTC, datetime, timedelta
from uuid import uuid4

from services.notifier.domain.delivery import Delivery
from services.notifier.domain.message import Message
from shared.contracts.events import (
    CaseSummary,
    Endpoint,
    EndpointKind,
    NotificationRequested,
    NotifyReason,
    Recipient,
)
from shared.contracts.taxonomy import Channel, DeskRole, Topic, Urgency

FRIDAY_10 = datetime(2026, 7, 3, 3, tzinfo=UTC)
"""10:00 in Hanoi."""


def email(address: str) -> Endpoint:
    return Endpoint(kind=EndpointKind.EMAIL, address=address)


def webhook(address: str) -> Endpoint:
    return Endpoint(kind=EndpointKind.WEBHOOK, address=address)


def request(*endpoints: Endpoint, at: datetime = FRIDAY_10, **named) -> NotificationRequested:
    """Names of the case summary and of the recipient may be given beside the request's own."""
    case = {
        "unit": "00331",
        "unit_name": "Phường Hoàng Mai",
        "topic": Topic.FIRE_DISASTER,
        "urgency": Urgency.NORMAL,
        "opened_at": at - timedelta(minutes=2),
        "reports": 3,
        "excerpt": "Cháy ở tầng 2 nhà trong ngõ, còn hai cụ già bên trong.",
        "channel": Channel.SMS,
        "acknowledge_by": at + timedelta(minutes=15),
        "resolve_by": at + timedelta(hours=4),
        "told_before": ("Hội Liên hiệp Phụ nữ phường Hoàng Mai",),
    }
    recipient = {
        "desk": "00331/police",
        "unit": "00331",
        "unit_name": "Phường Hoàng Mai",
        "role": DeskRole.POLICE,
        "endpoints": endpoints or (email("congan@example.vn"),),
        "language": "vi",
    }
    own = {
        "notification_id": str(uuid4()),
        "case_id": str(uuid4()),
        "reason": NotifyReason.NEW_CASE,
        "requested_at": at,
    }
    for values in (case, recipient):
        values.update({name: named.pop(name) for name in list(named) if name in values})
    return NotificationRequested(**(own | named), recipient=Recipient(**recipient), case=CaseSummary(**case))


def delivery(*endpoints: Endpoint, **named) -> Delivery:
    own = {"request": request(*endpoints), "claim": "c1", "leased_until": FRIDAY_10 + timedelta(seconds=90)}
    return Delivery(**(own | named))


def message(asked: NotificationRequested | None = None, at: datetime = FRIDAY_10) -> Message:
    asked = asked or request(at=at)
    linked = asked.can_acknowledge
    return Message(
        request=asked,
        address=asked.recipient.endpoints[0].address,
        at=at,
        acknowledge_url=f"https://notify.example.vn/a/{'Ab3-' * 28}" if linked else None,
        acknowledge_until=at + timedelta(days=14) if linked else None,
    )
