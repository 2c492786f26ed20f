"""After reports full of personal data: none of it in the clear in any collection, record, log line or metric."""

import asyncio
import io
import re
import sys

import msgspec
import pytest
import structlog
from aiokafka import AIOKafkaConsumer, TopicPartition

from services.intake.store import COLLECTIONS, INDEXES
from shared import logging
from shared.contracts import events as e
from shared.contracts.taxonomy import Channel
from shared.contracts.topics import REPORTS_RECEIVED, REPORTS_SEALED
from tests.service.intake.harness import CLOSED_PORT, Intake, bearer, running
from tests.service.intake.test_receipts import Case

PHONE, EMAIL, CCCD, PLATE = "0950777321", "nu.dao@example.vn", "099158001399", "29-X7 887.66"
SENDER, ADDRESS, KEY = "+84 950 777 654", "203.0.113.57", "sms-0950777321-17"
TEXT = (
    f"Tôi số {PHONE[:4]}.{PHONE[4:7]}.{PHONE[7:]}, {EMAIL}, CCCD {CCCD}, xe {PLATE}. "
    f"Gọi +84 {PHONE[1:4]} {PHONE[4:7]} {PHONE[7:]} hoặc {PHONE}. Hàng xóm đánh vợ mỗi đêm."
)
SECRETS = [PHONE[1:], EMAIL.split("@", maxsplit=1)[0], CCCD, "88766", "950777654", ADDRESS.replace(".", "")]
"""What must not be found, in texts without separators."""


def squeezed(text: str) -> str:
    return re.sub(r"[\s.\-+()]", "", text)


def leaks(text: str) -> list[str]:
    plain = squeezed(text)
    return [secret for secret in SECRETS if squeezed(secret) in plain]


@pytest.fixture
def log_lines(monkeypatch: pytest.MonkeyPatch):
    captured = io.StringIO()
    monkeypatch.setattr(sys, "stderr", captured)
    before = structlog.get_config()
    logging.configure("intake", "debug", "json")
    yield captured
    structlog.configure(**before)
    structlog.contextvars.clear_contextvars()


async def records_since(bootstrap: str, start: dict[TopicPartition, int]) -> list:
    consumer = AIOKafkaConsumer(bootstrap_servers=bootstrap)
    await consumer.start()
    found = []
    try:
        consumer.assign(list(start))
        ends = await consumer.end_offsets(list(start))
        for partition, offset in start.items():
            consumer.seek(partition, offset)
        while [p for p in start if await consumer.position(p) < ends[p]]:
            for records in (await consumer.getmany(timeout_ms=200)).values():
                found += records
    finally:
        await consumer.stop()
    return found


async def ends(bootstrap: str) -> dict[TopicPartition, int]:
    consumer = AIOKafkaConsumer(bootstrap_servers=bootstrap)
    await consumer.start()
    try:
        topics = (REPORTS_RECEIVED, REPORTS_SEALED)
        return await consumer.end_offsets(
            [TopicPartition(t.name, p) for t in topics for p in range(t.partitions)]
        )
    finally:
        await consumer.stop()


async def send_everywhere(intake: Intake) -> list[str]:
    """Reports with planted data by every way in, good and bad; returns the report ids."""
    own = {"X-Forwarded-For": ADDRESS, "User-Agent": f"Phone/{PHONE}"}
    api = await intake.client.post(
        "/v1/reports",
        json={"text": TEXT, "sender": SENDER, "reported_from": f"ông số {PHONE}"},
        headers=bearer(Channel.SMS) | own | {"Idempotency-Key": KEY},
    )
    line = {"text": TEXT, "sender": SENDER, "external_id": f"{EMAIL}/{intake.mark}"}
    batch = await intake.client.post(
        "/v1/reports:batch",
        content=b"\n".join(
            [msgspec.json.encode(line), TEXT.encode(), msgspec.json.encode({"text": TEXT, PHONE: 1})]
        ),
        headers=bearer(Channel.EXCEL) | own | {"Content-Type": "application/x-ndjson"},
    )
    form = await intake.client.post("/", data={"text": TEXT, "unit_seen": PHONE, "unit": PHONE}, headers=own)
    assert {api.status_code, batch.status_code, form.status_code} == {202}
    for bad in (
        TEXT.encode(),
        b'{"text":"' + TEXT.encode() + b'\x00"}',
        b'{"text":5,"' + PHONE.encode() + b'":1}',
    ):
        answer = await intake.client.post(
            "/v1/reports", content=bad, headers=bearer(Channel.SMS) | own | {"Idempotency-Key": KEY}
        )
        assert answer.status_code == 400
    await intake.client.post("/", data={"text": TEXT * 40, "unit": EMAIL, "trap": PHONE}, headers=own)
    await intake.client.get(f"/v1/receipts/{PHONE}", headers=own)
    await intake.client.get(f"/{PHONE}", headers=own)
    return [api.json()["report_id"], msgspec.json.decode(batch.text.splitlines()[0])["report_id"]]


async def everything_stored(intake: Intake) -> str:
    database = intake.service.parts.mongo.database
    names = await database.list_collection_names()
    assert set(names) <= set(COLLECTIONS)
    documents = {name: await intake.documents(name) for name in names}
    assert documents["reports"]
    return repr(documents)


async def test_no_personal_data_in_the_clear_anywhere(common, log_lines):
    fresh = common.model_copy(update={"mongo_database": f"{common.mongo_database}_privacy"})
    start = await ends(common.kafka_bootstrap)
    async with running(fresh, proxy_hops=1) as intake:
        report_ids = await send_everywhere(intake)
        for report_id in report_ids:
            await intake.stored("reports", report_id)
            await intake.stored("sealed", report_id)
        case = Case(intake)
        opened = case.opened(report_ids[0])
        answer = e.CaseResolved(
            version=5,
            at=opened.time,
            actor=e.Actor(desk="01/union", via="http"),
            answer=f"Đã gặp anh {PHONE}, {EMAIL}",
            **case.common,
        )
        await case.send(opened, opened._replace(event=answer, id=f"{case.id}-r"))
        await intake.stored("case_timelines", case.id)
        async with asyncio.timeout(10):
            while len(await intake.documents("reports")) < 3 or len(await intake.documents("sealed")) < 3:
                await asyncio.sleep(0.05)
        stored = await everything_stored(intake)
        ids = {document["_id"].encode() for document in await intake.documents("reports")}
        metrics = (await intake.client.get("/metrics")).text

    def broken(text: str):
        raise ValueError(text)

    async with running(fresh, redactor=broken) as intake:
        held = (await intake.send(TEXT, sender=SENDER)).json()["report_id"]
        await intake.stored("sealed", held)
        stored += await everything_stored(intake)

    away = fresh.model_copy(update={"kafka_bootstrap": CLOSED_PORT})
    async with running(away, consume=False, connect=False, proxy_hops=1) as intake:
        await send_everywhere(intake)
        assert await intake.documents("spool")
        stored += await everything_stored(intake)

    own = [r for r in await records_since(common.kafka_bootstrap, start) if r.key in {*ids, held.encode()}]
    assert len(own) == 7, "three reports with their sealed originals, and one that is held"
    assert leaks(stored) == []
    assert leaks(repr([(r.key, r.headers, r.value) for r in own])) == []
    assert leaks(metrics) == []
    logged = log_lines.getvalue()
    assert "redaction_failed" in logged
    assert "reports_held" in logged
    assert leaks(logged) == []


async def test_no_query_lists_reports_by_person(intake: Intake):
    """A report has no field that points to a person, and no index but the receipt's look-up value."""
    await intake.stored("reports", (await intake.send("Một việc", sender=SENDER)).json()["report_id"])
    fields = {name for document in await intake.documents("reports") for name in document}
    assert fields <= {
        "_id",
        "receipt",
        "channel",
        "text",
        "received_at",
        "occurred_at",
        "reported_from",
        "source_mark",
        "attachments",
        "redactions",
        "sealed_ref",
        "held",
    }
    assert [list(index.document["key"]) for index in INDEXES["reports"]] == [["receipt"]]


async def test_marks_of_two_periods_cannot_be_compared(common):
    from datetime import UTC, datetime, timedelta

    from services.intake.marks import Marks
    from services.intake.store.source_keys import MongoSourceKeys
    from shared.clock import ManualClock
    from shared.mongo import Mongo

    mongo = Mongo(common)
    clock = ManualClock(datetime(2026, 11, 16, tzinfo=UTC))
    keys = MongoSourceKeys(mongo)
    one, other = Marks(keys, clock, 28), Marks(keys, clock, 28)
    first = await one.mark(Channel.SMS, "0950 777 654")
    assert first == await other.mark(Channel.SMS, "+84950777654"), "replicas share the key"
    assert first != await one.mark(Channel.ZALO, "0950 777 654")
    assert first != await one.mark(Channel.SMS, "0950 777 655")
    assert await one.mark(Channel.SMS, None) is None
    clock.advance(timedelta(days=28))
    assert first != await one.mark(Channel.SMS, "0950 777 654")
    keys_stored = await mongo.collection("source_keys").find().to_list(None)
    assert {len(k["key"]) for k in keys_stored} == {32}
    assert all(k["expires_at"] > datetime(2026, 11, 16, tzinfo=UTC) for k in keys_stored)
    mongo.close()
