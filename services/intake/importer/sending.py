"""Rows to intake, through the batch interface; patient with a system that is busy, for repeats are harmless."""

import asyncio
from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple

import httpx
import msgspec

from services.intake.importer.reading import Row

CHUNK = 1_000
TRIES = 6
FIRST_PAUSE_S = 0.5
MAX_PAUSE_S = 30.0
TIMEOUT_S = 60.0
ACCEPTED, UNAUTHORISED, UNAVAILABLE = 202, 401, 503


class Sent(NamedTuple):
    """What intake answered to a row: ids, or ``problem`` when it refused the row."""

    row: Row
    report_id: str = ""
    receipt: str = ""
    problem: str = ""
    problem_vi: str = ""


class SendError(RuntimeError):
    """Intake could not be reached or takes nothing from this sender. ``vi`` says it in Vietnamese."""

    def __init__(self, vi: str, en: str) -> None:
        super().__init__(en)
        self.vi = vi
        self.en = en


async def send(rows: Sequence[Row], base_url: str, token: str) -> list[Sent]:
    """Send rows and return an answer for each, in order. Raises SendError; then it is safe to send all again."""
    sent: list[Sent] = []
    async with httpx.AsyncClient(base_url=base_url, timeout=TIMEOUT_S) as client:
        for start in range(0, len(rows), CHUNK):
            sent += [answer async for answer in _chunk(client, rows[start : start + CHUNK], token)]
    return sent


async def _chunk(client: httpx.AsyncClient, rows: Sequence[Row], token: str) -> Any:
    body = b"\n".join(msgspec.json.encode(line) for line in map(_line, rows))
    answer = await _post(client, body, token)
    lines = [msgspec.json.decode(line) for line in answer.content.splitlines()]
    for row, line in zip(rows, lines, strict=True):
        yield _sent(row, line)


def _line(row: Row) -> dict[str, Any]:
    return {
        "external_id": row.external_id,
        "text": row.text,
        "reported_from": row.unit,
        "occurred_at": row.occurred_at,
    }


def _sent(row: Row, line: dict[str, Any]) -> Sent:
    if line["status"] == ACCEPTED:
        return Sent(row, line["report_id"], line["receipt"])
    errors = line.get("errors") or [{}]
    return Sent(row, problem=str(line.get("detail")), problem_vi=str(errors[0].get("hint_vi", "")))


async def _post(client: httpx.AsyncClient, body: bytes, token: str) -> httpx.Response:
    headers = {"Authorization": f"Bearer {token}", "Content-Type": "application/x-ndjson"}
    for pause in _pauses():
        try:
            answer = await client.post("/v1/reports:batch", content=body, headers=headers)
        except httpx.TransportError as error:
            problem = SendError(
                f"Không kết nối được tới {client.base_url} ({type(error).__name__}).",
                f"Cannot reach {client.base_url} ({type(error).__name__}).",
            )
            wait = pause
        else:
            if answer.status_code == ACCEPTED:
                return answer
            problem = _refused(answer)
            if answer.status_code != UNAVAILABLE:
                raise problem
            wait = max(pause, float(answer.headers.get("retry-after", 0))) if pause else 0
        if not pause:
            raise problem
        await asyncio.sleep(min(wait, MAX_PAUSE_S))
    raise AssertionError


def _pauses() -> Iterator[float]:
    """Pauses after each try; 0 after the last."""
    yield from (min(FIRST_PAUSE_S * 2**i, MAX_PAUSE_S) for i in range(TRIES - 1))
    yield 0.0


def _refused(answer: httpx.Response) -> SendError:
    if answer.status_code == UNAUTHORISED:
        return SendError(
            "Mã truy cập (token) không đúng; hãy hỏi người quản trị.",
            "The token is not accepted; ask the operator for the token of the channel `excel`.",
        )
    if answer.status_code == UNAVAILABLE:
        return SendError(
            "Hệ thống đang bận; hãy nhập lại tệp sau ít phút.",
            "The system is busy; import the file again in a few minutes.",
        )
    return SendError(
        f"Hệ thống từ chối (HTTP {answer.status_code}).", f"Refused with HTTP {answer.status_code}."
    )
