"""Liveness and readiness. Live: the consume loops turn. Ready: bus, topics and database are there."""

import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field

from shared.messaging import Bus, Subscription

STALLED_AFTER_S = 120.0
"""A batch that takes longer than this is stuck; handlers are bounded well below it."""


@dataclass(slots=True)
class Health:
    """The state of one process as its probes see it. ``checks`` are extra readiness checks by name."""

    bus: Bus
    checks: dict[str, Callable[[], Awaitable[bool]]]
    started: bool = False
    problems: list[str] = field(default_factory=list)

    def live(self) -> tuple[bool, dict[str, str]]:
        """Whether to keep the process, and the state of each consume loop."""
        loops = {s.group: self._loop(s) for s in self.bus.subscriptions} if self.started else {}
        return not any(state.startswith("dead") for state in loops.values()), loops

    async def ready(self) -> tuple[bool, dict[str, str]]:
        """Whether to send work here, and the state of each part."""
        parts = {"bus": "ok" if self.started else "; ".join(self.problems) or "connecting"}
        for name, check in self.checks.items():
            parts[name] = "ok" if await check() else "no answer"
        for sub in self.bus.subscriptions:
            if sub.stopped_for:
                parts[f"consumer {sub.group}"] = f"held: {sub.stopped_for}"
        return all(state == "ok" for state in parts.values()), parts

    def _loop(self, sub: Subscription) -> str:
        subscriber = sub.subscriber
        if subscriber is None or not subscriber.tasks or all(task.done() for task in subscriber.tasks):
            return "dead: the consume loop ended"
        if sub.in_flight and time.monotonic() - sub.beat > STALLED_AFTER_S:
            return "dead: a batch is stuck"
        return "turning"
