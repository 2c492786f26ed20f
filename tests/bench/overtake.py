"""An emergency behind a backlog of ordinary reports: time to its notification request, beside the same without."""

import asyncio
import json
import random
import statistics
import time
from uuid import uuid4

import httpx
from aiokafka import AIOKafkaConsumer
from rich.console import Console

from deploy.local.system import System
from tests.bench.load import batches

EMERGENCIES = 5
TEXT = "Cháy lớn ở nhà trọ trong ngõ, khói mù mịt, còn người mắc kẹt trên tầng 3 đang kêu cứu, cứu với"
TOPIC = "notifications.requested"
PATIENCE_S = 300.0
UNITS = tuple(
    f"phường {name}"
    for name in (
        "Hà Đông",
        "Ba Đình",
        "Tây Hồ",
        "Hoàng Mai",
        "Cầu Giấy",
        "Đống Đa",
        "Kim Liên",
        "Láng",
        "Bạch Mai",
        "Vĩnh Tuy",
        "Long Biên",
    )
)
"""One for each emergency: in one unit they would be one case, and a second one tells nobody anew."""


def measure(console: Console, system: System, backlog: int) -> dict[str, object]:
    """Medians of both, in seconds, and their ratio."""
    for process in system.services.processes.values():
        process.env["HAICHIEU_MONGO_DATABASE"] = f"overtake{uuid4().hex[:6]}"
    system.services.start()
    try:
        return asyncio.run(_measure(console, system, backlog))
    finally:
        system.services.stop()


async def _measure(console: Console, system: System, backlog: int) -> dict[str, object]:
    token = system.secrets.channel_tokens["api"]
    headers = {"Authorization": f"Bearer {token}"}
    consumer = AIOKafkaConsumer(
        TOPIC, bootstrap_servers=system.stack.environment()["HAICHIEU_KAFKA_BOOTSTRAP"]
    )
    await consumer.start()
    try:
        async with httpx.AsyncClient(
            base_url=system.services.url("intake"), headers=headers, timeout=120
        ) as client:
            await _emergency(client, consumer, 0)
            quiet = [await _emergency(client, consumer, 1 + n) for n in range(EMERGENCIES)]
            console.print(f"sending a backlog of {backlog} ordinary reports …")
            for body in batches(f"backlog{uuid4().hex[:6]}", backlog, ordinary=True):
                answer = await client.post(
                    "/v1/reports:batch", content=body, headers={"Content-Type": "application/x-ndjson"}
                )
                answer.raise_for_status()
            waiting = _lag(system)
            behind = [await _emergency(client, consumer, 1 + EMERGENCIES + n) for n in range(EMERGENCIES)]
            left = _lag(system)
    finally:
        await consumer.stop()
    found = {
        "backlog_sent": backlog,
        "lag_at_first_emergency": waiting,
        "lag_at_last_emergency": left,
        "seconds_without": statistics.median(quiet),
        "seconds_behind": statistics.median(behind),
        "worst_behind": max(behind),
        "ratio": statistics.median(behind) / statistics.median(quiet),
    }
    console.print(
        f"emergency to notification request: {found['seconds_without']:.3f} s without,"
        f" {found['seconds_behind']:.3f} s behind {waiting} waiting reports"
        f" ({left} at the end), ratio {found['ratio']:.2f}"
    )
    return found


async def _emergency(client: httpx.AsyncClient, consumer: AIOKafkaConsumer, n: int) -> float:
    """Seconds from sending to the first notification request of this emergency."""
    mark = f"khu {''.join(random.choices('abcdeghiklmn', k=10))}"
    began = time.monotonic()
    answer = await client.post(
        "/v1/reports",
        json={
            "text": f"{TEXT}, {mark}",
            "reported_from": UNITS[n],
        },
        headers={"Idempotency-Key": str(uuid4())},
    )
    answer.raise_for_status()
    async with asyncio.timeout(PATIENCE_S):
        while True:
            for records in (await consumer.getmany(timeout_ms=20)).values():
                for record in records:
                    if mark in json.loads(record.value)["case"]["excerpt"]:
                        return time.monotonic() - began


def _lag(system: System) -> int:
    """Reports that the full pass has not labelled yet."""
    from deploy.demo.figures import Samples

    text = httpx.get(f"{system.services.url('classifier')}/metrics", timeout=30).text
    return Samples([text]).total("haichieu_consumer_lag", group="classifier-full")
