"""The review queue: the unsure and a few by lot, the same each time, in order of doubt, for some weeks."""

from datetime import timedelta
from uuid import UUID, uuid5

import pytest

from services.classifier.reviewing import Reviewing, drawn
from services.classifier.store import CLASSIFICATIONS, REVIEWS, Why
from shared.contracts.topics import REPORTS_CLASSIFIED
from tests.service.classifier.rig import FIRE, LAMP, NOW, Rig

SOME = UUID("6f1a8d0e-6a2b-4f7e-9d3c-0b5e1c2d3f4a")
MIXED = (
    FIRE,
    LAMP,
    "alo alo",
    "xin chào",
    "Cảm ơn các cô",
    "abc xyz",
    "Trường thu tiền quá quy định",
    "1 2 3",
    "họ bảo sẽ làm mà mãi chưa thấy đâu cả",
    "nhà bên cạnh cứ thế này thì tôi biết nói với ai",
    "đường vào chợ trước cổng trường, ai cũng kêu",
)


def test_the_lot_depends_on_the_id_alone_and_draws_about_its_share():
    ids = [str(uuid5(SOME, str(n))) for n in range(20_000)]
    hit = [i for i in ids if drawn(i, 0.03)]
    assert 0.025 < len(hit) / len(ids) < 0.035
    assert hit == [i for i in ids if drawn(i, 0.03)]
    assert set(hit) <= {i for i in ids if drawn(i, 0.1)}
    assert not any(drawn(i, 0.0) for i in ids)
    assert all(drawn(i, 1.0) for i in ids)


async def test_every_unsure_report_is_queued_and_a_repeat_changes_nothing(rig: Rig):
    rig.passes.reviewing = Reviewing(share=0.0, keep=timedelta(days=7))
    items = rig.items(*MIXED)
    await rig.passes.full(items)
    unsure = {d["_id"] for d in await rig.documents(CLASSIFICATIONS, needs_review=True)}
    queue = await rig.documents(REVIEWS)
    assert unsure == {d["_id"] for d in queue}
    assert unsure
    texts = {item.event.report_id: item.event.text for item in items}
    for document in queue:
        assert document["text"] == texts[document["_id"]]
        assert document["why"] == "unsure"
        assert document["expires"] == NOW + timedelta(days=7)
    rig.clock.advance(timedelta(hours=1))
    await rig.passes.full(items)
    assert await rig.documents(REVIEWS) == queue
    assert rig.count("haichieu_reviews_total", why="unsure") == len(queue)


async def test_a_redelivery_draws_the_same(rig: Rig):
    rig.passes.reviewing = Reviewing(share=0.4)
    items = rig.items(*MIXED * 5)
    await rig.passes.full(items)
    lot = {d["_id"] for d in await rig.documents(REVIEWS, why="random")}
    assert lot == {i.event.report_id for i in items if drawn(i.event.report_id, 0.4)}
    await rig.mongo.collection(REVIEWS).delete_many({})
    await rig.passes.full(items)
    assert {d["_id"] for d in await rig.documents(REVIEWS, why="random")} == lot


async def test_what_was_answered_is_not_asked_again(rig: Rig):
    rig.passes.reviewing = Reviewing(share=1.0)
    items = rig.items(LAMP, FIRE)
    await rig.passes.full(items)
    lamp, fire = (item.event.report_id for item in items)
    assert await rig.correct(rig.command(lamp)) == []
    await rig.passes.full(items)
    assert [r.report_id for r in await rig.store.open_reviews("", 10)] == [fire]
    assert (await rig.store.review(lamp)).why is Why.RANDOM


async def test_the_most_doubtful_come_first_page_by_page(rig: Rig):
    rig.passes.reviewing = Reviewing(share=1.0)
    await rig.passes.full(rig.items(*MIXED))
    whole = await rig.store.open_reviews("", 100)
    assert len(whole) == len(MIXED)
    assert [r.doubt for r in whole] == sorted((r.doubt for r in whole), reverse=True)
    paged, after = [], ""
    while page := await rig.store.open_reviews(after, 3):
        paged += page
        after = page[-1].rank
    assert paged == whole


async def test_a_report_is_published_only_once_it_is_in_the_queue(rig: Rig, monkeypatch):
    rig.passes.reviewing = Reviewing(share=1.0)
    items = rig.items(LAMP)

    async def crash(*_):
        raise ConnectionError("killed between two writes")

    monkeypatch.setattr(rig.store, "queue", crash)
    with pytest.raises(ConnectionError):
        await rig.passes.full(items)
    assert rig.metrics.registry.get_sample_value(
        "haichieu_records_published_total", {"topic": REPORTS_CLASSIFIED.name}
    ) in (None, 0)
    monkeypatch.undo()
    await rig.passes.full(items)
    assert len(await rig.documents(REVIEWS)) == 1
    assert len(await rig.published(REPORTS_CLASSIFIED, {items[0].event.report_id}, 1)) == 1


async def test_reviews_expire_by_themselves(rig: Rig):
    indexes = [i async for i in rig.mongo.collection(REVIEWS).list_indexes()]
    assert any(i.get("expireAfterSeconds") == 0 and "expires" in i["key"] for i in indexes)
