"""From the bus to the mailbox: redelivery, poison, and the process as it is started in production."""

import asyncio
import os
import signal
import subprocess
import sys
from pathlib import Path
from uuid import uuid4

import httpx
import pytest
from aiokafka import AIOKafkaConsumer

from shared.contracts.envelope import Envelope, encode
from shared.contracts.events import NotificationRequested
from shared.contracts.topics import NOTIFICATIONS_REQUESTED
from shared.publishing import RawRecord
from tests.service.notifier.running import Notifier, now, until
from tests.unit.notifier.building import email, request

ROOT = Path(__file__).parents[3]


def ask(*endpoints, **named):
    return request(*endpoints, at=now(), **named)


@pytest.fixture
async def notifier(common, mail):
    async with Notifier(common, mail.port, consume=True) as running:
        yield running


async def test_a_request_on_the_bus_becomes_a_mail(notifier, mail, heard):
    asked = ask(email("a@example.vn"))
    trace = f"00-{uuid4().hex}-{uuid4().hex[:16]}-01"
    await notifier.publish(asked, traceparent=trace)
    await notifier.ended(asked, 60)
    assert len(mail.of(asked.notification_id)) == 1
    await until(lambda: heard.of(asked.notification_id))
    assert trace in heard.traces


async def test_a_redelivered_request_sends_once(notifier, mail, heard):
    asked = ask(email("a@example.vn"))
    await notifier.publish(asked, asked)
    await notifier.ended(asked, 60)
    await notifier.publish(asked)
    last = ask(email("a@example.vn"), case_id=asked.case_id)  # same partition, so the repeat came before
    await notifier.publish(last)
    await notifier.ended(last)
    assert len(mail.of(asked.notification_id)) == 1
    assert len(heard.of(asked.notification_id)) == 1


def raw(value: bytes, key: bytes = b"poison") -> RawRecord:
    kind = NotificationRequested.TYPE
    headers = Envelope(str(uuid4()), kind, "test", now()).to_headers()
    return RawRecord(NOTIFICATIONS_REQUESTED.name, NOTIFICATIONS_REQUESTED.partitions, key, value, headers)


async def test_poison_is_dead_lettered_and_the_rest_goes_on(notifier, common, mail):
    before, behind = ask(email("a@example.vn")), ask(email("a@example.vn"))
    key = before.case_id.encode()
    bad_id = ask(email("a@example.vn"), notification_id=f"n-{uuid4()}", case_id=before.case_id)
    naive = encode(ask(email("a@example.vn"))).replace(b'Z"', b'"')
    surrogate = encode(ask(email("a@example.vn"))).replace("Cháy".encode(), b"\\ud800")
    poison = [
        raw(encode(bad_id), key),
        raw(naive, key),
        raw(surrogate, key),
        raw(b"{", key),
        raw(b"\xff\x00", key),
        raw(encode(bad_id)[:-20], key),
    ]
    async with dead_letters(common) as found:
        await notifier.publish(before)
        await notifier.parts.bus.publisher.publish_raw(poison)
        await notifier.publish(behind)
        for asked in (before, behind):
            await notifier.ended(asked, 60)
        mine = await until(lambda: len(of_key(found, key)) == len(poison) and of_key(found, key))
    reasons = [dict(letter.headers)["dlq_reason"].decode() for letter in mine]
    assert "invalid: notification_id is not a lower-case UUID" in reasons
    assert any("must have an offset" in reason for reason in reasons)
    assert [letter.value for letter in mine].count(b"{") == 1


def of_key(found, key):
    return [letter for letter in found if letter.key == key]


class dead_letters:  # noqa: N801 - reads as a function
    def __init__(self, common):
        self._consumer = AIOKafkaConsumer(
            NOTIFICATIONS_REQUESTED.dlq, bootstrap_servers=common.kafka_bootstrap, auto_offset_reset="latest"
        )

    async def __aenter__(self):
        await self._consumer.start()
        for partition in self._consumer.assignment():
            await self._consumer.position(partition)
        found = []

        async def listen():
            async for letter in self._consumer:
                found.append(letter)  # noqa: PERF401 - seen as they come

        self._task = asyncio.create_task(listen())
        return found

    async def __aexit__(self, *_):
        self._task.cancel()
        await self._consumer.stop()


@pytest.mark.slow
async def test_the_process_killed_while_it_sends_and_started_again(common, mail, heard, tmp_path):
    """kill -9 while the server holds the message; then a graceful stop. Once in the log, one Message-ID."""
    from deploy.local.ports import free_ports

    port = free_ports(1)[0]
    env = os.environ | {
        "PYTHONPATH": str(ROOT),
        "HAICHIEU_KAFKA_BOOTSTRAP": common.kafka_bootstrap,
        "HAICHIEU_MONGO_URI": common.mongo_uri,
        "HAICHIEU_MONGO_DATABASE": common.mongo_database,
        "HAICHIEU_INSTANCE": common.instance,
        "NOTIFIER_PORT": str(port),
        "NOTIFIER_SMTP_PORT": str(mail.port),
        "NOTIFIER_LINK_KEYS": "k" * 40,
    }

    def start():
        log = (tmp_path / f"{uuid4().hex}.log").open("wb")
        return subprocess.Popen(
            [sys.executable, "-m", "services.notifier"], env=env, cwd=tmp_path, stderr=log, stdout=log
        )

    async def ready():
        async with httpx.AsyncClient(trust_env=False) as client:
            try:
                return (await client.get(f"http://127.0.0.1:{port}/health/ready")).status_code == 200
            except httpx.HTTPError:
                return False

    process = start()
    try:
        await until(ready, 60)
        mail.behaviour.hold.clear()
        asked = ask(email(f"held-{uuid4().hex[:6]}@example.vn"))
        address = asked.recipient.endpoints[0].address
        async with Notifier(common, mail.port) as feeder:  # a replica that only writes the request down
            feeder.stopping.set()
            await feeder.store.record([_new(asked)])
            await until(lambda: mail.behaviour.attempts[address], 30)
            process.kill()
            process.wait()
            mail.behaviour.hold.set()
            process = start()
            await until(ready, 60)
            document = await feeder.ended(asked, 30)
            process.send_signal(signal.SIGTERM)
            assert await asyncio.to_thread(process.wait, 15) == 0
    finally:
        process.kill()
    assert len(document["log"]) == 1
    assert {got.mail["Message-ID"] for got in mail.of(asked.notification_id)} == {
        f"<{asked.notification_id}@example.vn>"
    }
    assert len(await until(lambda: heard.of(asked.notification_id))) == 1


def _new(r):
    from services.notifier.domain.delivery import NewDelivery

    return NewDelivery(request=r, recorded_at=now())
