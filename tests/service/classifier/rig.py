"""The passes and the correction handler with their surroundings, and what they published for one test's reports."""

import asyncio
from datetime import UTC, datetime
from uuid import uuid4

from aiokafka import AIOKafkaConsumer

from services.classifier.corrections import Corrections
from services.classifier.domain.classify import Classifier
from services.classifier.handlers import Passes
from services.classifier.store import MongoStore
from shared.clock import ManualClock
from shared.contracts.envelope import Envelope
from shared.contracts.events import Actor, CorrectClassification, ReportReceived
from shared.contracts.taxonomy import Channel, Topic, Urgency
from shared.decoding import EventDecoder, Received
from shared.mongo import Mongo
from shared.publishing import Publisher
from shared.settings import CommonSettings
from shared.telemetry import Metrics
from shared.tracing import Tracing

NOW = datetime(2026, 11, 16, 2, tzinfo=UTC)
FIRE = "Nhà hàng xóm đang cháy dữ dội, có người mắc kẹt trên gác kêu cứu"
LAMP = "Đèn đường đầu ngõ hỏng gần một tháng nay, tối đi lại khó khăn"
UNION = "00319/union"


class Rig:
    """The passes with their surroundings, and what they published for this test's reports."""

    def __init__(self, common: CommonSettings, classifier: Classifier) -> None:
        self.common = common
        self.mongo = Mongo(common)
        self.metrics = Metrics()
        self.publisher = Publisher(common.kafka_bootstrap, "haichieu/classifier", self.metrics)
        self.store = MongoStore(self.mongo)
        self.clock = ManualClock(NOW)
        self.passes = Passes(
            classifier, self.store, self.publisher, self.clock, self.metrics, Tracing("test")
        )
        self.corrections = Corrections(self.store, self.metrics)

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

    def command(self, report_id: str, **more) -> CorrectClassification:
        base = {
            "command_id": str(uuid4()),
            "report_id": report_id,
            "actor": Actor(desk=UNION, via="test"),
            "at": NOW,
            "topics": (Topic.INFRASTRUCTURE,),
            "urgency": Urgency.NORMAL,
        }
        return CorrectClassification(**(base | more))

    async def correct(self, *commands: CorrectClassification) -> list[str]:
        """The commands as one batch from the bus; returns the reasons of those that were rejected."""
        items = [
            Received(c, Envelope(c.command_id, c.TYPE, "haichieu/test", c.at, None), None) for c in commands
        ]
        return [rejection.reason for rejection in await self.corrections.commands(items)]

    async def documents(self, collection: str, **query) -> list[dict]:
        return await self.mongo.collection(collection).find(query).sort("_id", 1).to_list(None)

    def count(self, name: str, **labels: str) -> float:
        return self.metrics.registry.get_sample_value(name, labels) or 0.0
