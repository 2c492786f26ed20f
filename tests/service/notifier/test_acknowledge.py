"""The acknowledge link over real HTTP: GET shows, POST records once."""

import asyncio
import re
from datetime import timedelta
from html.parser import HTMLParser

import httpx
import pytest
from pymongo.errors import AutoReconnect

from services.notifier.domain.link import Link, LinkSigner
from shared.contracts import ids
from shared.contracts.events import Action
from shared.contracts.taxonomy import Topic, Urgency
from tests.service.notifier.running import Notifier, now, until
from tests.unit.notifier.building import email, request

KEY = "k" * 40


@pytest.fixture
async def notifier(common, mail):
    async with Notifier(common, mail.port, serve=True) as running:
        yield running


async def sent_link(notifier, mail, **named):
    """Send a mail and take the link out of its text, as a reader would."""
    asked = request(email("a@example.vn"), at=now(), **named)
    await notifier.ask(asked)
    await notifier.ended(asked)
    (got,) = mail.of(asked.notification_id)
    text = got.mail.get_body(("plain",)).get_content().replace("\r", "")
    (url,) = re.findall(r"^http\S+/a/\S+$", text, re.MULTILINE)
    return asked, url


def browser():
    return httpx.AsyncClient(trust_env=False)


async def test_the_link_in_the_mail_opens_and_acknowledges_once(notifier, mail, heard):
    asked, url = await sent_link(notifier, mail, urgency=Urgency.EMERGENCY, topic=Topic.FAMILY_VIOLENCE)
    async with browser() as client:
        page = await client.get(url)
        assert page.status_code == 200
        assert "Đã nhận, tôi xử lý" in page.text
        assert "Công an phường Hoàng Mai" in page.text
        assert "Bạo lực" not in page.text
        done = await client.post(url)
        assert done.status_code == 200
        assert "Đã ghi nhận" in done.text
    (command,) = await until(lambda: heard.for_case(asked.case_id))
    assert command.action is Action.ACKNOWLEDGE
    assert (command.actor.desk, command.actor.via) == ("00331/police", "email_link")
    assert command.command_id == ids.derived(asked.notification_id, "acknowledge")
    assert (await notifier.link_document(asked))["outbox"] == []


async def test_get_and_head_change_nothing(notifier, mail, heard):
    asked, url = await sent_link(notifier, mail)
    async with browser() as client:
        for _ in range(3):
            assert (await client.get(url)).status_code == 200
        await client.head(url)
        await client.options(url)
    await asyncio.sleep(0.5)
    assert await notifier.link_document(asked) is None
    assert heard.for_case(asked.case_id) == []


async def test_a_second_post_says_when_and_sends_no_second_command(notifier, mail, heard):
    asked, url = await sent_link(notifier, mail)
    async with browser() as client:
        await client.post(url)
        await until(lambda: heard.for_case(asked.case_id))
        again = await client.post(url)
        shown = await client.get(url)
    for page in (again, shown):
        assert page.status_code == 200
        assert "Đã ghi nhận trước đó" in page.text
        assert "button" not in Page(page.text).tags
    await asyncio.sleep(0.3)
    assert len(heard.for_case(asked.case_id)) == 1


async def test_a_double_click_is_one_command(notifier, mail, heard):
    asked, url = await sent_link(notifier, mail)
    async with browser() as client:
        pages = await asyncio.gather(*(client.post(url) for _ in range(8)))
    assert [page.status_code for page in pages] == [200] * 8
    assert sum("Đã ghi nhận trước đó" not in page.text for page in pages) == 1
    await until(lambda: heard.for_case(asked.case_id))
    await asyncio.sleep(0.3)
    assert len(heard.for_case(asked.case_id)) == 1


def token(key=KEY, **named):
    link = {"expires_at": now() + timedelta(days=1), "desk": "00331/police"}
    asked = request(at=now())
    return asked, LinkSigner([key]).sign(Link(asked.notification_id, asked.case_id, **(link | named)))


@pytest.mark.parametrize("method", ["GET", "POST"])
async def test_expired_and_forged_links_say_so_in_two_languages(notifier, heard, method):
    cases = [
        (token(expires_at=now() - timedelta(seconds=1)), 410, "hết hạn", "expired"),
        (token("x" * 40), 403, "không hợp lệ", "isn't valid"),
        ((None, "garbage"), 403, "không hợp lệ", "isn't valid"),
    ]
    async with notifier.http("") as client:
        for (asked, text), status, vietnamese, english in cases:
            page = await client.request(method, f"/a/{text}")
            assert page.status_code == status
            assert page.headers["content-type"].startswith("text/html")
            assert vietnamese in page.text
            assert english in page.text.replace("&#39;", "'")
            assert asked is None or await notifier.link_document(asked) is None
    await asyncio.sleep(0.3)
    assert not {asked.case_id for (asked, _), *_ in cases if asked} & {c.case_id for c in heard.commands}


async def test_a_rotated_key_still_opens_older_links(common, mail, heard):
    asked, text = token("o" * 40)
    named = {"link_keys": f"{'n' * 40},{'o' * 40}"}
    async with Notifier(common, mail.port, named, serve=True) as notifier, notifier.http("") as client:
        assert (await client.post(f"/a/{text}")).status_code == 200
        await until(lambda: heard.for_case(asked.case_id))


async def test_kafka_away_the_click_is_recorded_and_passed_on_later(notifier, mail, heard, monkeypatch):
    asked, url = await sent_link(notifier, mail)
    monkeypatch.setattr("services.notifier.http.acknowledge.PUBLISH_S", 0.3)
    monkeypatch.setattr("services.notifier.timers.sweeper.LEFT_AFTER_S", 0.1)
    publisher = notifier.parts.bus.publisher
    producer, publisher._producer = publisher._producer, None
    async with browser() as client:
        page = await client.post(url)
    assert page.status_code == 200
    assert "Đường truyền đang gián đoạn" in page.text
    assert len((await notifier.link_document(asked))["outbox"]) == 1
    await asyncio.sleep(0.5)
    assert heard.for_case(asked.case_id) == []
    publisher._producer = producer
    (command,) = await until(lambda: heard.for_case(asked.case_id))
    assert command.at == (await notifier.link_document(asked))["used_at"]


async def test_the_database_away_the_bus_takes_the_click(notifier, mail, heard, monkeypatch):
    asked, url = await sent_link(notifier, mail)

    async def away(*_):
        raise AutoReconnect("away")

    link = notifier.service.routes[0]
    links = link.fn.__closure__[0].cell_contents.links
    monkeypatch.setattr(links, "use", away)
    async with browser() as client:
        first, second = await client.post(url), await client.post(url)
        publisher = notifier.parts.bus.publisher
        producer, publisher._producer = publisher._producer, None
        third = await client.post(url)
        publisher._producer = producer
    assert [page.status_code for page in (first, second, third)] == [200, 200, 503]
    assert third.headers["retry-after"] == "60"
    assert "Chưa ghi nhận được" in third.text
    commands = await until(lambda: len(heard.for_case(asked.case_id)) == 2 and heard.for_case(asked.case_id))
    assert len({command.command_id for command in commands}) == 1


class Page(HTMLParser):
    def __init__(self, html):
        super().__init__()
        self.tags = []
        self.attributes = []
        self.feed(html)

    def handle_starttag(self, tag, attrs):
        self.tags.append(tag)
        self.attributes.append((tag, dict(attrs)))


async def test_pages_are_safe_and_need_no_script(notifier, mail):
    asked, url = await sent_link(notifier, mail, unit_name="<b>Phường</b> & Xã")
    async with browser() as client:
        page = await client.get(url)
    policy = page.headers["content-security-policy"]
    assert "default-src 'none'" in policy
    assert "frame-ancestors 'none'" in policy
    assert "unsafe" not in policy
    assert page.headers["referrer-policy"] == "no-referrer"
    assert page.headers["cache-control"] == "no-store"
    assert page.headers["x-content-type-options"] == "nosniff"
    read = Page(page.text)
    assert not {"script", "img", "link", "iframe", "b"} & set(read.tags)
    assert ("html", {"lang": "vi"}) in read.attributes
    assert ("form", {"method": "post"}) in read.attributes
    assert ("button", {"type": "submit"}) in read.attributes
    assert asked.case_id in page.text
    style = re.search(r"<style>(.*?)</style>", page.text, re.DOTALL)[1]
    import hashlib
    from base64 import b64encode

    assert b64encode(hashlib.sha256(style.encode()).digest()).decode() in policy
