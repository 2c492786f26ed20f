"""Every reason in every language, with the worst data, as subject, plain text and HTML."""

import itertools
from datetime import timedelta
from html.parser import HTMLParser
from zoneinfo import ZoneInfo

import pytest

from services.notifier.rendering import hotlines
from services.notifier.rendering.environment import environment
from services.notifier.rendering.mail import MAX_SUBJECT, MailRenderer
from services.notifier.rendering.view import LANGUAGES
from shared.contracts.events import NotifyReason
from shared.contracts.taxonomy import SENSITIVE_TOPICS, TOPIC_NAMES, Channel, Topic, Urgency
from tests.unit.notifier.building import FRIDAY_10 as NOW
from tests.unit.notifier.building import message, request

HANOI = ZoneInfo("Asia/Ho_Chi_Minh")
RENDER = MailRenderer(environment(), HANOI, hotlines.load())
NASTY = (
    '<script>alert("1")</script> & {{ 7*7 }} {% raw %} \x00\x1b[31m\r\nBcc: x@example.com\u202e\u2066 "\' 😀'
)
LONG_WORD = "Ố" * 3000


def render(**named):
    return RENDER(message(request(**named)))


class Text(HTMLParser):
    """The visible text and the tags of an HTML document."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.links: list[str] = []
        self.words: list[str] = []
        self.feed(html)

    def handle_starttag(self, tag, attrs):
        self.tags.append(tag)
        self.links += [value for name, value in attrs if name == "href"]

    def handle_data(self, data):
        self.words.append(data)

    @property
    def text(self):
        return " ".join(" ".join(self.words).split())


WORST = {
    "unit_name": "Phường " + NASTY,
    "excerpt": NASTY + LONG_WORD,
    "note": NASTY + LONG_WORD,
    "told_before": tuple(f"Ủy ban {NASTY} {n}" for n in range(50)),
    "reports": 10**9,
}


@pytest.mark.parametrize(
    ("language", "reason", "urgency"), itertools.product(LANGUAGES, NotifyReason, Urgency), ids=str
)
def test_worst_case_renders(language, reason, urgency):
    for topic, can, late in itertools.product(
        (Topic.CHILD_PROTECTION, Topic.OTHER), (True, False), (True, False)
    ):
        done = render(
            language=language,
            reason=reason,
            urgency=urgency,
            topic=topic,
            can_acknowledge=can,
            acknowledge_by=NOW - timedelta(days=400) if late else None,
            resolve_by=None if late else NOW + timedelta(days=400),
            **WORST,
        )
        assert len(done.subject) <= MAX_SUBJECT
        assert "\n" not in done.subject
        for text in (done.subject, done.text, done.html):
            assert not set("\x00\x1b\r\u202e\u2066") & set(text)
            assert "{{ 7*7 }}" in text or text is done.subject  # shown as it came, not evaluated
        assert "script" not in Text(done.html).tags
        assert len(done.html) < 100_000  # Gmail cuts off at 102 KB


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("reason", NotifyReason, ids=str)
def test_everything_that_must_be_said_is_in_text_and_html(language, reason):
    done = render(language=language, reason=reason, urgency=Urgency.EMERGENCY, note="ghi chú riêng")
    url = message().acknowledge_url
    page = Text(done.html)
    for body in (done.text, page.text):
        folded = " ".join(body.replace("> ", "").split())
        topic = TOPIC_NAMES[Topic.FIRE_DISASTER][LANGUAGES.index(language)]
        for part in ("Phường Hoàng Mai", topic, "09:58", "Cháy ở tầng 2 nhà trong ngõ", "ghi chú riêng"):
            assert part in folded
        assert "Hội Liên hiệp Phụ nữ phường Hoàng Mai" in folded
        if reason is not NotifyReason.RESOLVED:
            assert "114" in folded
            assert "10:15" in folded
    assert url in done.text
    assert page.links.count(url) == 2
    assert "tel:114" in page.links or reason is NotifyReason.RESOLVED


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("channel", Channel, ids=str)
@pytest.mark.parametrize("topic", Topic, ids=str)
def test_every_topic_and_channel_has_a_name(language, channel, topic):
    assert (
        TOPIC_NAMES[topic][LANGUAGES.index(language)]
        in render(language=language, channel=channel, topic=topic).text
    )


def test_the_subject_says_how_pressing_what_where_until_when():
    done = render(urgency=Urgency.EMERGENCY)
    assert done.subject == "[KHẨN CẤP] Cháy nổ, thiên tai – Phường Hoàng Mai – cần xác nhận trước 10:15"
    done = render(urgency=Urgency.EMERGENCY, language="en", reason=NotifyReason.ESCALATED)
    assert done.subject == "[EMERGENCY] Escalated: Fire and disaster – Phường Hoàng Mai – confirm by 10:15"
    done = render(resolve_by=NOW + timedelta(days=3), can_acknowledge=False)
    assert (
        done.subject == "[Vụ việc] Cháy nổ, thiên tai – Phường Hoàng Mai – cần trả lời trước 10:00 ngày 06/07"
    )
    done = render(acknowledge_by=NOW - timedelta(minutes=1))
    assert done.subject.endswith("đã quá hạn xác nhận 09:59")


@pytest.mark.parametrize("topic", sorted(SENSITIVE_TOPICS))
@pytest.mark.parametrize(("language", "reason"), itertools.product(LANGUAGES, NotifyReason), ids=str)
def test_a_sensitive_topic_is_not_read_over_the_shoulder(topic, language, reason):
    """Neither in the subject nor in what a phone shows of the body while it is locked (about 150 characters)."""
    done = render(topic=topic, language=language, reason=reason, excerpt="con dao trong nhà")
    for text in (done.subject, done.text[:150], Text(done.html).text[:250]):
        lower = text.lower()
        assert all(name.lower() not in lower for name in TOPIC_NAMES[topic])
        assert "con dao" not in lower
    assert TOPIC_NAMES[topic][LANGUAGES.index(language)] in done.text  # but the desk is told


def test_a_desk_that_cannot_acknowledge_sees_no_button():
    done = render(can_acknowledge=False)
    assert "/a/" not in done.text + done.html
    assert "Đã nhận, tôi xử lý" not in done.text + done.html


def test_nothing_is_loaded_from_anywhere():
    page = Text(render().html)
    assert not {"img", "script", "link", "iframe", "form", "object"} & set(page.tags)


def test_plain_text_lines_are_short_enough_for_any_reader():
    done = render(told_before=tuple(f"Ủy ban nhân dân phường Thứ {n}" for n in range(9)))
    assert all(len(line) <= 78 for line in done.text.splitlines() if "/a/" not in line)


def test_an_unknown_language_is_told_in_vietnamese():
    assert "Kính gửi" in render(language="fr").text


def test_times_follow_the_zone_of_the_settings():
    other = MailRenderer(environment(), ZoneInfo("UTC"), hotlines.load())
    assert "02:58" in other(message()).text
