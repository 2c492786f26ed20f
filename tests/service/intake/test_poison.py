"""A record that can never work on each topic: it is put aside, and what comes with it goes on."""

import asyncio
import base64
from datetime import UTC, datetime

import msgspec
import pytest
from aiokafka import AIOKafkaConsumer, TopicPartition

from services.intake.domain.receipts import Receipts
from services.intake.domain.sealing import read_key
from shared.contracts import ids
from shared.contracts import topics as t
from shared.contracts.envelope import Envelope
from shared.contracts.topics import BusTopic
from shared.publishing import RawRecord
from tests.service.intake.harness import RECEIPT_KEY, Intake

NOW = datetime.now(UTC)
HUGE = 10**30

REPORT = {"report_id": "r", "channel": "sms", "text": "Ngập", "received_at": "2026-11-16T03:00:00Z"}
SEALED = {
    "report_id": "r",
    "key_id": "k",
    "sealed": base64.b64encode(b"x").decode(),
    "received_at": "2026-11-16T03:00:00Z",
}
OVERDUE = {
    "case_id": "c",
    "version": 1,
    "at": "2026-11-16T03:00:00Z",
    "unit": "00319",
    "unit_name": "Phường Hoàng Mai",
    "topic": "traffic",
    "urgency": 1,
    "deadline": "2026-11-16T03:00:00Z",
    "reason": "x",
}
DELIVERED = {
    "notification_id": "n",
    "case_id": "c",
    "desk": "00319/police",
    "desk_name": "Công an",
    "reason": "new_case",
    "outcome": "delivered",
    "endpoint": "email",
    "attempts": 1,
    "at": "2026-11-16T03:00:00Z",
}
ATTACHMENT = {"ref": "a", "media_type": "image/png", "size_bytes": HUGE}

POISON: list[tuple[BusTopic, str, dict, list]] = [
    (
        t.REPORTS_RECEIVED,
        "haichieu.report.received.v1",
        REPORT,
        [
            {"received_at": "2026-11-16T03:00:00"},
            {"received_at": "0001-01-01T00:00:00+14:00"},
            {"occurred_at": "9999-12-31T23:59:59-14:00"},
            {"attachments": [ATTACHMENT]},
            {"redactions": [{"kind": "PHONE", "count": -HUGE}]},
            {"channel": "fax"},
            {"text": None},
        ],
    ),
    (
        t.REPORTS_SEALED,
        "haichieu.report.sealed.v1",
        SEALED,
        [{"sealed": "***"}, {"sealed": "é"}, {"received_at": "2026-11-16T03:00:00"}, {"held": "yes"}],
    ),
    (
        t.CASES_EVENTS,
        "haichieu.case.overdue.v1",
        OVERDUE,
        [{"version": HUGE}, {"at": "2026-11-16T03:00:00"}, {"topic": "politics"}, {"case_id": 7}],
    ),
    (
        t.NOTIFICATIONS_DELIVERED,
        "haichieu.notification.delivered.v1",
        DELIVERED,
        [{"at": "2026-11-16T03:00:00"}, {"outcome": "lost"}, {"desk": None}],
    ),
]


def raw(topic: BusTopic, kind: str, key: str, body: bytes) -> RawRecord:
    headers = Envelope(key, kind, "haichieu/test", NOW).to_headers()
    return RawRecord(topic.name, topic.partitions, key.encode(), body, headers)


async def buried(intake: Intake, topic: BusTopic, keys: set[bytes]) -> dict[bytes, str]:
    consumer = AIOKafkaConsumer(bootstrap_servers=intake.service.parts.settings.kafka_bootstrap)
    await consumer.start()
    found: dict[bytes, str] = {}
    try:
        partition = TopicPartition(topic.dlq, 0)
        consumer.assign([partition])
        end = (await consumer.end_offsets([partition]))[partition]
        consumer.seek(partition, max((await consumer.beginning_offsets([partition]))[partition], end - 500))
        async with asyncio.timeout(20):
            while found.keys() != keys:
                for records in (await consumer.getmany(timeout_ms=200)).values():
                    found |= {r.key: dict(r.headers)["dlq_reason"].decode() for r in records if r.key in keys}
    finally:
        await consumer.stop()
    return found


@pytest.mark.parametrize(("topic", "kind", "good", "changes"), POISON, ids=[p[0].name for p in POISON])
async def test_poison_is_put_aside_and_the_rest_goes_on(intake: Intake, topic, kind, good, changes):
    publisher = intake.service.parts.bus.publisher
    same_partition = [intake.key(f"{topic.name}-{i}") for i in range(len(changes) + 4)]
    bodies = [msgspec.json.encode(good | change) for change in changes]
    bodies += [b"", b"{", b"[1]", b"\xff"]
    bad = [raw(topic, kind, key, body) for key, body in zip(same_partition, bodies, strict=True)]
    good_id = ids.report_id("api", intake.key(topic.name))
    whole = good | {name: good_id for name in ("report_id", "case_id", "notification_id") if name in good}
    await publisher.publish_raw([*bad, raw(topic, kind, good_id, msgspec.json.encode(whole))])
    found = await buried(intake, topic, {key.encode() for key in same_partition})
    assert all(reason.startswith("invalid") or "no body" in reason for reason in found.values())
    assert not any(str(HUGE) in reason for reason in found.values())
    collection = {
        t.REPORTS_RECEIVED.name: "reports",
        t.REPORTS_SEALED.name: "sealed",
    }.get(topic.name, "case_timelines")
    await intake.stored(collection, good_id)


async def test_strange_but_storable_events_do_no_harm(intake: Intake):
    """Ids with dots, dollars and NUL; names of megabytes: stored, clipped, and the page still renders."""
    publisher = intake.service.parts.bus.publisher
    report = (await intake.send("Ngập")).json()
    await intake.stored("reports", report["report_id"])
    case = intake.key()
    opened = {k: v for k, v in OVERDUE.items() if k not in {"deadline", "reason"}}
    opened |= {"case_id": case, "report_id": report["report_id"], "policy": "p"}
    records = [raw(t.CASES_EVENTS, "haichieu.case.opened.v1", case, msgspec.json.encode(opened))]
    for i, strange in enumerate(("a.b.$c", "", "x" * 5_000, "é\x00")):
        body = DELIVERED | {
            "case_id": case,
            "notification_id": strange,
            "desk_name": f"{i}" + "Z" * 2_000_000,
        }
        records.append(
            raw(
                t.NOTIFICATIONS_DELIVERED,
                "haichieu.notification.delivered.v1",
                case,
                msgspec.json.encode(body),
            )
        )
    for record in records:
        await publisher.publish_raw([record])
    async with asyncio.timeout(15):
        while len((await intake.status(report["receipt"])).get("timeline", ())) < 6:
            await asyncio.sleep(0.1)
    page = await intake.client.get(f"/v1/receipts/{report['receipt']}", headers={"Accept": "text/html"})
    assert page.status_code == 200
    assert len(page.content) < 30_000
    assert Receipts(read_key(RECEIPT_KEY)).code(report["report_id"]) == report["receipt"]
