"""Poison on every topic: a dead letter with its reason each, and the pipeline goes on."""

import asyncio

import pytest

from deploy.local.system import System
from shared.contracts.envelope import Envelope
from shared.contracts.topics import TOPICS
from shared.publishing import Publisher, RawRecord, utc_now
from shared.telemetry import Metrics
from tests.integration.system.test_story import case_of, report, until

GOOD_HEADERS = Envelope("poison", "haichieu.nothing.v1", "haichieu/test", utc_now()).to_headers()
POISON = {
    "no JSON": b"{nonsense",
    "not UTF-8": b'{"report_id": "\xff\xfe"}',
    "wrong types": b'{"report_id": 5, "case_id": [], "text": {}}',
    "empty object": b"{}",
    "deep": b"[" * 5000 + b"]" * 5000,
    "lone surrogate": b'{"report_id": "\\ud800", "text": "\\udc00"}',
    "nothing": b"",
}


@pytest.mark.parametrize("topic", TOPICS, ids=lambda t: t.name)
async def test_poison_is_put_aside_with_its_reason(system: System, topic):
    from deploy.cli.dlq import _read
    from shared.settings import CommonSettings

    bootstrap = system.stack.environment()["HAICHIEU_KAFKA_BOOTSTRAP"]
    settings = CommonSettings(_env_file=None, kafka_bootstrap=bootstrap)
    publisher = Publisher(bootstrap, "haichieu/test", Metrics())
    await publisher.start()
    try:
        records = [
            RawRecord(
                topic.name,
                topic.partitions,
                f"poison {name}".encode(),
                body,
                Envelope(f"poison-{name}", topic.events[0].TYPE, "haichieu/test", utc_now()).to_headers(),
            )
            for name, body in POISON.items()
        ]
        records.append(RawRecord(topic.name, topic.partitions, b"poison headers", b"{}", []))
        records.append(RawRecord(topic.name, topic.partitions, b"poison type", b"{}", GOOD_HEADERS))
        await publisher.publish_raw(records)
    finally:
        await publisher.stop()
    wanted = {r.key for r in records}

    async def buried() -> set[bytes]:
        return {r.key for r in await _read(settings, topic.dlq, from_replayed=False)}

    async with asyncio.timeout(20):
        while not wanted <= (found := await buried()):
            await asyncio.sleep(0.5)
    assert wanted <= found
    for letter in await _read(settings, topic.dlq, from_replayed=False):
        if letter.key in wanted:
            assert dict(letter.headers)["dlq_reason"]


def test_the_pipeline_goes_on_after_the_poison(system: System, desk):
    sent = report(system, "Rác chất đống đầu ngõ đã năm ngày, mùi rất khó chịu", "phường Láng")
    assert until(lambda: case_of(desk, sent["report_id"]))
