"""A message to one address of a desk, and the channels that carry messages."""

from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from services.notifier.domain.delivery import Delivery
from services.notifier.domain.result import DeliveryResult
from shared.contracts.events import Endpoint, NotificationRequested


@dataclass(frozen=True, slots=True, kw_only=True)
class Message:
    """What is to be said, to which address, at which (shown) time. Equal on every attempt but for ``at``."""

    request: NotificationRequested
    address: str
    at: datetime
    acknowledge_url: str | None = None
    acknowledge_until: datetime | None = None

    @property
    def id(self) -> str:
        """The notification id; every channel derives its own message id from it."""
        return self.request.notification_id


class Channel(Protocol):
    """A way to an address. Never raises for what the other side does; a cancel may interrupt it."""

    async def send(self, message: Message) -> DeliveryResult:
        """One attempt."""

    async def close(self) -> None:
        """Close the connections; a later send opens new ones."""


class Compose(Protocol):
    """Makes the message of a delivery for one of its endpoints."""

    def __call__(self, delivery: Delivery, endpoint: Endpoint, at: datetime) -> Message:
        """The message, with the acknowledge link where the desk can acknowledge."""
