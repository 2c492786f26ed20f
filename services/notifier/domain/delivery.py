"""A delivery: one notification on its way to one desk, over as many attempts and endpoints as it takes."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from shared.contracts.events import Endpoint, EndpointKind, NotificationRequested
from shared.contracts.taxonomy import Urgency


class State(StrEnum):
    """Where a delivery stands."""

    PENDING = "pending"
    DELIVERED = "delivered"
    UNDELIVERABLE = "undeliverable"


class Why(StrEnum):
    """The named reason of a decision, shared by the log, the event and the delivery log."""

    ACCEPTED = "accepted"
    """The receiving server took the message."""
    RETRY = "retry"
    """It failed for now; the same endpoint is tried again later."""
    NEXT_ENDPOINT = "next_endpoint"
    """This endpoint won't do; the desk's next one is tried."""
    NO_ENDPOINT = "no_endpoint"
    """The desk has no address at all."""
    REJECTED = "rejected"
    """Every endpoint refused for good."""
    ATTEMPTS_EXHAUSTED = "attempts_exhausted"
    """It failed for now too often."""


@dataclass(frozen=True, slots=True, kw_only=True)
class NewDelivery:
    """A request as it came, to be written down."""

    request: NotificationRequested
    recorded_at: datetime
    traceparent: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Delivery:
    """A claimed delivery. ``endpoint`` indexes the desk's endpoints, ``refused`` those that are out for good."""

    request: NotificationRequested
    claim: str
    leased_until: datetime
    attempts: int = 0
    endpoint: int = 0
    endpoint_attempts: int = 0
    refused: tuple[int, ...] = ()
    traceparent: str | None = None

    @property
    def id(self) -> str:
        """The notification id, which is the delivery's id."""
        return self.request.notification_id

    @property
    def address(self) -> Endpoint | None:
        """The endpoint to try now; None when the desk has none."""
        endpoints = self.request.recipient.endpoints
        return endpoints[self.endpoint] if self.endpoint < len(endpoints) else None

    @property
    def kind(self) -> EndpointKind | None:
        """The kind of the endpoint to try now."""
        return self.address.kind if self.address else None


def is_emergency(request: NotificationRequested) -> bool:
    """Whether it goes by the lane that nothing else may use."""
    return request.case.urgency >= Urgency.EMERGENCY
