"""What holds for every text: an answer, the same answer, and no say for the tone."""

import unicodedata

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from services.classifier.domain.classify import Classifier
from services.classifier.domain.models import Context

pytestmark = pytest.mark.filterwarnings("ignore:Generating overly large repr")
"""A failure shows the fixture, which is large."""

HERE = Context(reported_from="00319")
_WORDS = (
    "chồng đánh em trốn nhà tắm cháy khói dao máu gas nước lên mái trẻ lạc không đã nếu hôm qua đang phim giết tự tử "
    "cầm dọa cứu với dây điện đứt phường Hoàng Mai quận 5 ck e k dc danh vo chay nha tren mai p . , ! ? | \n 😭 \x00 \ud800"
)
WORDS = _WORDS.split(" ")
anything = st.text(max_size=4000) | st.lists(st.sampled_from(WORDS), max_size=60).map(" ".join)
common = settings(
    max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)


@given(text=anything)
@common
def test_every_text_gets_an_answer(classifier: Classifier, text: str) -> None:
    found = classifier.classify(text, HERE)
    assert 0 <= found.urgency <= 3
    assert found.topics
    assert len(found.signature) in {0, 32}
    assert len(found.places) <= 12


@given(text=anything)
@common
def test_the_fast_pass_misses_no_emergency(classifier: Classifier, text: str) -> None:
    assert classifier.urgencies([text]) == [classifier.classify(text, HERE).urgency]


@given(text=anything)
@common
def test_composed_and_decomposed_text_get_the_same_labels(classifier: Classifier, text: str) -> None:
    composed = unicodedata.normalize("NFC", text)
    decomposed = unicodedata.normalize("NFD", text)
    assert classifier.classify(composed, HERE) == classifier.classify(decomposed, HERE)


@given(text=anything)
@common
def test_the_same_text_gets_the_same_labels(classifier: Classifier, text: str) -> None:
    assert classifier.classify(text, HERE) == classifier.classify(text, HERE)


@given(text=anything)
@common
def test_a_tone_of_alarm_raises_nothing(classifier: Classifier, text: str) -> None:
    shouted = f"{text} KHẨN CẤP!!!"
    plain = classifier.reader.read(text).plain
    assume(plain == classifier.reader.read(shouted).plain)  # else the whole text is read in another way
    calm = classifier.classify(text, HERE).urgency
    assert classifier.classify(shouted, HERE).urgency <= max(calm, 1)


@pytest.mark.parametrize(
    "shout",
    [
        lambda text: text.upper(),
        lambda text: f"{text} KHẨN CẤP!!! KHẨN CẤP!!!",
        lambda text: f"KHẨN CẤP!!! {text}",
        lambda text: text.replace(".", "!!!"),
    ],
    ids=["capitals", "alarm behind", "alarm before", "exclamation marks"],
)
def test_the_tone_of_the_authored_reports_raises_nothing(classifier: Classifier, reports, shout) -> None:
    raised = [
        report.text
        for report in reports
        if classifier.classify(shout(report.text), HERE).urgency
        > max(classifier.classify(report.text, HERE).urgency, 1)
    ]
    assert raised == []


def test_the_fast_pass_agrees_on_the_authored_reports(classifier: Classifier, reports) -> None:
    for report in reports:
        assert classifier.urgencies([report.text]) == [classifier.classify(report.text, HERE).urgency]


def test_the_authored_reports_keep_their_labels(classifier: Classifier, reports) -> None:
    """In-sample figures, so a floor for later changes and no promise for other texts."""
    found = [(report, classifier.classify(report.text, Context())) for report in reports]
    right = sum(labels.topics[0].topic == report.topic for report, labels in found)
    emergencies = [labels.urgency for report, labels in found if report.urgency == 3]
    calm = [labels.urgency for report, labels in found if report.urgency < 2]
    assert right / len(found) >= 0.92
    assert emergencies.count(3) / len(emergencies) >= 0.95
    assert calm.count(3) / len(calm) <= 0.01
