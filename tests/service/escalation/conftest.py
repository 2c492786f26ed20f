"""Escalation on a real database and bus, with a clock that the test moves."""

from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from uuid import uuid4

import pytest

from services.escalation.app import load_rules
from services.escalation.engine import Engine, Report
from services.escalation.settings import EscalationSettings
from services.escalation.store import CASES, INDEXES, MongoStore
from shared.clock import ManualClock
from shared.contracts.events import Action, Actor, CaseCommand, ReportClassified, TopicScore
from shared.contracts.taxonomy import Channel, Topic, Urgency
from shared.mongo import Mongo
from shared.publishing import Publisher
from shared.settings import CommonSettings
from shared.telemetry import Metrics
from shared.tracing import Tracing

ROOT = Path(__file__).resolve().parents[3]
MONDAY_9 = datetime(2026, 11, 16, 2, tzinfo=UTC)
HOANG_MAI = "00319"


@dataclass
class World:
    """An engine with its surroundings."""

    engine: Engine
    store: MongoStore
    clock: ManualClock
    mongo: Mongo

    def report(self, unit: str | None, topic: Topic, urgency: Urgency, text: str = "", **more) -> Report:
        base = {
            "report_id": str(uuid4()),
            "channel": Channel.WEB,
            "text": text or "ngõ ngập sâu nửa mét",
            "received_at": self.clock.now(),
            "classified_at": self.clock.now(),
            "topics": (TopicScore(topic=topic, score=0.9),),
            "urgency": urgency,
            "language": "vi",
            "unit": unit,
            "signature": tuple(range(32)),
        }
        return Report(ReportClassified(**(base | more)))

    def command(self, case_id: str, action: Action, desk: str, **more) -> CaseCommand:
        return CaseCommand(
            command_id=str(uuid4()),
            case_id=case_id,
            action=action,
            actor=Actor(desk=desk, via="test"),
            at=self.clock.now(),
            **more,
        )

    async def documents(self) -> list[dict]:
        return await self.store.collection.find({}).sort("opened_at", 1).to_list(None)


@pytest.fixture(scope="session")
def rules():
    settings = EscalationSettings(_env_file=None, policies=ROOT / "deploy/policies/hanoi")
    return load_rules(settings)


@pytest.fixture
async def world(common: CommonSettings, rules) -> AsyncIterator[World]:
    mongo = Mongo(common)
    await mongo.database.drop_collection(CASES)
    await mongo.ensure(INDEXES)
    metrics = Metrics()
    publisher = Publisher(common.kafka_bootstrap, "haichieu/escalation", metrics)
    await publisher.start()
    clock = ManualClock(MONDAY_9)
    store = MongoStore(mongo)
    engine = Engine(rules, store, publisher, clock, metrics, Tracing("test"))
    yield World(engine, store, clock, mongo)
    await publisher.stop()
    mongo.close()
