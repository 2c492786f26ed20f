"""Reports from a JSON-lines file through intake's batch interface, each with the token of its channel."""

import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import httpx

BATCH_LINES = 500
TIMEOUT_S = 60.0


@dataclass(frozen=True, slots=True)
class Answer:
    """What intake said to one report. ``receipt`` is empty when it was refused, ``problem`` when it was not."""

    external_id: str
    report_id: str = ""
    receipt: str = ""
    problem: str = ""


def read(path: Path) -> list[dict[str, object]]:
    """The reports of a sample file. Raises ValueError naming the line that is no JSON."""
    reports = []
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        try:
            reports.append(json.loads(line))
        except json.JSONDecodeError as error:
            raise ValueError(f"{path.name}, line {number}: {error}") from error
    return reports


def send(
    reports: Sequence[Mapping[str, object]],
    base_url: str,
    tokens: Mapping[str, str],
    told: Callable[[int], None] = lambda _: None,
) -> list[Answer]:
    """Send reports grouped by channel; ``told`` hears how many more were answered.

    Raises httpx.HTTPError when intake doesn't answer, KeyError for a channel without a token.
    """
    answers: list[Answer] = []
    with httpx.Client(base_url=base_url, timeout=TIMEOUT_S) as client:
        for channel, batch in _batches(reports):
            answer = client.post(
                "/v1/reports:batch",
                content="\n".join(json.dumps(_line(r), ensure_ascii=False) for r in batch).encode(),
                headers={
                    "Authorization": f"Bearer {tokens[channel]}",
                    "Content-Type": "application/x-ndjson",
                },
            )
            answer.raise_for_status()
            lines = [json.loads(line) for line in answer.text.splitlines()]
            answers += [_answer(report, line) for report, line in zip(batch, lines, strict=True)]
            told(len(batch))
    return answers


def _line(report: Mapping[str, object]) -> dict[str, object]:
    return {
        "idempotency_key": report["id"],
        "text": report["text"],
        "reported_from": report.get("reported_from"),
        "occurred_at": report.get("received_at"),
    }


def _answer(report: Mapping[str, object], line: Mapping[str, object]) -> Answer:
    external = str(report["id"])
    if "report_id" in line:
        return Answer(external, str(line["report_id"]), str(line["receipt"]))
    return Answer(external, problem=str(line.get("detail") or line.get("title") or line))


def _batches(
    reports: Sequence[Mapping[str, object]],
) -> Iterable[tuple[str, list[Mapping[str, object]]]]:
    by_channel: dict[str, list[Mapping[str, object]]] = {}
    for report in reports:
        by_channel.setdefault(str(report.get("channel") or "api"), []).append(report)
    for channel, batch in by_channel.items():
        for start in range(0, len(batch), BATCH_LINES):
            yield channel, batch[start : start + BATCH_LINES]
