"""Intake as a process would run it, inside the test's loop: real HTTP, real broker, real database."""

import asyncio
import hashlib
import secrets
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any
from unittest.mock import patch
from uuid import uuid4

import httpx
from aiokafka import AIOKafkaConsumer, TopicPartition

from services.intake.app import build, http_options
from services.intake.domain import receipts, sealing
from services.intake.domain.redact import redact
from services.intake.settings import IntakeSettings
from shared import http
from shared.contracts.taxonomy import Channel
from shared.contracts.topics import BY_NAME
from shared.health import Health
from shared.messaging import Bus
from shared.service import Service
from shared.settings import CommonSettings

SEAL_PUBLIC, SEAL_PRIVATE = sealing.new_key_pair()
RECEIPT_KEY = receipts.new_key()
TOKENS = {channel: secrets.token_urlsafe(16) for channel in Channel}
CLOSED_PORT = "127.0.0.1:9"
"""The discard port: nobody listens, connections are refused at once."""
RECENT = 3_000
"""How many records of a partition are looked at."""


def make_settings(**changes: Any) -> IntakeSettings:
    known = ",".join(f"{c.value}={hashlib.sha256(t.encode()).hexdigest()}" for c, t in TOKENS.items())
    values = {
        "seal_public_key": SEAL_PUBLIC,
        "receipt_key": RECEIPT_KEY,
        "tokens": known,
        "status_burst": 10_000,
        "kafka_timeout_s": 5.0,
        "public_url": "http://reports.example",
    }
    return IntakeSettings(_env_file=None, **(values | changes))


def bearer(channel: Channel = Channel.API) -> dict[str, str]:
    return {"Authorization": f"Bearer {TOKENS[channel]}"}


@dataclass
class Intake:
    service: Service
    client: httpx.AsyncClient
    settings: IntakeSettings
    mark: str = field(default_factory=lambda: uuid4().hex[:10])

    def key(self, name: object = "") -> str:
        return f"{self.mark}-{name or uuid4().hex}"

    async def send(self, text: str, key: str | None = None, channel: Channel = Channel.API, **body: Any):
        headers = bearer(channel) | {"Idempotency-Key": key or self.key()}
        return await self.client.post("/v1/reports", json={"text": text, **body}, headers=headers)

    async def status(self, receipt: str) -> dict[str, Any]:
        answer = await self.client.get(f"/v1/receipts/{receipt}")
        assert answer.status_code == 200, answer.text
        return answer.json()

    async def documents(self, collection: str, **query: Any) -> list[dict[str, Any]]:
        return await self.service.parts.mongo.collection(collection).find(query).to_list(None)

    async def stored(self, collection: str, _id: str, seconds: float = 20) -> dict[str, Any]:
        """The document, waiting until the consumer has stored it."""
        async with asyncio.timeout(seconds):
            while not (found := await self.documents(collection, _id=_id)):
                await asyncio.sleep(0.05)
        return found[0]


@asynccontextmanager
async def running(
    common: CommonSettings,
    *,
    consume: bool = True,
    connect: bool = True,
    redactor: Any = redact,
    **changes: Any,
) -> AsyncIterator[Intake]:
    """Intake with groups of its own, its tasks running, listening on a free port."""
    settings = make_settings(**changes)
    suffix = uuid4().hex[:8]
    subscribe = Bus.subscribe

    def own_group(self: Bus, *topics: Any, group: str, **more: Any) -> Any:
        return subscribe(self, *topics, group=f"{group}-{suffix}", **more)

    with patch.object(Bus, "subscribe", own_group):
        service = build(common, settings, redactor)
    parts = service.parts
    app = http.make_app(
        service.title,
        "1",
        [*service.routes, *http.operations(Health(parts.bus, {}), parts.metrics)],
        **http_options(settings),
    )
    server = http.make_server(app, "127.0.0.1", 0)
    serving = asyncio.create_task(server.serve())
    stopping = asyncio.Event()
    await http.wait_started(server, serving)
    if consume or connect:
        await parts.mongo.ensure(service.indexes)
    if connect:
        await parts.bus.connect()
    if consume:
        await _skip_the_past(parts.bus)
        await parts.bus.consume()
    tasks = [asyncio.create_task(task(stopping)) for task in service.tasks]
    port = server.servers[0].sockets[0].getsockname()[1]
    try:
        async with httpx.AsyncClient(base_url=f"http://127.0.0.1:{port}", timeout=60) as client:
            yield Intake(service, client, settings)
    finally:
        stopping.set()
        server.should_exit = True
        await asyncio.wait([serving, *tasks], timeout=5)
        await parts.bus.stop()
        parts.mongo.close()


async def _skip_the_past(bus: Bus) -> None:
    """Let the groups start at the end of their topics, which hold what other tests sent."""
    for subscription in bus.subscriptions:
        consumer = AIOKafkaConsumer(
            bootstrap_servers=bus.settings.kafka_bootstrap,
            group_id=f"haichieu.{subscription.group}",
            enable_auto_commit=False,
        )
        await consumer.start()
        try:
            partitions = [TopicPartition(t.name, p) for t in subscription.topics for p in range(t.partitions)]
            consumer.assign(partitions)
            await consumer.commit(await consumer.end_offsets(partitions))
        finally:
            await consumer.stop()


async def published(bootstrap: str, *topics: str, wanted: Any, count: int, seconds: float = 20) -> list[Any]:
    """The latest records on topics for which ``wanted`` holds, waiting until there are ``count``."""
    consumer = AIOKafkaConsumer(bootstrap_servers=bootstrap)
    await consumer.start()
    partitions = [TopicPartition(name, p) for name in topics for p in range(BY_NAME[name].partitions)]
    consumer.assign(partitions)
    begins, ends = await consumer.beginning_offsets(partitions), await consumer.end_offsets(partitions)
    for partition in partitions:
        consumer.seek(partition, max(begins[partition], ends[partition] - RECENT))
    found: list[Any] = []
    try:
        async with asyncio.timeout(seconds):
            while len(found) < count:
                for records in (await consumer.getmany(timeout_ms=200)).values():
                    found += [record for record in records if wanted(record)]
    finally:
        await consumer.stop()
    return found
