"""``POST /v1/reports:batch``: many reports as NDJSON, an answer a line, in order."""

import asyncio

import msgspec
from litestar import Response, post
from litestar.openapi.datastructures import ResponseSpec
from litestar.types import ControllerRouterHandler, Guard

from services.intake.admission import YIELD_EVERY, Accepted
from services.intake.domain.refusal import Fault, RefusedError
from services.intake.domain.submission import Submission, check
from services.intake.http.api import SECURITY, Api
from services.intake.http.common import HEADERS, AnyRequest, channel_of, refused, require_type
from services.intake.http.decoding import read_line
from services.intake.http.openapi import NDJSON, BatchOperation, problems
from services.intake.settings import IntakeSettings
from shared.contracts.taxonomy import Channel
from shared.problems import ProblemError

NDJSON_NAMES = {NDJSON, "application/jsonl", "application/ndjson", "application/json-lines"}


class LineOut(msgspec.Struct, omit_defaults=True):
    """The answer to one line of a batch: ``status`` 202 with the ids, or 400 with what is wrong."""

    line: int
    status: int
    title: str = ""
    detail: str = ""
    report_id: str | None = None
    receipt: str | None = None
    status_url: str | None = None
    warnings: list[dict[str, str]] = []
    errors: list[dict[str, str]] = []


class Batch:
    """Takes batches in: good lines are accepted even when others are bad."""

    def __init__(self, api: Api) -> None:
        self._api = api

    async def many(self, request: AnyRequest, body: bytes) -> bytes:
        """Accept the good lines of a batch, answer every line. Raises ProblemError."""
        require_type(request, NDJSON_NAMES)
        lines = body.removesuffix(b"\n").split(b"\n") if body else []
        if not lines:
            raise ProblemError(400, "The batch is empty", "Send one JSON object a line.", slug="batch-empty")
        if len(lines) > self._api.settings.batch_max_lines:
            raise ProblemError(
                413,
                "The batch has too many lines",
                f"Send at most {self._api.settings.batch_max_lines} lines at once; nothing was accepted.",
                slug="batch-too-long",
            )
        checked = await self._check_lines(lines, channel_of(request))
        good = [line for line, _ in checked if isinstance(line, Submission)]
        accepted = iter(await self._api.admit(request, "POST /v1/reports:batch", good) if good else ())
        answers = msgspec.json.Encoder()
        return b"".join(
            answers.encode(
                self._accepted_line(number, next(accepted), faults)
                if isinstance(line, Submission)
                else _refused_line(number, faults)
            )
            + b"\n"
            for number, (line, faults) in enumerate(checked, 1)
        )

    def _accepted_line(self, number: int, accepted: Accepted, warnings: list[Fault]) -> LineOut:
        return LineOut(
            number,
            202,
            report_id=accepted.report_id,
            receipt=accepted.receipt,
            status_url=self._api.status_url(accepted.receipt),
            warnings=[warning.as_error() for warning in warnings],
        )

    async def _check_lines(
        self, lines: list[bytes], channel: Channel
    ) -> list[tuple[Submission | None, list[Fault]]]:
        checked: list[tuple[Submission | None, list[Fault]]] = []
        for count, line in enumerate(lines, 1):
            try:
                report = read_line(line)
                checked.append(check(report, channel, report.idempotency_key, self._api.units.find))
            except RefusedError as error:
                self._api.metrics.reports_refused.labels(error.faults[0].code).inc()
                checked.append((None, list(error.faults)))
            if count % YIELD_EVERY == 0:
                await asyncio.sleep(0)
        return checked


def _refused_line(number: int, faults: list[Fault]) -> LineOut:
    problem = refused(faults).problem
    return LineOut(number, problem.status, problem.title, problem.detail, errors=problem.errors)


def routes(batch: Batch, guard: Guard, settings: IntakeSettings) -> list[ControllerRouterHandler]:
    """``POST /v1/reports:batch``."""

    @post(
        "/v1/reports:batch",
        status_code=202,
        guards=[guard],
        request_max_body_size=settings.batch_max_bytes,
        operation_class=BatchOperation,
        operation_id="acceptBatch",
        summary="Accept many reports",
        responses={
            202: ResponseSpec(
                bytes,
                generate_examples=False,
                description="One answer a line, in order: `{line, status: 202, report_id, receipt, status_url}`"
                " or `{line, status: 400, errors}`.",
                media_type=NDJSON,
            ),
            **problems(400, 401, 413, 415, 503),
        },
        security=SECURITY,
        tags=["reports"],
    )
    async def accept_batch(request: AnyRequest, body: bytes) -> Response[bytes]:
        """Accept many reports, one JSON object a line. Good lines are accepted even when others are bad."""
        return Response(await batch.many(request, body), media_type=NDJSON, headers=HEADERS)

    return [accept_batch]
