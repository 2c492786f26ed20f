"""The e-mail's bytes, read back by the standard library's strict parser."""

from email import message_from_bytes
from email.policy import default
from zoneinfo import ZoneInfo

import pytest

from services.notifier.channels import mime
from services.notifier.rendering import hotlines
from services.notifier.rendering.environment import environment
from services.notifier.rendering.mail import MailRenderer, Rendered
from shared.contracts.taxonomy import Urgency
from tests.unit.notifier.building import message, request

RENDER = MailRenderer(environment(), ZoneInfo("Asia/Ho_Chi_Minh"), hotlines.load())
SENDER = mime.sender("Hội LHPN Hà Nội <haichieu@example.vn>")


def built(asked=None, rendered=None):
    said = message(asked)
    raw = mime.build(said, rendered or RENDER(said), SENDER, "congan@example.vn", said.at)
    return said, raw, message_from_bytes(raw, policy=default)


def test_it_reads_back_as_it_was_written():
    said, _, mail = built()
    rendered = RENDER(said)
    assert mail["Subject"] == rendered.subject
    assert mail["From"] == "Hội LHPN Hà Nội <haichieu@example.vn>"
    assert mail["To"] == "congan@example.vn"
    assert mail["Date"].datetime == said.at
    assert mail["Message-ID"] == f"<{said.id}@example.vn>"
    assert mail["X-Haichieu-Notification"] == said.id
    assert mail["Auto-Submitted"] == "auto-generated"
    assert [part.get_content_type() for part in mail.iter_parts()] == ["text/plain", "text/html"]
    plain, html = (part.get_content().replace("\r\n", "\n") for part in mail.iter_parts())
    assert (plain, html.rstrip("\n")) == (rendered.text, rendered.html.rstrip("\n"))
    assert not mail.defects
    assert all(not part.defects for part in mail.walk())


def test_lines_are_crlf_ascii_and_short():
    _, raw, _ = built()
    assert raw.isascii()
    assert raw.count(b"\n") == raw.count(b"\r\n")
    assert max(map(len, raw.split(b"\r\n"))) <= 78


def test_only_emergencies_are_marked_pressing():
    assert built(request(urgency=Urgency.EMERGENCY))[2]["Importance"] == "high"
    assert built(request(urgency=Urgency.HIGH))[2]["Importance"] is None


def test_messages_of_one_case_belong_together():
    one, two = request(), request()
    assert built(one)[2]["References"] != built(two)[2]["References"]
    assert built(one)[2]["References"] == f"<case.{one.case_id}@example.vn>"


def test_a_subject_cannot_add_a_header():
    _, _, mail = built(rendered=Rendered("Chào\r\nBcc: x@example.com", "a\n", "<p>b</p>"))
    assert mail["Bcc"] is None


@pytest.mark.parametrize(
    "bad",
    ["", "x", "@example.vn", "a@", "a b@example.vn", "a@exam ple.vn", "a@example.vn\r\nBcc: b@example.com",
     "a@example.vn,b@example.vn", "Tên <a@example.vn>", "á@example.vn", "a@b@example.vn", "a@-example.vn",
     "a" * 65 + "@example.vn", "a@" + "b" * 256, "<a@example.vn>", "a,b@example.vn", '"a"@example.vn'],
)  # fmt: skip
def test_what_is_no_address_is_refused(bad):
    with pytest.raises(mime.AddressError):
        mime.address(bad)


@pytest.mark.parametrize("good", ["a@example.vn", "cong.an+tin_1@hm.example.vn", "x'y/z@a-b.example.com"])
def test_addresses(good):
    assert mime.address(good) == good
