"""What looks on: drift of topics, unknown words, a shadow model. Counted right, and nothing else touched."""

from datetime import UTC, datetime

import pytest

from services.classifier.app import build
from services.classifier.domain.classify import Classifier
from services.classifier.settings import ClassifierSettings
from services.classifier.watching.drift import TopicDrift, stability
from services.classifier.watching.shadow import Shadow
from services.classifier.watching.words import UnknownWords
from shared.contracts.events import ReportClassified, TopicScore
from shared.contracts.taxonomy import Channel, Topic, Urgency
from shared.settings import CommonSettings
from shared.telemetry import Metrics

NOW = datetime(2026, 11, 16, 2, tzinfo=UTC)


def reports(
    *topics: Topic, text: str = "đèn hỏng", urgency: Urgency = Urgency.NORMAL
) -> list[ReportClassified]:
    return [
        ReportClassified(
            report_id=str(n),
            channel=Channel.WEB,
            text=text,
            received_at=NOW,
            classified_at=NOW,
            topics=(TopicScore(topic=topic, score=0.9),),
            urgency=urgency,
            language="vi",
        )
        for n, topic in enumerate(topics)
    ]


def gauge(metrics: Metrics, name: str, **labels: str) -> float | None:
    return metrics.registry.get_sample_value(name, labels)


def test_equal_shares_are_stable_and_a_large_change_is_not():
    half = {"traffic": 0.5, "health": 0.5}
    assert stability(half, half) == 0
    # (0.9 - 0.5) ln(0.9 / 0.5) + (0.1 - 0.5) ln(0.1 / 0.5), reckoned by hand
    assert stability({"traffic": 0.9, "health": 0.1}, half) == pytest.approx(0.2351 + 0.6438, abs=1e-3)
    assert stability({"traffic": 0.52, "health": 0.48}, half) < 0.01
    assert 0 < stability({"traffic": 1.0}, half) < 10


def test_drift_is_told_of_the_latest_reports_and_only_of_enough():
    metrics = Metrics()
    drift = TopicDrift("m1", {"traffic": 1.0}, metrics, window=40, least=20)
    drift.see(reports(*[Topic.HEALTH] * 19))
    assert gauge(metrics, "haichieu_topic_drift", model="m1") is None
    drift.see(reports(Topic.HEALTH))
    assert gauge(metrics, "haichieu_topic_drift", model="m1") > 5
    drift.see(reports(*[Topic.TRAFFIC] * 40))
    assert gauge(metrics, "haichieu_topic_drift", model="m1") == 0
    assert gauge(metrics, "haichieu_topic_share", topic="traffic") == 1
    assert gauge(metrics, "haichieu_topic_share", topic="health") == 0


def test_a_card_without_shares_gives_shares_but_no_drift():
    metrics = Metrics()
    TopicDrift("m1", {}, metrics, least=2).see(reports(Topic.HEALTH, Topic.TRAFFIC))
    assert gauge(metrics, "haichieu_topic_share", topic="health") == 0.5
    assert b"haichieu_topic_drift{" not in metrics.render()[0]


def test_unknown_words_are_counted_on_a_sample_and_signs_and_numbers_are_not_words():
    classifier = Classifier.load()
    metrics = Metrics()
    words = UnknownWords("m1", {"đèn", "đường", "hỏng"}, classifier.reader, metrics, one_in=2)
    texts = ("đèn đường hỏng, 3 ngày!", "không được xem", "Đèn 12 lạ", "không được xem")
    for text in texts:
        words.see(reports(Topic.TRAFFIC, text=text))
    # seen: đèn đường hỏng ngày; đèn lạ — "ngày" and "lạ" are unknown
    assert gauge(metrics, "haichieu_unknown_words_ratio", model="m1") == pytest.approx(2 / 6)


def test_the_shadow_is_compared_label_by_label():
    classifier, metrics = Classifier.load(), Metrics()
    text = "Đèn đường đầu ngõ hỏng gần một tháng nay"
    (said,) = classifier.labels([text])
    other = next(topic for topic in Topic if topic is not said.topics[0].topic)
    shadow = Shadow(classifier, metrics)
    shadow.see(reports(said.topics[0].topic, text=text, urgency=said.urgency))
    shadow.see(reports(other, text=text, urgency=Urgency.EMERGENCY))
    counts = {
        result: gauge(metrics, "haichieu_shadow_reports_total", result=result)
        for result in ("compared", "same_topic", "same_urgency", "lower", "higher")
    }
    assert counts == {"compared": 2, "same_topic": 1, "same_urgency": 1, "lower": 1, "higher": None}


def test_labels_alone_are_those_of_the_whole_classification():
    classifier = Classifier.load()
    texts = ["Nhà hàng xóm đang cháy dữ dội", "", "Đèn đường đầu ngõ hỏng"]
    from services.classifier.domain.models import Context

    whole = list(classifier.classify_all(texts, [Context()] * 3))
    assert [(w.topics, w.urgency) for w in whole] == [(n.topics, n.urgency) for n in classifier.labels(texts)]


def test_a_shadow_that_cannot_be_read_is_a_wrong_setting(tmp_path, capsys):
    settings = ClassifierSettings(_env_file=None, shadow=tmp_path)
    with pytest.raises(SystemExit) as caught:
        build(CommonSettings(_env_file=None), settings)
    assert caught.value.code == 2
    assert "CLASSIFIER_SHADOW" in capsys.readouterr().err
