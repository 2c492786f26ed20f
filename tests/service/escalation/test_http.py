"""The HTTP interface on a real server: who may call, what is refused and why, and what Schemathesis finds."""

import asyncio
import os
import sys
from collections.abc import AsyncIterator
from dataclasses import dataclass
from pathlib import Path
from uuid import uuid4

import httpx
import pytest

from deploy.local.ports import free_ports
from services.escalation.http import routes
from shared import http, tokens
from shared.contracts.taxonomy import Topic, Urgency
from tests.service.escalation.conftest import HOANG_MAI, World

UNION = f"{HOANG_MAI}/union"
SECONDS = 40


@dataclass
class Served:
    """A running server and a client for each caller."""

    url: str
    operator: httpx.AsyncClient
    union: httpx.AsyncClient
    nobody: httpx.AsyncClient
    token: str


@pytest.fixture
async def served(world: World) -> AsyncIterator[Served]:
    operator, operator_line = tokens.make("operator")
    union, union_line = tokens.make(UNION)
    known = tokens.parse(f"{operator_line},{union_line}")
    [port] = free_ports(1)
    app = http.make_app("haichieu escalation", "1", routes(world.engine, world.store, known))
    server = http.make_server(app, "127.0.0.1", port)
    serving = asyncio.create_task(server.serve())
    await http.wait_started(server, serving)
    url = f"http://127.0.0.1:{port}"
    clients = [
        httpx.AsyncClient(base_url=url, headers={"Authorization": f"Bearer {t}"} if t else {})
        for t in (operator, union, "")
    ]
    yield Served(url, *clients, operator)
    for client in clients:
        await client.aclose()
    server.should_exit = True
    await serving


async def open_case(world: World, urgency: Urgency = Urgency.HIGH) -> str:
    await world.engine.attach([world.report(HOANG_MAI, Topic.TRAFFIC, urgency)])
    return (await world.documents())[-1]["_id"]


async def test_nobody_reads_or_orders_without_a_token(world: World, served: Served):
    case = await open_case(world)
    for answer in (
        await served.nobody.get("/v1/cases"),
        await served.nobody.get(f"/v1/cases/{case}"),
        await served.nobody.post(f"/v1/cases/{case}/acknowledge", json={"desk": UNION}),
    ):
        assert answer.status_code == 401
        assert answer.headers["content-type"] == "application/problem+json"


async def test_a_case_with_its_whole_history(world: World, served: Served):
    case = await open_case(world)
    assert (await served.union.post(f"/v1/cases/{case}/acknowledge", json={})).status_code == 200
    whole = (await served.union.get(f"/v1/cases/{case}")).json()
    assert whole["status"] == "acknowledged"
    assert whole["owner"] == UNION
    assert [line["en"].split(" ")[0] for line in whole["history"]] == ["Case", "Acknowledged"]
    assert all(line["vi"] for line in whole["history"])


async def test_an_illegal_order_is_refused_with_the_reason_in_both_languages(world: World, served: Served):
    case = await open_case(world)
    answer = await served.union.post(f"/v1/cases/{case}/reopen", json={})
    assert answer.status_code == 409
    problem = answer.json()
    assert problem["type"] == "urn:haichieu:problem:not-resolved"
    assert "resolved" in problem["title"]
    assert "giải quyết" in problem["detail"]


async def test_a_desk_acts_for_itself_only(world: World, served: Served):
    case = await open_case(world)
    answer = await served.union.post(f"/v1/cases/{case}/acknowledge", json={"desk": "00004/union"})
    assert answer.status_code == 403
    far = await served.operator.post(f"/v1/cases/{case}/acknowledge", json={"desk": "00004/union"})
    assert (far.status_code, far.json()["type"]) == (403, "urn:haichieu:problem:not-responsible")
    unnamed = await served.operator.post(f"/v1/cases/{case}/acknowledge", json={})
    assert unnamed.status_code == 403


async def test_a_repeat_with_the_same_key_is_the_same_command(world: World, served: Served):
    case = await open_case(world)
    key = {"Idempotency-Key": "one"}
    first = await served.union.post(f"/v1/cases/{case}/acknowledge", json={}, headers=key)
    second = await served.union.post(f"/v1/cases/{case}/acknowledge", json={}, headers=key)
    assert (first.status_code, second.status_code) == (200, 200)
    assert first.json()["version"] == second.json()["version"]
    third = await served.union.post(f"/v1/cases/{case}/acknowledge", json={})
    assert third.status_code == 409


async def test_cases_are_found_by_place_topic_status_and_urgency(world: World, served: Served):
    case = await open_case(world, Urgency.EMERGENCY)
    for query, hits in (
        ({"unit": HOANG_MAI}, 1),
        ({"unit": "00004"}, 0),
        ({"topic": "traffic", "least_urgency": 3}, 1),
        ({"topic": "health"}, 0),
        ({"status": "open"}, 1),
        ({"status": "resolved"}, 0),
        ({"overdue": "true"}, 0),
        ({"cursor": int(world.clock.now().timestamp() * 1000)}, 0),
    ):
        found = (await served.union.get("/v1/cases", params=query)).json()["cases"]
        assert [c["id"] for c in found] == [case] * hits, query


@pytest.mark.parametrize(
    "bad",
    [
        b"{",
        b"[]",
        b'{"desk": 5}',
        b'{"note": "' + b"x" * 3000 + b'"}',
        b"\xff\xfe",
        b'{"note": "\\ud800"}',
    ],
    ids=lambda b: repr(b[:20]),
)
async def test_bad_bodies_get_a_clear_answer(world: World, served: Served, bad: bytes):
    case = await open_case(world)
    answer = await served.union.post(
        f"/v1/cases/{case}/resolve", content=bad, headers={"Content-Type": "application/json"}
    )
    assert 400 <= answer.status_code < 500
    assert answer.headers["content-type"] == "application/problem+json"
    assert (await served.union.get(f"/v1/cases/{case}")).json()["status"] == "open"


async def test_a_huge_body_is_cut(world: World, served: Served):
    case = await open_case(world)
    answer = await served.union.post(
        f"/v1/cases/{case}/resolve",
        content=b'{"note": "' + b"x" * 2_000_000 + b'"}',
        headers={"Content-Type": "application/json"},
    )
    assert answer.status_code == 413


@pytest.mark.slow
async def test_schemathesis_finds_nothing(world: World, served: Served, tmp_path: Path):
    await open_case(world)
    process = await asyncio.create_subprocess_exec(
        Path(sys.executable).with_name("schemathesis"),
        *("run", f"{served.url}/schema/openapi.json"),
        *("--header", f"Authorization: Bearer {served.token}"),
        *("--max-time", str(SECONDS), "--seed", "2026", "--continue-on-failure"),
        cwd=tmp_path,
        env=os.environ | {"RUN": uuid4().hex},
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.STDOUT,
    )
    output, _ = await process.communicate()
    assert process.returncode == 0, output.decode()[-6000:]
    assert b"passed" in output
