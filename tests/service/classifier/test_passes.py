"""Both passes on a real broker and database: one classification a report, emergencies ahead, repeats harmless."""

import asyncio
from collections.abc import AsyncIterator
from datetime import UTC, datetime
from uuid import uuid4

import pytest
from aiokafka import AIOKafkaConsumer

from services.classifier.domain.classify import Classifier
from services.classifier.handlers import Passes
from services.classifier.store import CLASSIFICATIONS, INDEXES, MongoStore
from shared.clock import ManualClock
from shared.contracts.envelope import Envelope
from shared.contracts.events import ReportReceived
from shared.contracts.taxonomy import Channel
from shared.contracts.topics import REPORTS_CLASSIFIED, REPORTS_URGENT
from shared.decoding import EventDecoder, Received
from shared.mongo import Mongo
from shared.publishing import Publisher
from shared.settings import CommonSettings
from shared.telemetry import Metrics
from shared.tracing import Tracing

NOW = datetime(2026, 11, 16, 2, tzinfo=UTC)
FIRE = "Nhà hàng xóm đang cháy dữ dội, có người mắc kẹt trên gác kêu cứu"
LAMP = "Đèn đường đầu ngõ hỏng gần một tháng nay, tối đi lại khó khăn"


class Rig:
    """The passes with their surroundings, and what they published for this test's reports."""

    def __init__(self, common: CommonSettings, classifier: Classifier) -> None:
        self.common = common
        self.mongo = Mongo(common)
        self.metrics = Metrics()
        self.publisher = Publisher(common.kafka_bootstrap, "haichieu/classifier", self.metrics)
        self.passes = Passes(
            classifier,
            MongoStore(self.mongo),
            self.publisher,
            ManualClock(NOW),
            self.metrics,
            Tracing("test"),
        )

    def items(self, *texts: str) -> list[Received[ReportReceived]]:
        return [
            Received(
                ReportReceived(
                    report_id=str(uuid4()),
                    channel=Channel.SMS,
                    text=text,
                    received_at=NOW,
                    reported_from="00319",
                ),
                Envelope("id", ReportReceived.TYPE, "haichieu/intake", NOW, f"00-{n:032x}-{n:016x}-01"),
                None,
            )
            for n, text in enumerate(texts, 1)
        ]

    async def published(self, topic, ids: set[str], count: int) -> list[Received]:
        consumer = AIOKafkaConsumer(
            topic.name, bootstrap_servers=self.common.kafka_bootstrap, auto_offset_reset="earliest"
        )
        await consumer.start()
        decoder = EventDecoder(topic.events)
        found: list[Received] = []
        try:
            async with asyncio.timeout(15):
                while len(found) < count:
                    for records in (await consumer.getmany(timeout_ms=200)).values():
                        good, _ = decoder.split(records)
                        found += [item for item in good if item.event.report_id in ids]
        finally:
            await consumer.stop()
        return found


@pytest.fixture(scope="module")
def classifier() -> Classifier:
    return Classifier.load()


@pytest.fixture
async def rig(common: CommonSettings, classifier: Classifier) -> AsyncIterator[Rig]:
    rig = Rig(common, classifier)
    await rig.mongo.ensure(INDEXES)
    await rig.publisher.start()
    yield rig
    await rig.publisher.stop()
    rig.mongo.close()


async def test_every_report_gets_one_classification_whatever_comes_twice(rig: Rig):
    items = rig.items(FIRE, LAMP, LAMP)
    assert await rig.passes.full(items) == []
    assert await rig.passes.full(items) == []
    ids = {item.event.report_id for item in items}
    stored = await rig.mongo.collection(CLASSIFICATIONS).find({"_id": {"$in": list(ids)}}).to_list(None)
    assert {d["_id"] for d in stored} == ids
    assert all("text" not in d for d in stored)
    published = await rig.published(REPORTS_CLASSIFIED, ids, 6)
    assert len({(p.event.report_id, p.envelope.id) for p in published}) == 3
    assert {p.record.key for p in published} == {b"00319"}


async def test_only_emergencies_are_sent_ahead_and_say_the_same_as_later(rig: Rig):
    items = rig.items(LAMP, FIRE, LAMP)
    await rig.passes.fast(items)
    await rig.passes.full(items)
    ids = {item.event.report_id for item in items}
    (ahead,) = await rig.published(REPORTS_URGENT, ids, 1)
    assert ahead.event.report_id == items[1].event.report_id
    later = {p.event.report_id: p for p in await rig.published(REPORTS_CLASSIFIED, ids, 3)}
    assert later[ahead.event.report_id].event == ahead.event
    assert later[ahead.event.report_id].envelope.id == ahead.envelope.id
    assert ahead.envelope.traceparent == items[1].envelope.traceparent


async def test_a_report_that_breaks_the_classifier_is_rejected_alone(rig: Rig, monkeypatch):
    items = rig.items(LAMP, "quả bom hẹn giờ trong phép thử", FIRE)
    real = Classifier.classify_all

    def breaks(self, texts, contexts):
        if any("phép thử" in text for text in texts):
            raise ZeroDivisionError
        return real(self, texts, contexts)

    monkeypatch.setattr(Classifier, "classify_all", breaks)
    (rejection,) = await rig.passes.full(items)
    assert rejection.reason == "cannot be classified: ZeroDivisionError"
    ids = {items[0].event.report_id, items[2].event.report_id}
    assert len(await rig.published(REPORTS_CLASSIFIED, ids, 2)) == 2
