"""Both passes on a real broker and database: one classification a report, emergencies ahead, repeats harmless."""

from services.classifier.domain.classify import Classifier
from services.classifier.store import CLASSIFICATIONS
from shared.contracts.topics import REPORTS_CLASSIFIED, REPORTS_URGENT
from tests.service.classifier.rig import FIRE, LAMP, Rig


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
