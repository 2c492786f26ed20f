"""Accepted means durable: in Kafka, else in the spool, else not accepted; and the spool is emptied in order."""

import asyncio

import msgspec
import pytest

from services.intake.keeper import Keeper, Place, UnavailableError
from services.intake.relay import Relay
from services.intake.store.spool import MongoSpool
from shared.clock import SystemClock
from shared.contracts.events import ReportReceived
from shared.mongo import Mongo
from shared.publishing import Publisher
from shared.telemetry import Metrics
from tests.service.intake.harness import CLOSED_PORT, Intake, bearer, published, running


def elsewhere(common, **changes):
    return common.model_copy(update=changes)


async def relay_once(intake: Intake, bootstrap: str) -> int:
    """What the relay does when Kafka is back: the same spool, a publisher that reaches a broker."""
    metrics = Metrics()
    publisher = Publisher(bootstrap, "haichieu/intake", metrics)
    spool = MongoSpool(intake.service.parts.mongo)
    keeper = Keeper(publisher, spool, SystemClock(), kafka_timeout_s=2, spool_timeout_s=2)
    keeper.kafka_away = True

    async def answers() -> bool:
        return True

    await publisher.start()
    try:
        relay = Relay(publisher, spool, keeper, metrics, probe=answers, interval_s=1)
        sent = await relay.round()
    finally:
        await publisher.stop()
    assert keeper.kafka_away is False
    return sent


async def test_while_kafka_is_away_reports_go_to_the_spool_and_arrive_later_in_order(common):
    async with running(
        elsewhere(common, kafka_bootstrap=CLOSED_PORT), consume=False, connect=False
    ) as intake:
        one = [await intake.send(f"Phản ánh {i}, gọi 0950123456") for i in range(5)]
        again = await intake.send("Phản ánh 0, gọi 0950123456", intake.key("twice"))
        assert (await intake.send("Phản ánh 0, gọi 0950123456", intake.key("twice"))).json() == again.json()
        lines = b"\n".join(
            msgspec.json.encode({"text": f"Dòng {i}", "idempotency_key": intake.key(f"b{i}")})
            for i in range(50)
        )
        batch = await intake.client.post(
            "/v1/reports:batch",
            content=lines,
            headers=bearer() | {"Content-Type": "application/x-ndjson"},
        )
        assert {a.status_code for a in (*one, again, batch)} == {202}
        wanted = [a.json()["report_id"] for a in (*one, again)]
        wanted += [msgspec.json.decode(line)["report_id"] for line in batch.text.splitlines()]
        waiting = await intake.documents("spool")
        assert [d["_id"] for d in sorted(waiting, key=lambda d: d["seq"])] == wanted
        assert "0950123456" not in str(waiting)
        status = await intake.status(one[0].json()["receipt"])
        assert status["state"] == "received"
        metrics = (await intake.client.get("/metrics")).text
        assert 'haichieu_reports_accepted_total{channel="api",durable_in="spool"} 57.0' in metrics

        assert await relay_once(intake, common.kafka_bootstrap) == len(wanted)
        assert await intake.documents("spool") == []
        assert await relay_once(intake, common.kafka_bootstrap) == 0
        keys = {report_id.encode() for report_id in wanted}
        records = await published(
            common.kafka_bootstrap,
            "reports.received",
            "reports.sealed",
            wanted=lambda r: r.key in keys,
            count=2 * len(wanted),
        )
        arrived = [r for r in records if r.topic == "reports.received"]
        assert sorted(r.key for r in arrived) == sorted(keys)
        texts = {msgspec.json.decode(r.value, type=ReportReceived).text for r in arrived}
        assert "Phản ánh 0, gọi [PHONE]" in texts
        by_partition: dict[int, list[int]] = {}
        for record in sorted(arrived, key=lambda r: (r.partition, r.offset)):
            by_partition.setdefault(record.partition, []).append(wanted.index(record.key.decode()))
        assert all(positions == sorted(positions) for positions in by_partition.values())


async def test_both_away_is_said_and_nothing_is_accepted(common):
    nowhere = elsewhere(
        common, kafka_bootstrap=CLOSED_PORT, mongo_uri="mongodb://127.0.0.1:9/?serverSelectionTimeoutMS=300"
    )
    async with running(nowhere, consume=False, connect=False, spool_timeout_s=0.5) as intake:
        answer = await intake.send("Không nơi nào giữ được")
        assert answer.status_code == 503
        assert answer.headers["content-type"] == "application/problem+json"
        assert answer.headers["retry-after"] == "10"
        batch = await intake.client.post(
            "/v1/reports:batch",
            content=b'{"text":"x","idempotency_key":"k"}',
            headers=bearer() | {"Content-Type": "application/x-ndjson"},
        )
        assert batch.status_code == 503
        form = await intake.client.post("/", data={"text": "Nội dung còn nguyên", "nonce": "n" * 22})
        assert form.status_code == 503
        assert form.headers["retry-after"] == "10"
        assert "CHƯA được nhận" in form.text
        assert "Nội dung còn nguyên" in form.text
        assert "n" * 22 in form.text
        status = await intake.client.get("/v1/receipts/" + _some_code())
        assert status.status_code == 503
        metrics = (await intake.client.get("/metrics")).text
        assert 'haichieu_reports_refused_total{reason="unavailable"} 3.0' in metrics


async def test_without_the_database_reports_are_accepted_and_have_no_source_mark(common):
    away = elsewhere(common, mongo_uri="mongodb://127.0.0.1:9/?serverSelectionTimeoutMS=300")
    async with running(away, consume=False, connect=False) as intake:
        await intake.service.parts.bus.connect()
        report = (await intake.send("Mất cơ sở dữ liệu", sender="0950123456")).json()
        key = report["report_id"].encode()
        (record,) = await published(
            common.kafka_bootstrap, "reports.received", wanted=lambda r: r.key == key, count=1
        )
        assert msgspec.json.decode(record.value, type=ReportReceived).source_mark is None


class Mute(Publisher):
    """A real publisher whose sends can be made to hang, as they do when a broker stops answering."""

    silent = False
    asked = 0

    async def publish_raw(self, records, *, timeout_s=30.0):
        self.asked += 1
        if self.silent:
            async with asyncio.timeout(timeout_s):
                await asyncio.Event().wait()
        await super().publish_raw(records, timeout_s=timeout_s)


@pytest.fixture
async def parts(common):
    """Keeper, relay, publisher and spool on the real stack."""
    metrics = Metrics()
    mongo = Mongo(common)
    publisher = Mute(common.kafka_bootstrap, "haichieu/intake", metrics)
    await publisher.start()
    spool = MongoSpool(mongo)
    keeper = Keeper(publisher, spool, SystemClock(), kafka_timeout_s=0.2, spool_timeout_s=5)

    async def answers() -> bool:
        return not publisher.silent

    relay = Relay(publisher, spool, keeper, metrics, probe=answers, interval_s=0.05)
    yield keeper, relay, publisher, spool
    publisher.silent = False
    await publisher.stop()
    mongo.close()


def report(name: str):
    from datetime import UTC, datetime

    from shared.contracts import ids
    from shared.contracts.taxonomy import Channel
    from shared.contracts.topics import REPORTS_RECEIVED
    from shared.publishing import Outgoing

    now = datetime.now(UTC)
    report_id = ids.report_id("api", name)
    event = ReportReceived(report_id=report_id, channel=Channel.API, text=name, received_at=now)
    return report_id, [Outgoing(REPORTS_RECEIVED, report_id, event, report_id, now)]


async def test_the_breaker_opens_once_and_the_relay_closes_it(parts):
    keeper, relay, publisher, spool = parts
    assert await keeper.keep([report("before")]) is Place.KAFKA
    publisher.silent = True
    assert await keeper.keep([report("first")]) is Place.SPOOL
    asked = publisher.asked
    started = asyncio.get_running_loop().time()
    for i in range(20):
        assert await keeper.keep([report(f"more {i}")]) is Place.SPOOL
    assert publisher.asked == asked, "known to be away: no send is tried"
    assert asyncio.get_running_loop().time() - started < 2
    assert await relay.round() == 0
    assert await spool.count() == 21
    stopping = asyncio.Event()
    running_relay = asyncio.create_task(relay.run(stopping))
    publisher.silent = False
    async with asyncio.timeout(10):
        while keeper.kafka_away or await spool.count():
            await asyncio.sleep(0.02)
    stopping.set()
    await running_relay
    assert await keeper.keep([report("after")]) is Place.KAFKA


async def test_a_publisher_that_fails_for_good_is_renewed(parts):
    keeper, relay, publisher, spool = parts
    keeper.kafka_away = True
    assert await keeper.keep([report("renew me")]) is Place.SPOOL
    publisher._producer._message_accumulator.fail_all(RuntimeError("the sender died"))
    broken = publisher._producer
    from aiokafka.errors import KafkaError

    class DeadSenderError(KafkaError):
        pass

    publisher._producer._message_accumulator.fail_all(DeadSenderError())
    for _ in range(3):
        with pytest.raises(DeadSenderError):
            await relay.round()
    assert publisher._producer is not broken
    assert await relay.round() == 1
    assert await spool.count() == 0


async def test_when_the_spool_fails_a_breaker_that_is_open_still_tries_kafka(common, parts):
    keeper, _, _, _ = parts
    away = Mongo(elsewhere(common, mongo_uri="mongodb://127.0.0.1:9/"), timeout_s=0.3)
    stuck = Keeper(keeper._publisher, MongoSpool(away), SystemClock(), kafka_timeout_s=5, spool_timeout_s=0.5)
    stuck.kafka_away = True
    assert await stuck.keep([report("last resort")]) is Place.KAFKA
    assert stuck.kafka_away is False
    keeper._publisher.silent = True
    stuck._kafka_timeout_s = 0.1
    with pytest.raises(UnavailableError):
        await stuck.keep([report("nothing left")])
    away.close()


def _some_code() -> str:
    from services.intake.domain.receipts import Receipts
    from services.intake.domain.sealing import read_key
    from tests.service.intake.harness import RECEIPT_KEY

    return Receipts(read_key(RECEIPT_KEY)).code("00000000-0000-0000-0000-000000000000")
