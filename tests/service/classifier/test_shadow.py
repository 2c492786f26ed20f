"""A shadow model in the full pass: counted, and what is published is the same with it, without it, or if it breaks."""

from services.classifier.app import watchers
from services.classifier.domain.classify import MODEL, Classifier
from services.classifier.domain.linear import Linear
from services.classifier.watching.shadow import Shadow
from shared.contracts.topics import REPORTS_CLASSIFIED
from tests.service.classifier.rig import FIRE, LAMP, Rig


async def test_a_shadow_changes_nothing_that_is_published(rig: Rig, classifier: Classifier, tmp_path):
    Linear.load(MODEL).save(tmp_path)
    items = rig.items(FIRE, LAMP, "xin chào")
    ids = {item.event.report_id for item in items}
    await rig.passes.full(items)
    rig.passes.watchers = watchers(classifier, tmp_path, rig.metrics)
    await rig.passes.full(items)
    rig.passes.watchers = [Shadow(classifier.with_model(None), rig.metrics)]
    await rig.passes.full(items)
    bodies = {p.record.value for p in await rig.published(REPORTS_CLASSIFIED, ids, 9)}
    assert len(bodies) == 3
    assert rig.count("haichieu_shadow_reports_total", result="compared") == 6
    for result in ("same_topic", "same_urgency"):
        assert rig.count("haichieu_shadow_reports_total", result=result) >= 3


async def test_a_watcher_that_breaks_stops_nothing(rig: Rig):
    class Broken:
        def see(self, _):
            raise ZeroDivisionError

    rig.passes.watchers = [Broken()]
    items = rig.items(LAMP)
    assert await rig.passes.full(items) == []
    assert len(await rig.published(REPORTS_CLASSIFIED, {items[0].event.report_id}, 1)) == 1
