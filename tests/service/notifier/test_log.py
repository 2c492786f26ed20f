"""The delivery log over HTTP, for operators."""

import os
import subprocess
import sys
from pathlib import Path
from uuid import uuid4

import pytest

from shared.contracts.taxonomy import Urgency
from tests.service.notifier.running import TOKEN, Notifier, now
from tests.unit.notifier.building import email, request


@pytest.fixture
async def notifier(common, mail):
    async with Notifier(common, mail.port, serve=True) as running:
        yield running


async def delivered(notifier, address="a@example.vn", **named):
    asked = request(email(address), at=now(), **named)
    await notifier.ask(asked)
    await notifier.ended(asked)
    return asked


async def test_one_delivery_with_its_attempts(notifier):
    asked = await delivered(notifier, "later-1@example.vn", urgency=Urgency.EMERGENCY)
    async with notifier.http() as client:
        found = (await client.get(f"/v1/deliveries/{asked.notification_id}")).json()
    assert found["state"] == "delivered"
    assert found["desk"] == "00331/police"
    assert found["desk_name"] == "Công an phường Hoàng Mai"
    assert (found["urgency"], found["attempts"], found["due"]) == (3, 2, None)
    assert [line["why"] for line in found["log"]] == ["retry", "accepted"]
    assert found["acknowledged_at"] is None


async def test_it_holds_no_text_and_no_address(notifier):
    asked = await delivered(notifier, "never@example.vn")
    async with notifier.http() as client:
        answer = (await client.get(f"/v1/deliveries/{asked.notification_id}")).text
    assert "550" in answer
    assert asked.case.excerpt not in answer
    assert "example.vn" not in answer


async def test_lists_by_case_and_state_newest_first(notifier):
    case = str(uuid4())
    first = await delivered(notifier, case_id=case)
    second = await delivered(notifier, "never@example.vn", case_id=case)
    await delivered(notifier)

    async def ids(**query):
        async with notifier.http() as client:
            answer = await client.get("/v1/deliveries", params=query)
            assert answer.status_code == 200
            return [item["notification_id"] for item in answer.json()["items"]]

    assert await ids(case_id=case) == [second.notification_id, first.notification_id]
    assert await ids(case_id=case, state="undeliverable") == [second.notification_id]
    assert await ids(case_id=case, limit=1) == [second.notification_id]
    assert len(await ids(state="delivered")) == 2
    assert await ids(case_id=str(uuid4())) == []


@pytest.mark.parametrize("token", ["", "wrong", TOKEN + "x", "é"])
async def test_only_operators_read_it(notifier, token):
    headers = {"authorization": f"Bearer {token}".encode()} if token else {}
    async with notifier.http("") as client:
        for path in ("/v1/deliveries", f"/v1/deliveries/{uuid4()}"):
            answer = await client.get(path, headers=headers)
            assert answer.status_code == 401
            assert answer.headers["www-authenticate"] == "Bearer"
            assert answer.headers["content-type"] == "application/problem+json"


async def test_unknown_and_malformed(notifier):
    async with notifier.http() as client:
        assert (await client.get(f"/v1/deliveries/{uuid4()}")).status_code == 404
        for query in ({"limit": 0}, {"limit": 501}, {"case_id": "x"}, {"state": "gone"}):
            answer = await client.get("/v1/deliveries", params=query)
            assert answer.status_code == 400, query
            assert answer.headers["content-type"] == "application/problem+json"


@pytest.mark.slow
async def test_schemathesis_finds_nothing(notifier):
    import asyncio

    tool = Path(sys.executable).with_name("st")
    process = await asyncio.to_thread(
        subprocess.run,
        [
            str(tool), "run", f"http://127.0.0.1:{notifier.port}/schema/openapi.json",
            "--header", f"Authorization: Bearer {TOKEN}",
            "--max-examples", "40", "--phases", "examples,coverage,fuzzing", "--no-color",
            "--request-timeout", "10", "--generation-database", "none", "--exclude-checks", "ignored_auth",
        ],
        capture_output=True, text=True, timeout=150, check=False,
        env={**os.environ, "NO_PROXY": "127.0.0.1"},
    )  # fmt: skip
    assert process.returncode == 0, process.stdout[-6000:] + process.stderr[-2000:]
