"""The mail sink: takes, fails as asked, lists, escapes, and stays quick with many messages."""

from __future__ import annotations

import http.client
import json
import smtplib
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path
from typing import Any

import pytest

from deploy.local import PortTakenError, free_ports
from deploy.local.mail_sink.server import MailSink

REPOSITORY = Path(__file__).parents[3]
LINK = "http://127.0.0.1:8004/v1/ack/a-b_c?x=1&y=2"


@pytest.fixture
def sink(root: Path) -> MailSink:
    return MailSink(root, *free_ports(2))


@pytest.fixture
def running_sink(sink: MailSink) -> Iterator[MailSink]:
    sink.start()
    yield sink
    sink.stop()


def mail(to: str = "truc@phuong.example", subject: str = "Khẩn: ngõ 12") -> EmailMessage:
    message = EmailMessage(policy=policy.SMTP)
    message["From"], message["To"], message["Subject"] = "haichieu@example.org", to, subject
    message.set_content(f"Có <i>người</i> cần giúp. Nhận việc: {LINK}.\n<b>&amp;")
    message.add_alternative(f'<p>Có người <a href="{LINK}">cần giúp</a></p>', subtype="html")
    return message


def send(sink: MailSink, message: EmailMessage, to: list[str] | None = None) -> None:
    with smtplib.SMTP("127.0.0.1", sink.port, timeout=10) as client:
        client.send_message(message, to_addrs=to)


def get(sink: MailSink, path: str, host: str | None = None) -> tuple[int, dict[str, str], str]:
    connection = http.client.HTTPConnection("127.0.0.1", sink.page_port, timeout=10)
    try:
        connection.request("GET", path, headers={"Host": host} if host else {})
        answer = connection.getresponse()
        return answer.status, dict(answer.getheaders()), answer.read().decode()
    finally:
        connection.close()


def listed(sink: MailSink, query: str = "") -> dict[str, Any]:
    found: dict[str, Any] = json.loads(get(sink, f"/messages.json{query}")[2])
    return found


def test_a_message_becomes_a_file_and_an_entry(running_sink: MailSink) -> None:
    send(running_sink, mail(), ["truc@phuong.example", "Bcc@quan.example"])
    [entry] = listed(running_sink)["messages"]
    assert entry["subject"] == "Khẩn: ngõ 12"
    assert entry["to"] == ["truc@phuong.example", "bcc@quan.example"]
    assert entry["from"] == "haichieu@example.org"
    [file] = running_sink.data_dir.iterdir()
    assert file.name == f"{entry['id']}.eml"
    stored = message_from_bytes(file.read_bytes(), policy=policy.default)
    assert isinstance(stored, EmailMessage)
    assert stored["Subject"] == "Khẩn: ngõ 12"
    text = stored.get_body(("plain",))
    assert text is not None
    assert LINK in text.get_content()
    parts = json.loads(get(running_sink, f"/messages/{entry['id']}.json")[2])
    assert LINK in parts["text"]
    assert "<p>Có người" in parts["html"]


def test_utf8_addresses_and_raw_utf8_headers(running_sink: MailSink) -> None:
    with smtplib.SMTP("127.0.0.1", running_sink.port, timeout=10) as client:
        raw = "Subject: Nước đục\r\nTo: trực@phường.example\r\n\r\nxin chào\r\n".encode()
        client.ehlo()
        client.sendmail("a@b.example", ["trực@phường.example"], raw, ["SMTPUTF8", "BODY=8BITMIME"])
    [entry] = listed(running_sink)["messages"]
    assert entry["subject"] == "Nước đục"
    assert entry["to"] == ["trực@phường.example"]


def test_failing_addresses(running_sink: MailSink) -> None:
    for address, code in (("fail-4xx@x.example", 451), ("Fail-5xx@x.example", 550)):
        for _ in range(3):
            with pytest.raises(smtplib.SMTPRecipientsRefused) as refused:
                send(running_sink, mail(to=address))
            assert refused.value.recipients[address][0] == code
    assert listed(running_sink)["total"] == 0


def test_one_failing_recipient_does_not_spoil_the_others(running_sink: MailSink) -> None:
    send(running_sink, mail(), ["good@x.example", "fail-5xx@x.example"])
    assert listed(running_sink)["messages"][0]["to"] == ["good@x.example"]


def test_an_address_that_recovers(running_sink: MailSink) -> None:
    answers = []
    for _ in range(4):
        try:
            send(running_sink, mail(to="fail-4xx-2@x.example"))
            answers.append(250)
        except smtplib.SMTPRecipientsRefused as refused:
            answers.append(refused.recipients["fail-4xx-2@x.example"][0])
    assert answers == [451, 451, 250, 250]
    assert listed(running_sink)["total"] == 2


def test_a_store_that_cannot_write_answers_452(running_sink: MailSink) -> None:
    running_sink.data_dir.rename(running_sink.data_dir.with_name("moved"))
    with pytest.raises(smtplib.SMTPDataError) as refused:
        send(running_sink, mail())
    assert refused.value.smtp_code == 452
    assert listed(running_sink)["total"] == 0


@pytest.mark.parametrize("end", ["stop", "kill"])
def test_messages_survive(sink: MailSink, end: str) -> None:
    sink.start()
    for number in range(3):
        send(sink, mail(subject=f"thư {number}"))
    before = listed(sink)
    getattr(sink, end)()
    (sink.data_dir / ".0000000000000001.tmp").write_text("cut off")
    sink.start()
    assert listed(sink) == before
    assert [entry["subject"] for entry in before["messages"]] == ["thư 2", "thư 1", "thư 0"]
    assert not list(sink.data_dir.glob(".*"))
    send(sink, mail(subject="thư 3"))
    assert listed(sink)["messages"][0]["subject"] == "thư 3"
    sink.stop()


def test_pages_and_filter(running_sink: MailSink) -> None:
    for number in range(7):
        send(running_sink, mail(to=f"u{number % 2}@x.example", subject=f"s{number}"))
    second = listed(running_sink, "?page=2&per_page=3")
    assert [entry["subject"] for entry in second["messages"]] == ["s3", "s2", "s1"]
    assert (second["total"], second["page"], second["per_page"]) == (7, 2, 3)
    assert listed(running_sink, "?page=4&per_page=3")["messages"] == []
    to_one = listed(running_sink, "?to=U1@x.example")
    assert [entry["subject"] for entry in to_one["messages"]] == ["s5", "s3", "s1"]
    page = get(running_sink, "/?page=2&per_page=3&to=u0@x.example")[2]
    assert "s0" in page
    assert "s2" not in page
    assert "page=1&amp;per_page=3&amp;to=u0%40x.example" in page
    for nonsense in ("page=0", "page=-1", "page=x", "per_page=" + "9" * 5000, "page=²"):
        assert get(running_sink, f"/messages.json?{nonsense.replace('²', '%C2%B2')}")[0] == 200


def test_the_pages_escape_everything(running_sink: MailSink) -> None:
    evil = "<script>alert(1)</script>\"'"
    send(running_sink, mail(subject=evil), ['"<img src=x>"@x.example'])
    [entry] = listed(running_sink)["messages"]
    for path in ("/", "/?to=" + "%22%3E%3Cscript%3E", entry["url"]):
        status, headers, body = get(running_sink, path)
        assert status == 200
        assert "<script" not in body.lower()
        assert "<img" not in body
        assert "default-src 'none'" in headers["Content-Security-Policy"]
        assert '<html lang="vi">' in body


def test_a_message_page_shows_text_links_and_a_sandboxed_frame(running_sink: MailSink) -> None:
    send(running_sink, mail())
    [entry] = listed(running_sink)["messages"]
    page = get(running_sink, entry["url"])[2]
    escaped = LINK.replace("&", "&amp;")
    assert f'<a href="{escaped}" rel="noopener noreferrer" target="_blank">{escaped}</a>.' in page
    assert "&lt;b&gt;&amp;amp;" in page
    assert "&lt;i&gt;người" in page
    assert 'sandbox="allow-popups allow-popups-to-escape-sandbox"' in page
    status, headers, html = get(running_sink, entry["url"] + ".html")
    assert status == 200
    assert "<p>Có người" in html
    assert headers["Content-Security-Policy"].startswith("sandbox allow-popups")
    assert "allow-scripts" not in headers["Content-Security-Policy"]


def test_unknown_addresses_and_hosts(running_sink: MailSink) -> None:
    for path in ("/messages/1", "/messages/..%2F..%2Fetc%2Fpasswd", "/messages/../x.eml", "/x"):
        assert get(running_sink, path)[0] == 404
    assert get(running_sink, "/", host="evil.example")[0] == 421
    assert get(running_sink, "/", host="[")[0] == 400
    assert get(running_sink, "/", host=f"localhost:{running_sink.page_port}")[0] == 200


@pytest.mark.parametrize(
    "raw",
    [
        b"",
        b"\x00\xff\xfe",
        b"Subject: =?no-such-charset?B?eA==?=\r\n\r\nx",
        b"Subject: =?utf-8?B?!!!?=\r\nContent-Type: text/plain; charset=nix\r\n\r\n\xff",
        b"Content-Type: multipart/mixed; boundary=\r\n\r\n--\r\n",
        b"Content-Disposition: attachment; filename*=x'y\r\nTo: \xff <@@>, ,\r\n\r\n",
        b"Content-Type: text/html\r\nContent-Transfer-Encoding: base64\r\n\r\n####",
    ],
)
def test_broken_messages_are_kept_and_shown(running_sink: MailSink, raw: bytes) -> None:
    with smtplib.SMTP("127.0.0.1", running_sink.port, timeout=10) as client:
        client.sendmail("a@b.example", ["c@d.example"], raw)
    [entry] = listed(running_sink)["messages"]
    for suffix in ("", ".json", ".eml"):
        path = entry["url"] + suffix
        connection = http.client.HTTPConnection("127.0.0.1", running_sink.page_port, timeout=10)
        connection.request("GET", path)
        assert connection.getresponse().status == 200
        connection.close()
    assert get(running_sink, "/")[0] == 200


def test_twenty_thousand_messages(sink: MailSink) -> None:
    sink.data_dir.mkdir(parents=True)
    raw = b"Delivered-To: u%d@x.example\r\n" + mail().as_bytes()
    for number in range(20_000):
        (sink.data_dir / f"{1_700_000_000_000_000 + number}.eml").write_bytes(raw % (number % 100))
    sink.start()
    for file in sink.data_dir.iterdir():
        file.unlink()  # a list that read files would fail now
    started = time.monotonic()
    for page in (1, 200, 400):
        assert len(listed(sink, f"?page={page}&per_page=50")["messages"]) == 50
        assert get(sink, f"/?page={page}&per_page=50")[2].count("<tr>") == 51
    assert listed(sink, "?to=u7@x.example")["total"] == 200
    assert time.monotonic() - started < 2
    send(sink, mail(subject="mới nhất"))
    newest = listed(sink, "?per_page=1")
    assert (newest["total"], newest["messages"][0]["subject"]) == (20_001, "mới nhất")
    sink.stop()


@pytest.mark.parametrize("part", ["smtp", "mail_page"])
def test_a_taken_port_names_the_part(sink: MailSink, part: str) -> None:
    port = sink.port if part == "smtp" else sink.page_port
    with socket.create_server(("127.0.0.1", port)), pytest.raises(PortTakenError, match=part):
        sink.start()


def test_the_command_alone_tells_a_taken_port(sink: MailSink) -> None:
    with socket.create_server(("127.0.0.1", sink.port)):
        ports = ["--smtp-port", str(sink.port), "--http-port", str(sink.page_port)]
        command = [sys.executable, "-m", "deploy.local.mail_sink", *ports, "--dir", str(sink.data_dir)]
        done = subprocess.run(
            command, cwd=REPOSITORY, capture_output=True, text=True, check=False, timeout=30
        )
    assert done.returncode == 1
    assert "mail sink:" in done.stderr
    assert str(sink.port) in done.stderr
