"""What the notifier needs of its store. Every method raises PyMongoError when the database is away."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from services.notifier.domain.decide import Plan
from services.notifier.domain.delivery import Delivery, NewDelivery, State
from services.notifier.domain.link import Link
from shared.contracts.events import EndpointKind, NotificationRequested
from shared.publishing import Outgoing, Publisher


@dataclass(frozen=True, slots=True)
class Attempted:
    """An attempt with what follows from it, to be written; ``out`` is the event of a delivery that ended."""

    delivery: Delivery
    plan: Plan
    at: datetime
    out: Outgoing | None = None


@dataclass(frozen=True, slots=True)
class LoggedAttempt:
    """One line of a delivery's log."""

    at: datetime
    endpoint: EndpointKind | None
    why: str
    detail: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Logged:
    """A delivery as operators see it."""

    request: NotificationRequested
    state: State
    attempts: int
    recorded_at: datetime
    due: datetime | None
    ended_at: datetime | None
    why: str
    log: tuple[LoggedAttempt, ...]


@dataclass(frozen=True, slots=True)
class Query:
    """Which deliveries to list, the newest first. None: any."""

    case_id: str | None = None
    state: State | None = None
    limit: int = 50


class Deliveries(Protocol):
    """The deliveries, which are also the delivery log."""

    async def record(self, new: Sequence[NewDelivery]) -> None:
        """Write down requests; one that is known already changes nothing."""

    async def claim(
        self, priorities: Sequence[int], now: datetime, until: datetime, limit: int
    ) -> list[Delivery]:
        """Lease due deliveries of these priorities, in that order. No two callers get the same one."""

    async def release(self, claimed: Sequence[Delivery], now: datetime) -> None:
        """Give back what was not attempted."""

    async def release_former(self, now: datetime) -> int:
        """Give back what an earlier process of this same instance held when it died; how many."""

    async def write(self, attempted: Sequence[Attempted]) -> bool:
        """Write what followed from attempts, events included; false if another replica was faster with any."""

    async def publish(self, publisher: Publisher, attempted: Sequence[Attempted]) -> None:
        """Publish the events of written attempts and clear them."""

    async def sweep(self, publisher: Publisher, older_than: datetime) -> int:
        """Publish events that a crash left; how many."""

    async def pending(self) -> int:
        """How many deliveries haven't ended."""

    async def get(self, notification_id: str) -> Logged | None:
        """One delivery."""

    async def find(self, query: Query) -> list[Logged]:
        """Deliveries, the newest first."""


class Links(Protocol):
    """Which acknowledge links were used, and the commands that came of it."""

    async def use(self, link: Link, out: Outgoing, at: datetime) -> datetime | None:
        """Mark the link used, with its command; returns when it was used before, None if this is the first."""

    async def publish(self, publisher: Publisher, out: Outgoing, link: Link) -> None:
        """Publish the command of a used link and clear it."""

    async def sweep(self, publisher: Publisher, older_than: datetime) -> int:
        """Publish commands that a crash or an absent broker left; how many."""

    async def used(self, notification_ids: Sequence[str]) -> dict[str, datetime]:
        """Notification id → when its link was used, for those that were."""
