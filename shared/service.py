"""One process from start to stop: HTTP first, then bus and database as they come, then the tasks.

A stop (SIGTERM, SIGINT) finishes what is in flight: no new requests, tasks end their round, batches are
committed; after the setting ``stop_seconds`` what is left is cut, which loses nothing, since nothing is
acknowledged before it is stored.
"""

import asyncio
import signal
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import uvloop
from litestar import Litestar
from litestar.types import ControllerRouterHandler
from pymongo import IndexModel

from shared import http, logging, topic_admin
from shared.clock import SystemClock
from shared.health import Health
from shared.messaging import BATCH_SHARE_OF_STOP, Bus
from shared.mongo import Mongo
from shared.publishing import TRANSIENT
from shared.settings import CommonSettings
from shared.telemetry import Metrics
from shared.tracing import Tracing

API_VERSION = "1"
CONNECT_PAUSE_S = 0.3

Task = Callable[[asyncio.Event], Awaitable[None]]

log = logging.get(__name__)


@dataclass(slots=True)
class Parts:
    """What every composition root starts from."""

    name: str
    settings: CommonSettings
    metrics: Metrics
    tracing: Tracing
    clock: SystemClock
    bus: Bus
    mongo: Mongo


def make_parts(name: str, settings: CommonSettings) -> Parts:
    """The shared parts of service ``name``. Connects nothing yet."""
    metrics = Metrics()
    return Parts(
        name,
        settings,
        metrics,
        Tracing(name, settings.otlp_endpoint),
        SystemClock(settings.clock_speed, settings.clock_epoch),
        Bus(settings, name, metrics),
        Mongo(settings),
    )


@dataclass(slots=True)
class Service:
    """A process: its parts, routes, indexes and tasks. A task is called with the stop event and returns on it."""

    parts: Parts
    port: int
    title: str
    routes: Sequence[ControllerRouterHandler] = ()
    indexes: Mapping[str, Sequence[IndexModel]] = field(default_factory=dict)
    tasks: Sequence[Task] = ()
    http_options: dict[str, Any] = field(default_factory=dict)

    def run(self) -> None:
        """Run until SIGTERM or SIGINT."""
        settings = self.parts.settings
        logging.configure(self.parts.name, settings.log_level, settings.log_format)
        with asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner:
            runner.run(self.serve())

    def openapi(self) -> dict[str, Any]:
        """The OpenAPI document of the HTTP interface. Connects nothing."""
        return self._app([]).openapi_schema.to_schema()

    def _app(self, operations: Sequence[ControllerRouterHandler]) -> Litestar:
        return http.make_app(self.title, API_VERSION, [*self.routes, *operations], **self.http_options)

    async def serve(self) -> None:
        """Start all, wait for a signal, stop all."""
        stopping = asyncio.Event()
        loop = asyncio.get_running_loop()
        for sig in (signal.SIGTERM, signal.SIGINT):
            loop.add_signal_handler(sig, stopping.set)
        p = self.parts
        health = Health(p.bus, {"database": p.mongo.ping})
        app = self._app(http.operations(health, p.metrics))
        server = http.make_server(app, p.settings.host, self.port)
        serving = asyncio.create_task(server.serve(), name="http")
        await http.wait_started(server, serving)
        log.info("http_started", port=self.port)
        tasks = [
            asyncio.create_task(_supervised(task, stopping), name=getattr(task, "__qualname__", "task"))
            for task in (self._connector(health), self._lag_meter, *self.tasks)
        ]
        await stopping.wait()
        log.info("stopping")
        server.should_exit = True
        await asyncio.wait([*tasks, serving], timeout=p.settings.stop_seconds * (1 - BATCH_SHARE_OF_STOP))
        for task in (*tasks, serving):
            task.cancel()
        await asyncio.gather(*tasks, serving, return_exceptions=True)
        await p.bus.stop()
        p.mongo.close()
        p.tracing.close()
        log.info("stopped")

    def _connector(self, health: Health) -> Task:
        async def connect(stopping: asyncio.Event) -> None:
            """Connect publisher and database side by side, then consume; waits as long as it takes."""
            p = self.parts
            indexes = asyncio.create_task(p.mongo.ensure(self.indexes))
            try:
                while not await self._joined(health, indexes):
                    log.warning("waiting", problems=health.problems[:3])
                    if await pause(stopping, CONNECT_PAUSE_S):
                        return
            finally:
                indexes.cancel()
            log.info("ready", groups=[s.group for s in p.bus.subscriptions])

        return connect

    async def _joined(self, health: Health, indexes: asyncio.Task[None]) -> bool:
        bus = self.parts.bus
        try:
            health.problems = await topic_admin.problems(self.parts.settings.kafka_bootstrap)
            if health.problems:
                return False
            await bus.connect()
            if not indexes.done():
                health.problems = ["waiting for the database"]
                return False
            await bus.consume()
        except TRANSIENT as error:
            health.problems = [f"no answer: {type(error).__name__}"]
            return False
        health.started = True
        return True

    async def _lag_meter(self, stopping: asyncio.Event) -> None:
        while not stopping.is_set():
            try:
                async with asyncio.timeout(5):
                    await self.parts.bus.measure_lag()
            except TRANSIENT:
                log.debug("lag_unknown")
            await pause(stopping, 1.0)


async def pause(stopping: asyncio.Event, seconds: float) -> bool:
    """Wait for real seconds or until the stop, whichever is first; true when it is the stop."""
    try:
        await asyncio.wait_for(stopping.wait(), seconds)
    except TimeoutError:
        return False
    return True


async def _supervised(task: Task, stopping: asyncio.Event) -> None:
    """Run a task; when it fails, say so and run it again after a pause."""
    delay = 0.5
    while not stopping.is_set():
        try:
            await task(stopping)
        except Exception as error:
            log.exception(
                "task_failed", task=getattr(task, "__qualname__", "task"), error=type(error).__name__
            )
            await pause(stopping, delay)
            delay = min(delay * 2, 10.0)
        else:
            return
