"""What servers answer, and what it means for the delivery."""

from datetime import UTC, datetime

import aiosmtplib
import pytest

from services.notifier.channels import email, webhook
from services.notifier.domain.result import Delivered, Rejected, Retry, cleaned

NOW = datetime(2026, 7, 3, 3, tzinfo=UTC)


def refused(code):
    return aiosmtplib.SMTPRecipientsRefused([aiosmtplib.SMTPRecipientRefused(code, "no", "a@example.vn")])


@pytest.mark.parametrize(
    ("error", "kind"),
    [
        (refused(550), Rejected),
        (refused(452), Retry),
        (aiosmtplib.SMTPDataError(554, "spam"), Rejected),
        (aiosmtplib.SMTPDataError(451, "later"), Retry),
        (aiosmtplib.SMTPSenderRefused(550, "relay denied", "h@example.vn"), Retry),
        (aiosmtplib.SMTPAuthenticationError(535, "bad login"), Retry),
        (aiosmtplib.SMTPConnectResponseError(554, "no service"), Retry),
        (aiosmtplib.SMTPServerDisconnected("gone"), Retry),
        (aiosmtplib.SMTPReadTimeoutError("slow"), Retry),
        (ConnectionRefusedError(111, "refused"), Retry),
    ],
)
def test_smtp(error, kind):
    assert type(email.judge(error)) is kind


@pytest.mark.parametrize(
    ("status", "kind"),
    [(200, Delivered), (204, Delivered), (301, Rejected), (307, Rejected), (400, Rejected), (401, Rejected),
     (404, Rejected), (410, Rejected), (408, Retry), (409, Retry), (425, Retry), (429, Retry), (500, Retry),
     (503, Retry), (599, Retry)],
)  # fmt: skip
def test_http(status, kind):
    assert type(webhook.judge(status, None, NOW)) is kind


@pytest.mark.parametrize(
    ("header", "seconds"),
    [("120", 120.0), ("0", 0.0), ("Fri, 03 Jul 2026 03:01:00 GMT", 60.0), ("Fri, 03 Jul 2026 02:00:00 GMT", 0.0),
     ("soon", None), ("", None), ("-5", None), (None, None)],
)  # fmt: skip
def test_retry_after(header, seconds):
    assert webhook.judge(429, header, NOW).after_s == seconds


def test_details_can_be_stored_whatever_a_server_says():
    assert cleaned("caf\udce9 \x00 \ud800").encode() == b"caf"


def test_details_hold_no_address_and_no_second_line():
    said = "550 5.1.1 <nguyen@example.vn>: user unknown\r\nsee https://example.vn/help?u=nguyen@example.vn\x1b[0m"
    assert cleaned(said) == "550 5.1.1 <address>: user unknown see <address> [0m"
