"""The notifier wired as in production by its composition root, run inside the test's event loop."""

import asyncio
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any
from uuid import uuid4

import httpx
import msgspec
from aiokafka import AIOKafkaConsumer, TopicPartition

from deploy.local.ports import free_ports
from services.notifier.app import build
from services.notifier.domain.delivery import NewDelivery
from services.notifier.settings import NotifierSettings
from services.notifier.store.deliveries import DELIVERIES
from services.notifier.store.links import LINKS
from shared.contracts.events import CaseCommand, NotificationDelivered, NotificationRequested
from shared.contracts.topics import CASES_COMMANDS, NOTIFICATIONS_DELIVERED, NOTIFICATIONS_REQUESTED
from shared.http import make_app, make_server, wait_started
from shared.publishing import Outgoing
from shared.settings import CommonSettings

TOKEN = "operator-token"


def now() -> datetime:
    return datetime.now(UTC)


async def until(condition: Callable[[], Any], seconds: float = 15.0) -> Any:
    """Wait until the condition holds; fails with what it is after that time."""
    end = time.monotonic() + seconds
    while True:
        found = condition()
        if asyncio.iscoroutine(found):
            found = await found
        if found:
            return found
        assert time.monotonic() < end, f"not within {seconds} s"
        await asyncio.sleep(0.02)


class Listener:
    """Everything that appears on the notifier's two outgoing topics from now on, by notification or command."""

    def __init__(self, common: CommonSettings) -> None:
        self._consumer = AIOKafkaConsumer(
            NOTIFICATIONS_DELIVERED.name,
            CASES_COMMANDS.name,
            bootstrap_servers=common.kafka_bootstrap,
            auto_offset_reset="latest",
        )
        self.told: list[NotificationDelivered] = []
        self.commands: list[CaseCommand] = []
        self.traces: list[str] = []

    async def __aenter__(self):
        await self._consumer.start()
        for partition in self._consumer.assignment():
            await self._consumer.position(partition)
        self._task = asyncio.create_task(self._listen())
        return self

    async def __aexit__(self, *_):
        self._task.cancel()
        await self._consumer.stop()

    async def _listen(self):
        async for record in self._consumer:
            headers = dict(record.headers)
            self.traces.append(headers.get("traceparent", b"").decode())
            if record.topic == CASES_COMMANDS.name:
                self.commands.append(msgspec.json.decode(record.value, type=CaseCommand))
            else:
                self.told.append(msgspec.json.decode(record.value, type=NotificationDelivered))

    def of(self, notification_id: str) -> list[NotificationDelivered]:
        return [event for event in self.told if event.notification_id == notification_id]

    def for_case(self, case_id: str) -> list[CaseCommand]:
        return [command for command in self.commands if command.case_id == case_id]


@dataclass
class Notifier:
    """``consume``: whether it reads the topic (with a group of its own) or is fed by ``ask`` alone."""

    common: CommonSettings
    smtp_port: int
    named: dict[str, Any] = field(default_factory=dict)
    consume: bool = False
    serve: bool = False

    def __post_init__(self) -> None:
        import hashlib

        self.port = free_ports(1)[0]
        base = {
            "port": self.port,
            "smtp_port": self.smtp_port,
            "tokens": f"operator={hashlib.sha256(TOKEN.encode()).hexdigest()}",
            "link_keys": "k" * 40,
            "webhook_allow_http": True,
            "poll_seconds": 0.1,
            "sweep_seconds": 0.2,
            "retry_first_seconds": 0.1,
            "retry_max_seconds": 0.3,
            "emergency_retry_max_seconds": 0.2,
            "send_timeout_seconds": 2.0,
            "lease_seconds": 5.0,
            "retry_attempts": 8,
            "mail_from": "haichieu <haichieu@example.vn>",
        }
        self.settings = NotifierSettings(_env_file=None, **(base | self.named))
        self.group = f"notifier-{uuid4().hex[:8]}"
        self.service = build(self.common, self.settings, group=self.group)
        self.parts = self.service.parts
        self.delivering = self.service.tasks[0].__self__
        self.store = self.delivering.store
        self.stopping = asyncio.Event()
        self.tasks: list[asyncio.Task] = []

    async def __aenter__(self):
        await self.parts.mongo.ensure(self.service.indexes)
        await self.parts.bus.connect()
        if self.consume:
            await self._begin_at_the_end()
            await self.parts.bus.consume()
        self.tasks = [asyncio.create_task(task(self.stopping)) for task in self.service.tasks]
        if self.serve:
            app = make_app(self.service.title, "1", self.service.routes)
            self._server = make_server(app, "127.0.0.1", self.port)
            self.tasks.append(asyncio.create_task(self._server.serve()))
            await wait_started(self._server, self.tasks[-1])
        return self

    async def __aexit__(self, *_):
        self.stopping.set()
        if self.serve:
            self._server.should_exit = True
        if self.tasks:
            await asyncio.wait(self.tasks, timeout=5)
        await self.kill()

    async def _begin_at_the_end(self) -> None:
        """What other tests put on the topic is not for this notifier."""
        consumer = AIOKafkaConsumer(
            bootstrap_servers=self.common.kafka_bootstrap,
            group_id=f"haichieu.{self.group}",
            enable_auto_commit=False,
        )
        await consumer.start()
        name, count = NOTIFICATIONS_REQUESTED.name, NOTIFICATIONS_REQUESTED.partitions
        partitions = [TopicPartition(name, number) for number in range(count)]
        consumer.assign(partitions)
        await consumer.commit(await consumer.end_offsets(partitions))
        await consumer.stop()

    async def kill(self) -> None:
        """Stop without finishing anything."""
        for task in self.tasks:
            task.cancel()
        await asyncio.gather(*self.tasks, return_exceptions=True)
        await self.parts.bus.stop()
        self.parts.mongo.close()

    async def ask(self, *requests: NotificationRequested) -> None:
        """Write requests down as the handler does, and wake the senders."""
        at = self.parts.clock.now()
        await self.store.record([NewDelivery(request=r, recorded_at=at) for r in requests])
        self.delivering.wake()

    async def publish(self, *requests: NotificationRequested, traceparent: str | None = None) -> None:
        """Put requests on the bus as escalation does."""
        await self.parts.bus.publisher.publish(
            [
                Outgoing(
                    NOTIFICATIONS_REQUESTED, r.case_id, r, r.notification_id, r.requested_at, traceparent
                )
                for r in requests
            ]
        )

    async def document(self, request: NotificationRequested) -> dict | None:
        return await self.parts.mongo.collection(DELIVERIES).find_one({"_id": request.notification_id})

    async def link_document(self, request: NotificationRequested) -> dict | None:
        return await self.parts.mongo.collection(LINKS).find_one({"_id": request.notification_id})

    async def ended(self, request: NotificationRequested, seconds: float = 15.0) -> dict:
        """The delivery's document once it ended and its event is out."""

        async def done():
            found = await self.document(request)
            return found if found and found["state"] != "pending" and not found.get("outbox") else None

        return await until(done, seconds)

    def http(self, token: str = TOKEN) -> httpx.AsyncClient:
        return httpx.AsyncClient(
            base_url=f"http://127.0.0.1:{self.port}",
            headers={"authorization": f"Bearer {token}"} if token else {},
            trust_env=False,
        )
