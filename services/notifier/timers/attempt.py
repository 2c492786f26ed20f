"""One attempt: compose, send within its time, decide what follows. Never raises but for a cancel."""

import asyncio
import random
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from services.notifier.domain.decide import Ended, RetryPolicy, decide
from services.notifier.domain.delivery import Delivery
from services.notifier.domain.message import Channel, Compose
from services.notifier.domain.report import told
from services.notifier.domain.result import DeliveryResult, Rejected, Retry, cleaned
from services.notifier.outgoing import outgoing
from services.notifier.store.protocol import Attempted
from shared import logging
from shared.clock import Clock
from shared.contracts.events import EndpointKind
from shared.tracing import Tracing

log = logging.get(__name__)


@dataclass(slots=True)
class Attempt:
    """Makes attempts. ``timeout_s`` is in real seconds; ``chance`` gives the jitter, 0..1."""

    channels: Mapping[EndpointKind, Channel]
    compose: Compose
    policy: RetryPolicy
    clock: Clock
    tracing: Tracing
    timeout_s: float
    chance: Callable[[], float] = random.random

    async def make(self, delivery: Delivery) -> Attempted:
        """Try the delivery's present endpoint once."""
        kind = delivery.kind
        with self.tracing.span("notifier deliver", delivery.traceparent, endpoint=str(kind)) as traceparent:
            result = await self._send(delivery)
        now = self.clock.now()
        plan = decide(delivery, result, now, self.policy, self.chance())
        out = outgoing(told(delivery, plan, now), traceparent) if isinstance(plan, Ended) else None
        log.info(
            "attempt",
            notification_id=delivery.id,
            case_id=delivery.request.case_id,
            endpoint=kind,
            attempt=delivery.attempts + 1,
            why=plan.why,
            detail=plan.detail,
        )
        return Attempted(delivery, plan, now, out)

    async def close(self) -> None:
        """Close the channels' connections."""
        for channel in self.channels.values():
            await channel.close()

    async def _send(self, delivery: Delivery) -> DeliveryResult:
        endpoint = delivery.address
        if endpoint is None:
            return Rejected("the desk has no address")
        try:
            message = self.compose(delivery, endpoint, self.clock.now())
            async with asyncio.timeout(self.timeout_s):
                return await self.channels[endpoint.kind].send(message)
        except TimeoutError:
            return Retry(f"no answer within {self.timeout_s:g} s")
        except Exception as error:
            log.exception("attempt_failed", notification_id=delivery.id, error=type(error).__name__)
            return Retry(cleaned(f"internal error: {type(error).__name__}"))
