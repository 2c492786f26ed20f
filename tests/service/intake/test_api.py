"""One report by the API: who may, what is taken, what is answered, what a retry does."""

import json
from datetime import UTC, datetime

import msgspec
import pytest

from services.intake.domain.sealing import unseal
from shared import units
from shared.contracts.envelope import read_headers
from shared.contracts.events import ReportReceived
from shared.contracts.taxonomy import Channel
from tests.service.intake.harness import SEAL_PRIVATE, Intake, bearer, published, running

TEXT = "Cống trước nhà số 12 tắc ba hôm nay, gọi 0950123456 hoặc diem@example.vn"
CLEAN = "Cống trước nhà [ADDRESS] tắc ba hôm nay, gọi [PHONE] hoặc [EMAIL]"


async def test_a_report_is_accepted_published_redacted_and_stored(intake: Intake):
    trace = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01"
    answer = await intake.client.post(
        "/v1/reports",
        json={
            "text": f"  {TEXT}\r\n",
            "reported_from": "phường hoàng mai",
            "occurred_at": "2026-11-13T07:45:00+07:00",
            "sender": "+84 950 123 456",
            "attachments": [{"ref": "img/7f3a.jpg", "media_type": "image/jpeg", "size_bytes": 12345}],
        },
        headers=bearer(Channel.ZALO) | {"Idempotency-Key": intake.key("full"), "traceparent": trace},
    )
    assert answer.status_code == 202, answer.text
    body = answer.json()
    assert set(body) == {"report_id", "receipt", "status_url"}
    assert body["status_url"] == f"http://reports.example/v1/receipts/{body['receipt']}"
    assert answer.headers["cache-control"] == "no-store"

    bootstrap = intake.service.parts.settings.kafka_bootstrap
    key = body["report_id"].encode()
    received, sealed = sorted(
        await published(
            bootstrap, "reports.received", "reports.sealed", wanted=lambda r: r.key == key, count=2
        ),
        key=lambda r: r.topic,
    )
    event = msgspec.json.decode(received.value, type=ReportReceived)
    assert event.text == CLEAN
    assert event.channel is Channel.ZALO
    assert event.reported_from == units.find_unit("Phường Hoàng Mai, Hà Nội")
    assert event.occurred_at == datetime(2026, 11, 13, 0, 45, tzinfo=UTC)
    assert len(event.source_mark) == 32
    assert event.attachments[0].ref == "img/7f3a.jpg"
    assert {r.kind: r.count for r in event.redactions} == {"ADDRESS": 1, "EMAIL": 1, "PHONE": 1}
    assert read_headers(received.headers).traceparent == trace
    assert read_headers(sealed.headers).traceparent == trace

    stored = await intake.stored("reports", body["report_id"])
    assert stored["text"] == CLEAN
    assert body["receipt"] not in json.dumps(stored, default=str)
    original = await intake.stored("sealed", body["report_id"])
    opened = unseal(original["sealed"], SEAL_PRIVATE)
    assert (opened.text, opened.sender) == (f"  {TEXT}\r\n", "+84 950 123 456")
    assert event.sealed_ref == f"{original['key_id']}/{body['report_id']}"


async def test_a_retry_is_the_same_report(intake: Intake):
    first = await intake.send("Đèn đường hỏng", intake.key("retry"))
    again = await intake.send("Đèn đường hỏng", intake.key("retry"))
    assert first.json() == again.json()
    other_channel = await intake.send("Đèn đường hỏng", intake.key("retry"), Channel.SMS)
    assert other_channel.json()["report_id"] != first.json()["report_id"]
    by_external_id = await intake.client.post(
        "/v1/reports",
        json={"text": "Đèn đường hỏng", "external_id": intake.key("retry")},
        headers=bearer(),
    )
    assert by_external_id.json() == first.json()
    await intake.stored("reports", first.json()["report_id"])
    assert len(await intake.documents("reports", _id=first.json()["report_id"])) == 1


@pytest.mark.parametrize(
    "headers",
    [{}, {"Authorization": "Bearer wrong"}, {"Authorization": "Basic eDp5"}, {"Authorization": "Bearer"}],
)
@pytest.mark.parametrize("path", ["/v1/reports", "/v1/reports:batch"])
async def test_no_token_no_report(intake: Intake, headers: dict[str, str], path: str):
    answer = await intake.client.post(path, content=b"{", headers=headers)
    assert answer.status_code == 401
    assert answer.headers["content-type"] == "application/problem+json"
    assert answer.headers["www-authenticate"].startswith("Bearer")


@pytest.mark.parametrize(
    ("body", "field", "code"),
    [
        (b"", "body", "json"),
        (b"{", "body", "json"),
        (b"\xff\xfe{", "body", "json"),
        (b'{"text":"\xff"}', "body", "json"),
        (b'{"text":"\\ud800"}', "body", "json"),
        (b"[" * 100_000, "body", "type"),
        (b"[]", "body", "type"),
        (b'"text"', "body", "type"),
        (b'{"text":5}', "text", "type"),
        (b"{}", "body", "type"),
        (b'{"text":"x","reported_form":"y"}', "body", "type"),
        (b'{"text":"x","occurred_at":"hom qua"}', "occurred_at", "type"),
        (b'{"text":"x","occurred_at":"2026-11-13T07:45:00"}', "occurred_at", "type"),
        (b'{"text":"x","occurred_at":"0001-01-01T00:00:00+14:00"}', "occurred_at", "year"),
        (b'{"text":"x","attachments":[{"ref":"../x"}]}', "attachments[0].ref", "type"),
        (
            b'{"text":"x","attachments":[{"ref":"0950123456.jpg","media_type":"image/png","size_bytes":1}]}',
            "attachments.ref",
            "personal_data",
        ),
        (b'{"text":"a\\u0000b"}', "text", "nul"),
        (b'{"text":"  \\n "}', "text", "empty"),
        (b'{"text":"' + b"a" * 4001 + b'"}', "text", "too_long"),
        (b'{"text":"x","external_id":"\xc3\xa9"}', "external_id", "type"),
    ],
)
async def test_bad_bodies_are_refused_by_field(intake: Intake, body: bytes, field: str, code: str):
    answer = await intake.client.post(
        "/v1/reports",
        content=body,
        headers=bearer() | {"Idempotency-Key": intake.key(), "Content-Type": "application/json"},
    )
    assert answer.status_code == 400, answer.text
    assert answer.headers["content-type"] == "application/problem+json"
    (error,) = answer.json()["errors"]
    assert (error["field"], error["code"]) == (field, code)
    assert error["hint"]
    assert error["hint_vi"]


async def test_the_largest_text_fits_and_its_length_is_counted_after_nfc(intake: Intake):
    decomposed = "e\u0302\u0301" * 4000
    assert (await intake.send(decomposed)).status_code == 202
    assert (await intake.send("\U0001f6a8" * 4000)).status_code == 202


async def test_a_key_is_needed(intake: Intake):
    answer = await intake.client.post("/v1/reports", json={"text": "x"}, headers=bearer())
    assert answer.status_code == 400
    assert answer.json()["errors"][0]["field"] == "Idempotency-Key"
    for key in ("a" * 201, "é".encode("latin-1")):
        answer = await intake.client.post(
            "/v1/reports", json={"text": "x"}, headers=bearer() | {"Idempotency-Key": key}
        )
        assert answer.status_code == 400


async def test_an_unknown_unit_is_a_warning(intake: Intake):
    answer = await intake.send("Ngõ ngập", reported_from="phường Không Có Thật")
    assert answer.status_code == 202
    assert answer.json()["warnings"][0]["field"] == "reported_from"


async def test_huge_bodies_are_cut(intake: Intake):
    answer = await intake.send("a" * 300_000)
    assert answer.status_code == 413
    assert answer.headers["content-type"] == "application/problem+json"


async def test_another_media_type_is_refused(intake: Intake):
    answer = await intake.client.post(
        "/v1/reports",
        content=b"text=x",
        headers=bearer() | {"Content-Type": "application/x-www-form-urlencoded", "Idempotency-Key": "k"},
    )
    assert answer.status_code == 415


async def test_wrong_methods_and_paths_are_problems(intake: Intake):
    for method, path, status in (("GET", "/v1/reports", 405), ("GET", "/v1/nix", 404), ("PUT", "/", 405)):
        answer = await intake.client.request(method, path)
        assert answer.status_code == status
        assert answer.headers["content-type"] == "application/problem+json"


async def test_a_text_that_cannot_be_redacted_is_held_sealed(common):

    def broken(text: str):
        raise RuntimeError(text)

    async with running(common, redactor=broken) as intake:
        answer = await intake.send("Số của tôi là 0950123456")
        assert answer.status_code == 202
        report_id = answer.json()["report_id"]
        sealed = await intake.stored("sealed", report_id)
        assert unseal(sealed["sealed"], SEAL_PRIVATE).text == "Số của tôi là 0950123456"
        held = await intake.stored("reports", report_id)
        assert held["held"] is True
        assert "text" not in held
        status = await intake.status(answer.json()["receipt"])
        assert status["state"] == "held"


async def test_metrics_count_reports(intake: Intake):
    await intake.send("Cây đổ chắn ngõ", channel=Channel.HOTLINE)
    text = (await intake.client.get("/metrics")).text
    assert 'haichieu_reports_accepted_total{channel="hotline",durable_in="kafka"} 1.0' in text
    assert 'haichieu_reports_refused_total{reason="unauthorised"}' in text
    assert 'haichieu_stage_latency_seconds_count{stage="received"}' in text


async def test_a_request_is_a_span_of_the_callers_trace(common):
    from unittest.mock import patch

    from opentelemetry.sdk.trace.export.in_memory_span_exporter import InMemorySpanExporter

    from shared.tracing import Tracing

    exporter = InMemorySpanExporter()
    caller = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01"
    with patch("shared.service.Tracing", lambda name, _: Tracing(name, exporter=exporter)):
        async with running(common, consume=False) as intake:
            sent = await intake.client.post(
                "/v1/reports",
                json={"text": TEXT},
                headers=bearer() | {"Idempotency-Key": intake.key(), "traceparent": caller},
            )
            await intake.client.post("/", data={"text": "Đèn hỏng"})
            await intake.send("x", intake.key("bad trace"))
            intake.service.parts.tracing.close()
    spans = exporter.get_finished_spans()
    assert [span.name for span in spans] == ["POST /v1/reports", "POST /", "POST /v1/reports"]
    assert f"{spans[0].context.trace_id:032x}" == caller.split("-")[1]
    assert f"{spans[0].parent.span_id:016x}" == caller.split("-")[2]
    assert "0950" not in str([dict(span.attributes) for span in spans])
    key = sent.json()["report_id"].encode()
    (record,) = await published(
        common.kafka_bootstrap, "reports.received", wanted=lambda r: r.key == key, count=1
    )
    traceparent = read_headers(record.headers).traceparent
    assert traceparent == f"00-{spans[0].context.trace_id:032x}-{spans[0].context.span_id:016x}-01"


@pytest.mark.parametrize("given", ["", "x", "00-" + "0" * 32, "é".encode("latin-1")])
async def test_a_broken_traceparent_is_dropped(intake: Intake, given):
    answer = await intake.client.post(
        "/v1/reports",
        json={"text": "x"},
        headers=bearer() | {"Idempotency-Key": intake.key(), "traceparent": given},
    )
    assert answer.status_code == 202
