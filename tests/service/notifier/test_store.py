"""Claims and writes on the real database: what several replicas may do to one another."""

import asyncio
from datetime import timedelta

import pytest

from services.notifier.domain.decide import Again, Ended
from services.notifier.domain.delivery import NewDelivery, Why
from services.notifier.store.deliveries import DELIVERIES, INDEXES, MongoDeliveries
from services.notifier.store.protocol import Attempted
from shared.contracts.events import Outcome
from shared.contracts.taxonomy import Urgency
from shared.mongo import Mongo
from tests.unit.notifier.building import FRIDAY_10 as NOW
from tests.unit.notifier.building import request

KEEP = timedelta(days=36_500)
LEASE = timedelta(seconds=90)
ALL = (3, 2, 1, 0)


@pytest.fixture
async def mongo(common):
    mongo = Mongo(common)
    await mongo.ensure(INDEXES)
    yield mongo
    mongo.close()


@pytest.fixture
def store(mongo):
    return MongoDeliveries(mongo, "a", KEEP)


async def recorded(store, count=1, **named):
    requests = [request(**named) for _ in range(count)]
    await store.record([NewDelivery(request=r, recorded_at=NOW) for r in requests])
    return requests


async def claim(store, at=NOW, limit=100, priorities=ALL):
    return await store.claim(priorities, at, at + LEASE, limit)


def ended(delivery, outcome=Outcome.DELIVERED):
    return Attempted(delivery, Ended(outcome, Why.ACCEPTED, ""), NOW)


def again(delivery):
    plan = Again(NOW + timedelta(seconds=5), 0, 1, (), Why.RETRY, "451")
    return Attempted(delivery, plan, NOW)


async def test_what_is_stored_comes_back_as_it_was_asked(store):
    (asked,) = await recorded(store)
    (found,) = await claim(store)
    assert found.request == asked
    assert found.leased_until == NOW + LEASE


async def test_concurrent_claims_never_share_a_delivery(mongo):
    stores = [MongoDeliveries(mongo, name, KEEP) for name in "abcde"]
    requests = await recorded(stores[0], 100)
    claims = await asyncio.gather(*(claim(s, limit=30) for s in stores))
    ids = [delivery.id for found in claims for delivery in found]
    assert len(ids) == len(set(ids))
    rest = await claim(stores[0])
    assert {*ids, *(delivery.id for delivery in rest)} == {r.notification_id for r in requests}


async def test_by_priority_then_by_time(store):
    low = await recorded(store, 2, urgency=Urgency.LOW)
    high = await recorded(store, 2, urgency=Urgency.HIGH)
    found = [delivery.id for delivery in await claim(store, limit=3)]
    assert set(found[:2]) == {r.notification_id for r in high}
    assert found[2] in {r.notification_id for r in low}
    assert await claim(store, priorities=(3,)) == []


async def test_a_lease_ends_and_only_then_another_takes_over(store):
    await recorded(store)
    await claim(store)
    assert await claim(store, NOW + LEASE - timedelta(milliseconds=1)) == []
    assert len(await claim(store, NOW + LEASE)) == 1


async def test_a_lost_lease_may_report_delivered_but_nothing_else(store):
    (asked,) = await recorded(store)
    (first,) = await claim(store)
    (second,) = await claim(store, NOW + LEASE)
    assert not await store.write([again(first)])
    assert not await store.write([ended(first, Outcome.UNDELIVERABLE)])
    assert (await store.get(asked.notification_id)).attempts == 0
    assert await store.write([ended(first)])
    assert not await store.write([ended(second)])
    assert len((await store.get(asked.notification_id)).log) == 1


async def test_a_retry_keeps_its_place_and_comes_back_when_due(store):
    await recorded(store)
    (found,) = await claim(store)
    assert await store.write([again(found)])
    assert await claim(store, NOW + timedelta(seconds=4)) == []
    (found,) = await claim(store, NOW + timedelta(seconds=5))
    assert (found.attempts, found.endpoint_attempts) == (1, 1)


async def test_an_instance_takes_back_its_own_and_only_its_own(mongo, store):
    other = MongoDeliveries(mongo, "b", KEEP)
    await recorded(store, 2)
    (mine,), (_theirs,) = await claim(store, limit=1), await claim(other, limit=1)
    assert await store.release_former(NOW) == 1
    assert [delivery.id for delivery in await claim(store)] == [mine.id]


async def test_the_log_is_bounded(store):
    (asked,) = await recorded(store)
    at = NOW
    for _ in range(105):
        at += timedelta(seconds=5)
        (found,) = await claim(store, at)
        await store.write([again(found)])
    logged = await store.get(asked.notification_id)
    assert (logged.attempts, len(logged.log)) == (105, 100)


async def test_ended_deliveries_leave_the_queue_and_are_kept_for_their_time(mongo, store):
    await recorded(store, 3)
    assert await store.pending() == 3
    found = await claim(store)
    await store.write([ended(delivery) for delivery in found])
    assert await store.pending() == 0
    document = await mongo.collection(DELIVERIES).find_one({})
    assert document["expires_at"] == NOW + KEEP
