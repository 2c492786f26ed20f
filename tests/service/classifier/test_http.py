"""The classifier's HTTP interface on a real server: reviews to read, corrections to send, what is refused."""

import asyncio
import sys
from collections.abc import AsyncIterator
from dataclasses import dataclass
from pathlib import Path

import httpx
import pytest

from deploy.local.ports import free_ports
from services.classifier.http import routes
from services.classifier.reviewing import Reviewing
from shared import http, tokens
from shared.contracts.taxonomy import Topic
from shared.contracts.topics import CLASSIFICATIONS_COMMANDS
from tests.service.classifier.rig import FIRE, LAMP, UNION, Rig

SECONDS = 30
GOOD = {"topics": ["infrastructure"], "urgency": 1}


@dataclass
class Served:
    """A running server and a client for each caller."""

    url: str
    operator: httpx.AsyncClient
    union: httpx.AsyncClient
    nobody: httpx.AsyncClient
    token: str


@pytest.fixture
async def served(rig: Rig) -> AsyncIterator[Served]:
    operator, operator_line = tokens.make("operator")
    union, union_line = tokens.make(UNION)
    known = tokens.parse(f"{operator_line},{union_line}")
    [port] = free_ports(1)
    app = http.make_app("haichieu classifier", "1", routes(rig.store, rig.publisher, rig.clock, known))
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


async def queue(rig: Rig, *texts: str) -> list[str]:
    rig.passes.reviewing = Reviewing(share=1.0)
    items = rig.items(*texts)
    await rig.passes.full(items)
    return [item.event.report_id for item in items]


async def test_open_reviews_with_text_and_labels_page_by_page(rig: Rig, served: Served):
    reports = await queue(rig, LAMP, FIRE, "xin chào")
    seen, cursor = [], ""
    for _ in range(4):
        page = (await served.union.get("/v1/reviews", params={"limit": 1, "cursor": cursor})).json()
        seen += page["reviews"]
        cursor = page["next"]
        if cursor is None:
            break
    assert {one["report_id"] for one in seen} == set(reports)
    assert [one["doubt"] for one in seen] == sorted((one["doubt"] for one in seen), reverse=True)
    assert {one["text"] for one in seen} == {LAMP, FIRE, "xin chào"}
    assert all(one["topics"] and one["why"] == "random" for one in seen)


async def test_a_correction_is_on_the_bus_when_it_is_answered_and_kept_once_consumed(
    rig: Rig, served: Served
):
    (report,) = await queue(rig, LAMP)
    answer = await served.union.post(
        f"/v1/reviews/{report}/corrections", json=GOOD | {"places": ["00319"], "note": "đúng rồi"}
    )
    assert answer.status_code == 202
    (sent,) = await rig.published(CLASSIFICATIONS_COMMANDS, {report}, 1)
    command = sent.event
    assert command.command_id == answer.json()["command_id"] == sent.envelope.id
    assert (command.actor.desk, command.actor.via, command.text) == (UNION, "http", None)
    assert (command.topics, command.places) == ((Topic.INFRASTRUCTURE,), ("00319",))
    assert await rig.correct(command) == []
    assert (await served.union.get("/v1/reviews")).json() == {"reviews": [], "next": None}


async def test_a_repeat_with_the_same_key_is_the_same_command(rig: Rig, served: Served):
    (report,) = await queue(rig, LAMP)
    url = f"/v1/reviews/{report}/corrections"
    first, second, third = [
        (await served.union.post(url, json=GOOD, headers={"Idempotency-Key": key})).json()["command_id"]
        for key in ("one", "one", "two")
    ]
    assert first == second != third


async def test_nobody_reads_or_corrects_without_a_token_and_a_desk_for_itself_only(rig: Rig, served: Served):
    (report,) = await queue(rig, LAMP)
    url = f"/v1/reviews/{report}/corrections"
    for answer in (await served.nobody.get("/v1/reviews"), await served.nobody.post(url, json=GOOD)):
        assert answer.status_code == 401
        assert answer.headers["content-type"] == "application/problem+json"
    assert (await served.union.post(url, json=GOOD | {"desk": "00004/union"})).status_code == 403
    assert (await served.operator.post(url, json=GOOD)).status_code == 403
    assert (await served.operator.post(url, json=GOOD | {"desk": "01/union"})).status_code == 202


@pytest.mark.parametrize(
    ("wrong", "status", "told"),
    [
        ({"topics": []}, 400, ""),
        ({"topics": ["politics"]}, 400, ""),
        ({"urgency": 7}, 400, ""),
        ({"places": ["Hoàng Mai"]}, 422, "no unit"),
        ({"topics": ["health", "other"]}, 422, "stands alone"),
        ({"topics": ["health", "health"]}, 422, "different"),
        ({"places": ["99999"]}, 422, "no unit"),
        ({"note": "gọi 0957613882"}, 422, "personal"),
        ({"desk": "chị Hoa"}, 422, "no desk"),
    ],
    ids=repr,
)
async def test_impossible_corrections_are_refused_before_the_bus(
    rig: Rig, served: Served, wrong: dict, status: int, told: str
):
    (report,) = await queue(rig, LAMP)
    body = GOOD | {"desk": "01/union"} | wrong
    answer = await served.operator.post(f"/v1/reviews/{report}/corrections", json=body)
    assert answer.status_code == status, answer.text
    assert told in answer.text
    assert rig.count("haichieu_records_published_total", topic=CLASSIFICATIONS_COMMANDS.name) == 0


async def test_a_report_that_is_not_in_the_queue_is_not_found(rig: Rig, served: Served):
    answer = await served.union.post("/v1/reviews/nothing/corrections", json=GOOD)
    assert (answer.status_code, answer.json()["type"]) == (404, "urn:haichieu:problem:unknown-review")


async def test_without_the_bus_it_says_when_to_come_again(rig: Rig, served: Served):
    (report,) = await queue(rig, LAMP)
    await rig.publisher.stop()
    answer = await served.union.post(f"/v1/reviews/{report}/corrections", json=GOOD)
    assert answer.status_code == 503
    assert answer.headers["retry-after"] == "5"
    assert (await served.union.get("/v1/reviews")).status_code == 200


@pytest.mark.slow
async def test_schemathesis_finds_nothing(rig: Rig, served: Served, tmp_path: Path):
    await queue(rig, LAMP, FIRE)
    # JSON Schema has no word for "a code of a unit in force" and "other stands alone": that is a 422.
    (tmp_path / "schemathesis.toml").write_text(
        '[checks.positive_data_acceptance]\nexpected-statuses = ["2xx", "401", "403", "404", "422", "5xx"]\n'
    )
    process = await asyncio.create_subprocess_exec(
        Path(sys.executable).with_name("schemathesis"),
        *("run", f"{served.url}/schema/openapi.json"),
        *("--header", f"Authorization: Bearer {served.token}"),
        *("--max-time", str(SECONDS), "--seed", "2026", "--continue-on-failure"),
        cwd=tmp_path,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.STDOUT,
    )
    output, _ = await process.communicate()
    assert process.returncode == 0, output.decode()[-6000:]
    assert b"passed" in output
