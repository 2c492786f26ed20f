"""Corrections on a real bus and database: appended, never overwritten; what can never work says why."""

import asyncio
from dataclasses import replace as changed
from datetime import UTC, datetime, timedelta
from uuid import uuid4

import msgspec
import pytest
from aiokafka import AIOKafkaConsumer

from services.classifier.corrections import NO_TEXT
from services.classifier.reviewing import Reviewing
from services.classifier.store import CLASSIFICATIONS, CORRECTIONS, REVIEWS, Why
from shared.contracts.events import Actor
from shared.contracts.taxonomy import Topic, Urgency
from shared.contracts.topics import CLASSIFICATIONS_COMMANDS
from shared.dead_letters import REASON
from shared.messaging import Bus
from shared.publishing import Outgoing
from shared.settings import CommonSettings
from tests.service.classifier.rig import LAMP, NOW, UNION, Rig


async def queued(rig: Rig, text: str = LAMP) -> str:
    """A report that was classified and waits for a person."""
    rig.passes.reviewing = Reviewing(share=1.0)
    items = rig.items(text)
    await rig.passes.full(items)
    return items[0].event.report_id


async def all_of(rig: Rig):
    return [correction async for correction in rig.store.corrections()]


async def test_a_second_arrival_changes_nothing_even_if_it_says_something_else(rig: Rig):
    command = rig.command(await queued(rig))
    assert await rig.correct(command) == []
    before = await rig.documents(CORRECTIONS)
    other = msgspec.structs.replace(command, topics=(Topic.OTHER,), note="nhầm")
    assert await rig.correct(command, other) == []
    assert await rig.documents(CORRECTIONS) == before
    assert len(before) == 1
    counted = sum(
        rig.count("haichieu_corrections_total", outcome=outcome, why="random")
        for outcome in ("agreed", "changed")
    )
    assert counted == 1


async def test_corrections_of_one_report_are_all_kept_in_order_of_time(rig: Rig):
    report = await queued(rig)
    late = rig.command(report, at=NOW + timedelta(hours=2), topics=(Topic.TRAFFIC, Topic.INFRASTRUCTURE))
    early = rig.command(report, at=NOW + timedelta(hours=1), urgency=Urgency.HIGH, places=("00319",))
    await rig.correct(late)
    await rig.correct(early)
    first, second = await all_of(rig)
    assert (first.command_id, second.command_id) == (early.command_id, late.command_id)
    assert (first.urgency, first.places, second.places) == (Urgency.HIGH, ("00319",), None)
    assert second.topics == (Topic.TRAFFIC, Topic.INFRASTRUCTURE)
    assert first.text == second.text == LAMP


async def test_what_the_model_had_said_stands_beside_it_and_the_same_labels_confirm(rig: Rig):
    report = await queued(rig)
    (given,) = await rig.documents(CLASSIFICATIONS)
    topics = tuple(Topic(t["code"]) for t in given["topics"])
    same = rig.command(report, topics=topics, urgency=Urgency(given["urgency"]))
    await rig.correct(same)
    (correction,) = await all_of(rig)
    assert correction.said.model == given["model"]
    assert correction.said.topics == topics
    assert correction.agreed is True
    assert not changed(correction, urgency=Urgency.EMERGENCY).agreed
    assert not changed(correction, places=("00004",)).agreed
    assert rig.count("haichieu_corrections_total", outcome="agreed", why="random") == 1
    (review,) = await rig.documents(REVIEWS)
    assert review["open"] is False


async def test_a_report_from_outside_the_queue_brings_its_text_and_later_ones_find_it(rig: Rig):
    report = str(uuid4())
    assert await rig.correct(rig.command(report)) == [NO_TEXT]
    assert await rig.correct(rig.command(report, text="ngõ ngập"), rig.command(report)) == []
    assert await rig.correct(rig.command(report)) == []
    kept = await all_of(rig)
    assert [c.text for c in kept] == ["ngõ ngập"] * 3
    assert all(c.said is None and c.agreed is None for c in kept)
    assert rig.count("haichieu_corrections_total", outcome="unknown", why="sent") == 3


async def test_a_redelivery_after_the_review_expired_is_still_a_repeat(rig: Rig):
    command = rig.command(await queued(rig))
    await rig.correct(command)
    await rig.mongo.collection(REVIEWS).delete_many({})
    assert await rig.correct(command) == []
    assert len(await all_of(rig)) == 1


@pytest.mark.parametrize(
    ("wrong", "reason"),
    [
        ({"topics": ()}, "topics"),
        ({"topics": (Topic.HEALTH, Topic.HEALTH)}, "different"),
        ({"topics": (Topic.HEALTH, Topic.TRAFFIC, Topic.EDUCATION, Topic.LIVELIHOOD)}, "one to 3"),
        ({"topics": (Topic.HEALTH, Topic.OTHER)}, "stands alone"),
        ({"places": ("99999",)}, "no unit"),
        ({"places": ("00319", "00319")}, "different"),
        ({"actor": Actor(desk="Nguyễn Thị Hoa", via="test")}, "no desk"),
        ({"at": datetime(1, 1, 1, tzinfo=UTC)}, "plausible"),
        ({"at": NOW.replace(tzinfo=None)}, "zone"),
        ({"command_id": ""}, "command_id"),
        ({"text": "gọi cho tôi 0957 613 882"}, "personal"),
        ({"note": "hỏi nguoi.dan@example.vn"}, "personal"),
        ({"note": "x" * 2001}, "note"),
    ],
    ids=repr,
)
async def test_what_can_never_work_is_rejected_and_the_rest_is_kept(rig: Rig, wrong: dict, reason: str):
    report = await queued(rig)
    good = rig.command(report)
    (told,) = await rig.correct(rig.command(report, **wrong), good)
    assert reason in told
    assert not any(str(value) in told for value in wrong.values() if isinstance(value, str) and value)
    assert [c.command_id for c in await all_of(rig)] == [good.command_id]


async def test_a_dead_letter_says_why(rig: Rig, common: CommonSettings):
    report = await queued(rig)
    bad = rig.command(report, topics=(Topic.OTHER, Topic.HEALTH))
    unknown = rig.command(str(uuid4()))
    good = rig.command(report)
    bus = Bus(common, "test", rig.metrics)
    bus.subscribe(CLASSIFICATIONS_COMMANDS, group=f"test-{uuid4().hex[:6]}", handler=rig.corrections.commands)
    await bus.connect()
    await bus.consume()
    await rig.publisher.publish(
        [Outgoing(CLASSIFICATIONS_COMMANDS, c.report_id, c, c.command_id, c.at) for c in (bad, unknown, good)]
    )
    try:
        reasons = await dead_letters(common, {bad.command_id, unknown.command_id})
        async with asyncio.timeout(15):
            while not (kept := await rig.documents(CORRECTIONS, report_id=report)):
                await asyncio.sleep(0.05)
    finally:
        await bus.stop()
    assert reasons == {bad.command_id: "the topic other stands alone", unknown.command_id: NO_TEXT}
    assert [d["_id"] for d in kept] == [good.command_id]


async def dead_letters(common: CommonSettings, ids: set[str]) -> dict[str, str]:
    consumer = AIOKafkaConsumer(
        CLASSIFICATIONS_COMMANDS.dlq, bootstrap_servers=common.kafka_bootstrap, auto_offset_reset="earliest"
    )
    await consumer.start()
    found: dict[str, str] = {}
    try:
        async with asyncio.timeout(15):
            while set(found) != ids:
                for records in (await consumer.getmany(timeout_ms=200)).values():
                    for record in records:
                        command_id = msgspec.json.decode(record.value)["command_id"]
                        if command_id in ids:
                            found[command_id] = dict(record.headers)[REASON].decode()
    finally:
        await consumer.stop()
    return found


async def test_nothing_is_indexed_by_desk_and_the_desk_is_all_that_is_kept_of_who(rig: Rig):
    await rig.correct(rig.command(await queued(rig)))
    (document,) = await rig.documents(CORRECTIONS)
    assert set(document) == {
        "_id", "report_id", "at", "desk", "via", "topics", "urgency", "places", "text", "note", "said",
    }  # fmt: skip
    assert document["desk"] == UNION
    for name in (CORRECTIONS, REVIEWS):
        async for index in rig.mongo.collection(name).list_indexes():
            assert not {"desk", "via", "actor"} & set(index["key"])


async def test_the_queue_remembers_why(rig: Rig):
    known = await rig.store.known([report := await queued(rig)])
    assert known.why == {report: Why.RANDOM}
