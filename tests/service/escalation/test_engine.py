"""The shell around the decider on a real database: one report one case, races, crashes, time."""

import asyncio
from datetime import timedelta

import pytest

from services.escalation.domain.case import Status
from services.escalation.engine import Engine
from shared import outbox
from shared.contracts.events import Action, TopicScore
from shared.contracts.taxonomy import Topic, Urgency
from tests.service.escalation.conftest import HOANG_MAI, World

UNION = f"{HOANG_MAI}/union"


async def test_an_emergency_nobody_answers_climbs_until_somebody_does(world: World):
    await world.engine.attach([world.report(HOANG_MAI, Topic.FIRE_DISASTER, Urgency.EMERGENCY)])
    (case,) = await world.documents()
    assert case["step"] == 0
    world.clock.advance(timedelta(minutes=14))
    assert await world.engine.tick() == 0
    world.clock.advance(timedelta(minutes=2))
    assert await world.engine.tick() == 1
    (case,) = await world.documents()
    assert case["step"] == 1
    assert any(
        "01/" in desk for entry in case["history"] for t in entry.get("told", ()) for desk in t["desks"]
    )
    plans = await world.engine.obey([(world.command(case["_id"], Action.ACKNOWLEDGE, UNION), None)])
    assert not next(iter(plans.values())).refusal
    world.clock.advance(timedelta(days=200))
    await world.engine.tick()
    (case,) = await world.documents()
    assert (case["step"], case["status"]) == (1, Status.ACKNOWLEDGED)


async def test_the_second_arrival_of_a_report_changes_nothing(world: World):
    report = world.report(HOANG_MAI, Topic.TRAFFIC, Urgency.NORMAL)
    await world.engine.attach([report, report])
    before = await world.documents()
    await world.engine.attach([report])
    assert await world.documents() == before
    assert len(before) == 1


async def test_similar_reports_become_one_case_and_others_do_not(world: World):
    same = [world.report(HOANG_MAI, Topic.TRAFFIC, Urgency.NORMAL) for _ in range(3)]
    other = world.report(HOANG_MAI, Topic.TRAFFIC, Urgency.NORMAL, signature=tuple(range(100, 132)))
    elsewhere = world.report("00004", Topic.TRAFFIC, Urgency.NORMAL)
    await world.engine.attach([*same, other, elsewhere])
    sizes = sorted(len(d["reports"]) for d in await world.documents())
    assert sizes == [1, 1, 3]


async def test_two_replicas_at_once_still_give_each_report_one_case(world: World, rules):
    twin = Engine(
        rules,
        world.store,
        world.engine.publisher,
        world.clock,
        world.engine.metrics,
        world.engine.tracing,
    )
    reports = [world.report(HOANG_MAI, Topic.TRAFFIC, Urgency.NORMAL) for _ in range(40)]
    await asyncio.gather(*(e.attach(reports[n::4]) for n, e in enumerate([twin, world.engine] * 2)))
    held = [r["report_id"] for d in await world.documents() for r in d["reports"]]
    assert sorted(held) == sorted(r.event.report_id for r in reports)


async def test_two_replicas_tick_once(world: World, rules):
    await world.engine.attach([world.report(HOANG_MAI, Topic.FIRE_DISASTER, Urgency.EMERGENCY)])
    twin = Engine(
        rules,
        world.store,
        world.engine.publisher,
        world.clock,
        world.engine.metrics,
        world.engine.tracing,
    )
    world.clock.advance(timedelta(minutes=16))
    await asyncio.gather(world.engine.tick(), twin.tick())
    (case,) = await world.documents()
    assert (case["step"], case["version"]) == (1, 2)


async def test_events_that_a_crash_left_are_swept_onto_the_bus(world: World, monkeypatch):
    async def crash(*_):
        raise ConnectionError("killed between store and publish")

    monkeypatch.setattr(world.engine.publisher, "publish_raw", crash)
    with pytest.raises(ConnectionError):
        await world.engine.attach([world.report(HOANG_MAI, Topic.FIRE_DISASTER, Urgency.EMERGENCY)])
    (case,) = await world.documents()
    left = [e["topic"] for e in case["outbox"]]
    assert left[0] == "cases.events"
    assert "notifications.requested" in left
    monkeypatch.undo()
    later = world.clock.advance(timedelta(seconds=30))
    assert await outbox.sweep(world.engine.publisher, world.store.collection, later) == len(left)
    (case,) = await world.documents()
    assert case["outbox"] == []
    assert await outbox.sweep(world.engine.publisher, world.store.collection, later) == 0


async def test_commands_in_one_batch_are_carried_out_in_order(world: World):
    await world.engine.attach([world.report(HOANG_MAI, Topic.TRAFFIC, Urgency.HIGH)])
    (case,) = await world.documents()
    orders = [
        world.command(case["_id"], action, UNION, note="xong")
        for action in (Action.ACKNOWLEDGE, Action.RESOLVE, Action.ACKNOWLEDGE, Action.REOPEN)
    ]
    plans = await world.engine.obey([(order, None) for order in orders])
    refused = [plans[o.command_id].refusal for o in orders]
    assert [bool(r) for r in refused] == [False, False, True, False]
    assert refused[2].reason == "already_resolved"
    again = await world.engine.obey([(orders[0], None)])
    assert again[orders[0].command_id].decision == "seen_before"


async def test_a_report_from_nowhere_and_one_from_elsewhere_reach_the_root(world: World):
    await world.engine.attach(
        [
            world.report(None, Topic.TRAFFIC, Urgency.NORMAL),
            world.report("27000", Topic.TRAFFIC, Urgency.NORMAL, signature=tuple(range(50, 82))),
        ]
    )
    assert {(d["unit"], d["history"][0]["reason"]) for d in await world.documents()} == {
        ("01", "no_place"),
        ("01", "outside_area"),
    }


async def test_a_redelivered_report_publishes_what_the_crash_left(world: World, monkeypatch):
    async def crash(*_):
        raise ConnectionError("killed between store and publish")

    report = world.report(HOANG_MAI, Topic.FIRE_DISASTER, Urgency.EMERGENCY)
    monkeypatch.setattr(world.engine.publisher, "publish_raw", crash)
    with pytest.raises(ConnectionError):
        await world.engine.attach([report])
    monkeypatch.undo()
    await world.engine.attach([report])
    (case,) = await world.documents()
    assert case["outbox"] == []
    assert len(case["reports"]) == 1


async def test_a_case_stays_sensitive_once_a_report_is(world: World):
    noise = TopicScore(topic=Topic.ENVIRONMENT, score=0.9)
    child = TopicScore(topic=Topic.CHILD_PROTECTION, score=0.4)
    for topics, sensitive in (((noise,), False), ((noise, child), True), ((noise,), True)):
        await world.engine.attach([world.report(HOANG_MAI, Topic.ENVIRONMENT, Urgency.NORMAL, topics=topics)])
        (case,) = await world.documents()
        assert case["sensitive"] is sensitive
