"""After an attempt: is it over, or when and where is it tried again? Plain data in, plain data out."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TypeAlias

from services.notifier.domain.delivery import Delivery, Why
from services.notifier.domain.result import Delivered, DeliveryResult, Rejected, Retry
from shared.contracts.events import Outcome

MAX_WAIT_S = 86_400.0
"""Longest wait that a server may ask for."""
MAX_EXPONENT = 30


@dataclass(frozen=True, slots=True, kw_only=True)
class RetryPolicy:
    """How often and how fast. Seconds are real ones; ``speed`` is how many the shown clock makes of one."""

    first_s: float
    max_s: float
    attempts: int
    """Attempts over all endpoints after which a delivery that still only failed for now is given up."""
    switch_after: int
    """Attempts at one endpoint after which the desk's next one is tried, if it has one."""
    speed: float = 1.0


@dataclass(frozen=True, slots=True)
class Ended:
    """It is over."""

    outcome: Outcome
    why: Why
    detail: str


@dataclass(frozen=True, slots=True)
class Again:
    """It is tried again at ``due``."""

    due: datetime
    endpoint: int
    endpoint_attempts: int
    refused: tuple[int, ...]
    why: Why
    detail: str


Plan: TypeAlias = Ended | Again


def decide(
    delivery: Delivery, result: DeliveryResult, now: datetime, policy: RetryPolicy, chance: float
) -> Plan:
    """What follows from an attempt's result. ``chance`` in 0..1 is the jitter.

    Endpoints are tried in the desk's order. One that refuses for good is out; one that fails for now is left
    after ``switch_after`` attempts, and after the last one it is the first one's turn again, so that a short
    outage of the mail server followed by a webhook that is gone doesn't end a delivery.
    """
    if delivery.address is None:
        return Ended(Outcome.UNDELIVERABLE, Why.NO_ENDPOINT, "the desk has no address")
    match result:
        case Delivered(detail):
            return Ended(Outcome.DELIVERED, Why.ACCEPTED, detail)
        case Rejected(detail):
            return _refused(delivery, detail, now, policy, chance)
        case Retry(detail, after_s):
            return _failed(delivery, detail, after_s, now, policy, chance)


def _refused(delivery: Delivery, detail: str, now: datetime, policy: RetryPolicy, chance: float) -> Plan:
    refused = (*delivery.refused, delivery.endpoint)
    following = next_endpoint(delivery, refused)
    if following is None:
        return Ended(Outcome.UNDELIVERABLE, Why.REJECTED, detail)
    untried = following > delivery.endpoint
    if not untried and delivery.attempts + 1 >= policy.attempts:
        return Ended(Outcome.UNDELIVERABLE, Why.ATTEMPTS_EXHAUSTED, detail)
    due = now if untried else now + _wait(delivery, policy, chance, None)
    return Again(due, following, 0, refused, Why.NEXT_ENDPOINT, detail)


def _failed(
    delivery: Delivery,
    detail: str,
    after_s: float | None,
    now: datetime,
    policy: RetryPolicy,
    chance: float,
) -> Plan:
    tried = delivery.endpoint_attempts + 1
    following = next_endpoint(delivery, delivery.refused)
    untried = following is not None and following > delivery.endpoint
    last = delivery.attempts + 1 >= policy.attempts
    if last and not untried:
        return Ended(Outcome.UNDELIVERABLE, Why.ATTEMPTS_EXHAUSTED, detail)
    too_long = after_s is not None and after_s > policy.max_s
    if following is not None and (last or too_long or tried >= policy.switch_after):
        due = now if untried else now + _wait(delivery, policy, chance, None)
        return Again(due, following, 0, delivery.refused, Why.NEXT_ENDPOINT, detail)
    due = now + _wait(delivery, policy, chance, after_s)
    return Again(due, delivery.endpoint, tried, delivery.refused, Why.RETRY, detail)


def next_endpoint(delivery: Delivery, refused: tuple[int, ...]) -> int | None:
    """The endpoint after the present one, around the circle, that hasn't refused; None if there is no other."""
    count = len(delivery.request.recipient.endpoints)
    circle = ((delivery.endpoint + step) % count for step in range(1, count))
    return next((index for index in circle if index not in refused), None)


def _wait(delivery: Delivery, policy: RetryPolicy, chance: float, after_s: float | None) -> timedelta:
    """Exponential backoff with full jitter, but never earlier than the server asked for."""
    ceiling = min(policy.max_s, policy.first_s * 2.0 ** min(delivery.attempts, MAX_EXPONENT))
    seconds = max(ceiling * chance, min(after_s or 0.0, MAX_WAIT_S))
    return timedelta(seconds=seconds * policy.speed)
