"""The message of a delivery, with the acknowledge link for desks that can acknowledge."""

from datetime import UTC, datetime, timedelta

from services.notifier.domain.delivery import Delivery
from services.notifier.domain.link import Link, LinkSigner
from services.notifier.domain.message import Message
from shared.contracts.events import Endpoint


class Composer:
    """Makes messages. ``public_url`` has no slash at its end; links work ``link_life`` from the request."""

    def __init__(self, signer: LinkSigner, public_url: str, link_life: timedelta) -> None:
        self._signer = signer
        self._public_url = public_url
        self._link_life = link_life

    def __call__(self, delivery: Delivery, endpoint: Endpoint, at: datetime) -> Message:
        """The same message on every attempt; only ``at`` differs."""
        request = delivery.request
        if not request.can_acknowledge:
            return Message(request=request, address=endpoint.address, at=at)
        expires = (request.requested_at + self._link_life).astimezone(UTC).replace(microsecond=0)
        token = self._signer.sign(
            Link(request.notification_id, request.case_id, request.recipient.desk, expires)
        )
        return Message(
            request=request,
            address=endpoint.address,
            at=at,
            acknowledge_url=f"{self._public_url}/a/{token}",
            acknowledge_until=expires,
        )
