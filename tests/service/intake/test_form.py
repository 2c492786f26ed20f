"""The page for residents: works without JavaScript, forgives, and never takes a report twice or loses one."""

import re
from html.parser import HTMLParser

import pytest

from services.intake.domain.sealing import unseal
from shared import units
from tests.service.intake.harness import SEAL_PRIVATE, Intake

CODE = re.compile(r"[0-9A-Z]{4}(?:-[0-9A-Z]{4}){3}")
VOID = {"meta", "link", "input", "br"}


class Page(HTMLParser):
    """A page's elements, checked for closed tags."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.elements: list[tuple[str, dict[str, str]]] = []
        self.open: list[str] = []
        self.feed(html)
        assert self.open == []

    def handle_starttag(self, tag, attrs):
        self.elements.append((tag, {name: value or "" for name, value in attrs}))
        if tag not in VOID and tag != "option":
            self.open.append(tag)

    def handle_endtag(self, tag):
        assert self.open.pop() == tag

    def all(self, *tags: str) -> list[dict[str, str]]:
        return [attrs for tag, attrs in self.elements if tag in tags]

    def ids(self) -> list[str]:
        return [attrs["id"] for _, attrs in self.elements if "id" in attrs]


async def fresh(intake: Intake) -> dict[str, str]:
    page = Page((await intake.client.get("/")).text)
    return {a["name"]: a.get("value", "") for a in page.all("input", "textarea") if a.get("name") != "code"}


async def post(intake: Intake, **fields: str):
    return await intake.client.post("/", data=fields)


def receipt_of(answer) -> str:
    assert answer.status_code == 202, answer.text
    return CODE.findall(answer.text)[0]


async def test_a_filled_form_becomes_a_report(intake: Intake):
    fields = await fresh(intake)
    filled = fields | {
        "text": "Nước ngập ngõ 12,\r\ngọi 0950 123 456",
        "unit": "Phường Hoàng Mai",
        "day": "2026-11-13",
        "clock": "07:30",
    }
    answer = await post(intake, **filled)
    receipt = receipt_of(answer)
    status = await intake.client.post("/status", data={"code": receipt.lower().replace("-", " ")})
    assert status.status_code == 200
    assert receipt in status.text
    assert "Nước ngập" not in status.text

    async def found():
        return [d for d in await intake.documents("reports", channel="web") if "Nước ngập" in d["text"]]

    import asyncio

    async with asyncio.timeout(10):
        while not (documents := await found()):
            await asyncio.sleep(0.05)
    (report,) = documents
    assert report["text"] == "Nước ngập ngõ 12,\ngọi [PHONE]"
    assert report["reported_from"] == units.find_unit("Phường Hoàng Mai, Hà Nội")
    assert report["occurred_at"].isoformat() == "2026-11-13T00:30:00+00:00"
    sealed = await intake.stored("sealed", report["_id"])
    assert "0950 123 456" in unseal(sealed["sealed"], SEAL_PRIVATE).text


async def test_a_double_submit_is_one_report_and_another_text_is_another(intake: Intake):
    fields = await fresh(intake) | {"text": "Đèn hỏng"}
    first, again = receipt_of(await post(intake, **fields)), receipt_of(await post(intake, **fields))
    assert first == again
    changed = receipt_of(
        await post(intake, **fields | {"text": "Một việc khác, cùng biểu mẫu (nút quay lại)"})
    )
    assert changed != first
    assert receipt_of(await post(intake, **await fresh(intake) | {"text": "Đèn hỏng"})) != first


@pytest.mark.parametrize(
    ("fields", "wrong"),
    [
        ({"text": "  "}, {"text"}),
        ({"text": "a" * 4001}, {"text"}),
        ({"text": "a\0b"}, {"text"}),
        ({"text": "x", "unit": "Phường Hoang Mia"}, {"unit"}),
        ({"text": "x", "day": "31/11/2026"}, {"day"}),
        ({"text": "x", "day": "hôm qua"}, {"day"}),
        ({"text": "x", "clock": "7:30"}, {"day"}),
        ({"text": "x", "day": "2026-11-13", "clock": "25:00"}, {"day"}),
        ({"text": "x", "day": "0001-01-01"}, {"day"}),
        ({"text": "x", "trap": "spam"}, {"trap"}),
        ({"text": "", "unit": "zzz", "day": "x"}, {"text", "unit", "day"}),
    ],
    ids=range(11),
)
async def test_errors_are_listed_linked_and_what_was_typed_stays(intake: Intake, fields, wrong):
    sent = await fresh(intake) | fields
    answer = await post(intake, **sent)
    assert answer.status_code == 400
    page = Page(answer.text)
    (summary,) = [a for a in page.all("div") if a.get("role") == "alert"]
    assert summary["aria-labelledby"] == "summary"
    linked = {a["href"][1:] for a in page.all("a") if a["href"].startswith("#")} - {"main"}
    assert linked == wrong
    assert linked <= set(page.ids())
    for control in page.all("input", "textarea"):
        if control.get("id") in wrong - {"trap"}:
            assert control["aria-invalid"] == "true"
            assert set(control["aria-describedby"].split()) <= set(page.ids())
    kept = {a["name"]: a.get("value") for a in page.all("input") if "name" in a}
    assert kept["nonce"] == sent["nonce"]
    assert kept["unit"] == sent["unit"]


async def test_an_unknown_unit_is_asked_about_once_and_then_let_pass(intake: Intake):
    sent = await fresh(intake) | {"text": "Cây đổ", "unit": "Quan Hoa cũ"}
    asked = await post(intake, **sent)
    assert asked.status_code == 400
    page = Page(asked.text)
    again = {a["name"]: a.get("value", "") for a in page.all("input") if a.get("name") != "code"}
    receipt_of(await post(intake, **again | {"text": "Cây đổ"}))


async def test_a_misspelt_unit_gets_suggestions(intake: Intake):
    answer = await post(intake, **await fresh(intake) | {"text": "x", "unit": "phuong hoang may"})
    assert "Phường Hoàng Mai" in answer.text.split("<datalist")[0]


async def test_what_was_typed_is_escaped(intake: Intake):
    evil = '"><script>alert(1)</script>'
    answer = await post(intake, **await fresh(intake) | {"text": evil * 200, "unit": evil, "day": evil})
    assert answer.status_code == 400
    assert "<script" not in answer.text


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"&&&===",
        b"text=%ED%A0%80%FF&day=%00",
        b"a=1&" * 500,
        b"text=" + b"%F0%9F%9A%A8" * 4001,
        b"\xff\xfe",
    ],
    ids=range(6),
)
async def test_broken_forms_are_pages_not_crashes(intake: Intake, body: bytes):
    for path in ("/", "/status"):
        answer = await intake.client.post(
            path, content=body, headers={"Content-Type": "application/x-www-form-urlencoded"}
        )
        assert answer.status_code in {202, 400, 404, 413}
        assert answer.headers["content-type"] == "text/html; charset=utf-8"
        Page(answer.text)


async def test_other_media_types_and_huge_forms_are_pages_too(intake: Intake):
    answer = await intake.client.post("/", json={"text": "x"})
    assert answer.status_code == 415
    assert answer.headers["content-type"].startswith("text/html")
    answer = await intake.client.post("/", data={"text": "a" * 200_000})
    assert answer.status_code == 413
    assert answer.headers["content-type"].startswith("text/html")


async def test_the_page_is_small_safe_and_accessible(intake: Intake):
    answer = await intake.client.get("/")
    assert len(answer.content) < 15_000
    headers = answer.headers
    assert "default-src 'none'" in headers["content-security-policy"]
    assert "unsafe" not in headers["content-security-policy"]
    assert headers["referrer-policy"] == "no-referrer"
    assert headers["cache-control"] == "no-store"
    assert "set-cookie" not in headers
    page = Page(answer.text)
    assert not page.all("script", "img", "iframe")
    assert all("style" not in attrs for _, attrs in page.elements)
    assert page.all("html")[0]["lang"] == "vi"
    ids = page.ids()
    assert len(ids) == len(set(ids))
    labelled = {label["for"] for label in page.all("label")}
    controls = [c for c in page.all("input", "textarea") if c.get("type") != "hidden"]
    assert {c["id"] for c in controls} <= labelled
    assert all(set(c.get("aria-describedby", "").split()) <= set(ids) for c in controls)
    assert [a["href"] for a in page.all("a") if a["href"].startswith("tel:")] == [
        "tel:113",
        "tel:114",
        "tel:115",
        "tel:111",
    ]
    offered = re.findall(r"<option>([^<]+)", answer.text)
    assert len(offered) == 126
    assert all(units.find_unit(name, "01") for name in offered)


async def test_the_style_hash_matches_the_style(intake: Intake):
    import base64
    import hashlib

    answer = await intake.client.get("/")
    style = re.search("<style>(.*?)</style>", answer.text, re.DOTALL)[1]
    digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
    assert f"'sha256-{digest}'" in answer.headers["content-security-policy"]
