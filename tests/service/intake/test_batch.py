"""Many reports at once: an answer a line, in order; good lines are taken even when others are bad."""

import json
import time

import pytest

from shared.contracts.taxonomy import Channel
from tests.service.intake.harness import Intake, bearer, published

NDJSON = {"Content-Type": "application/x-ndjson"}


async def send(intake: Intake, body: bytes, **headers: str):
    return await intake.client.post(
        "/v1/reports:batch", content=body, headers=bearer(Channel.EXCEL) | NDJSON | headers
    )


def lines(answer) -> list[dict]:
    return [json.loads(line) for line in answer.text.splitlines()]


async def test_each_line_has_its_answer_in_order(intake: Intake):
    body = b"\n".join(
        [
            json.dumps({"text": "Rác ứ đọng", "idempotency_key": intake.key("a")}).encode(),
            b"{broken",
            b"",
            json.dumps({"text": " ", "idempotency_key": intake.key("b")}).encode(),
            json.dumps({"text": "Không có khóa"}).encode(),
            json.dumps({"text": "Mất nước", "external_id": intake.key("c")}).encode(),
            json.dumps({"text": "Rác ứ đọng", "idempotency_key": intake.key("a")}).encode(),
            b'{"text":"\xff"}',
            json.dumps({"text": "x" + " " * 1_000_000, "idempotency_key": intake.key("pad")}).encode(),
        ]
    )
    answer = await send(intake, body)
    assert answer.status_code == 202
    assert answer.headers["content-type"] == "application/x-ndjson"
    found = lines(answer)
    assert [line["line"] for line in found] == list(range(1, 10))
    assert [line["status"] for line in found] == [202, 400, 400, 400, 400, 202, 202, 400, 400]
    assert found[0] | {"line": 7} == found[6]
    assert found[4]["errors"][0]["code"] == "required"
    assert all(line["title"] and line["detail"] for line in found if line["status"] == 400)
    for good in (found[0], found[5]):
        await intake.stored("reports", good["report_id"])


async def test_a_retry_of_a_batch_gives_the_same_answers(intake: Intake):
    body = b"\n".join(
        json.dumps({"text": f"Phản ánh số {i}", "idempotency_key": intake.key(f"r{i}")}).encode()
        for i in range(40)
    )
    first, again = await send(intake, body), await send(intake, body + b"\n")
    assert first.text == again.text


async def test_a_single_report_and_a_line_share_their_id(intake: Intake):
    line = json.dumps({"text": "Ngập", "idempotency_key": intake.key("same")}).encode()
    (by_batch,) = lines(await send(intake, line))
    alone = await intake.send("Ngập", intake.key("same"), Channel.EXCEL)
    assert alone.json()["report_id"] == by_batch["report_id"]
    assert alone.json()["receipt"] == by_batch["receipt"]


@pytest.mark.parametrize(
    ("body", "status"), [(b"", 400), (b"\n" * 10_001, 413), (b"x" * (33 * 1024 * 1024), 413)], ids=range(3)
)
async def test_batches_have_bounds(intake: Intake, body: bytes, status: int):
    answer = await send(intake, body)
    assert answer.status_code == status
    assert answer.headers["content-type"] == "application/problem+json"


async def test_only_bad_lines_publish_nothing_and_still_answer(intake: Intake):
    answer = await send(intake, b"1\n2\n")
    assert answer.status_code == 202
    assert [line["status"] for line in lines(answer)] == [400, 400]


async def test_another_media_type_is_refused(intake: Intake):
    answer = await send(intake, b"{}", **{"Content-Type": "text/csv"})
    assert answer.status_code == 415


async def test_ten_thousand_lines_leave_the_loop_responsive(intake: Intake):
    body = b"\n".join(
        json.dumps(
            {"text": f"Đèn số {i} hỏng, báo 0950 123 456", "idempotency_key": intake.key(f"m{i}")}
        ).encode()
        for i in range(10_000)
    )
    import asyncio

    posting = asyncio.create_task(send(intake, body))
    slowest = 0.0
    while not posting.done():
        started = time.perf_counter()
        await intake.client.get("/health/live")
        slowest = max(slowest, time.perf_counter() - started)
    found = lines(await posting)
    assert {line["status"] for line in found} == {202}
    assert len({line["report_id"] for line in found}) == 10_000
    assert slowest < 2.0
    ids = {line["report_id"].encode() for line in found}
    records = await published(
        intake.service.parts.settings.kafka_bootstrap,
        "reports.received",
        wanted=lambda r: r.key in ids,
        count=10_000,
    )
    assert {r.key for r in records} == ids
    assert not any(b"0950 123" in r.value for r in records)
