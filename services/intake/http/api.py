"""The API for channels: one report, or many as NDJSON."""

import asyncio
import re
from typing import Annotated

import msgspec
from litestar import Response, post
from litestar.openapi.datastructures import ResponseSpec
from litestar.openapi.spec import SecurityRequirement
from litestar.params import Parameter
from litestar.types import ControllerRouterHandler, Guard

from services.intake.admission import YIELD_EVERY, Accepted, Admission
from services.intake.domain.refusal import Fault, RefusedError
from services.intake.domain.submission import KEY_PATTERN, Submission, check
from services.intake.http.common import (
    HEADERS,
    AnyRequest,
    channel_of,
    refused,
    require_type,
    unavailable,
)
from services.intake.http.decoding import read_line, read_report
from services.intake.http.openapi import BEARER, NDJSON, BatchOperation, ReportOperation, problems
from services.intake.keeper import UnavailableError
from services.intake.settings import IntakeSettings
from services.intake.units import Units
from shared.contracts.taxonomy import Channel
from shared.problems import ProblemError
from shared.telemetry import Metrics
from shared.tracing import Tracing

TRACEPARENT = re.compile("00-[0-9a-f]{32}-[0-9a-f]{16}-[0-9a-f]{2}")
SECURITY: list[SecurityRequirement] = [{BEARER: []}]


class AcceptedOut(msgspec.Struct, omit_defaults=True):
    """A report was accepted: it is durable and will be dealt with."""

    report_id: str
    receipt: str
    status_url: str
    warnings: list[dict[str, str]] = []


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


class Api:
    """Handlers of the API and what they need."""

    def __init__(
        self,
        admission: Admission,
        units: Units,
        settings: IntakeSettings,
        public_url: str,
        metrics: Metrics,
        tracing: Tracing,
    ) -> None:
        self._admission = admission
        self._units = units
        self._settings = settings
        self._status_url = f"{public_url.rstrip('/')}/v1/receipts/"
        self._metrics = metrics
        self._tracing = tracing

    async def one(self, request: AnyRequest, body: bytes, key: str | None) -> AcceptedOut:
        """Accept one report. Raises ProblemError."""
        require_type(request, {"application/json"})
        try:
            submission, warnings = check(read_report(body), channel_of(request), key, self._units.find)
        except RefusedError as error:
            self._metrics.reports_refused.labels(error.faults[0].code).inc()
            raise refused(error.faults) from None
        (accepted,) = await self._admit(request, "POST /v1/reports", [submission])
        return AcceptedOut(
            accepted.report_id,
            accepted.receipt,
            self._status_url + accepted.receipt,
            [warning.as_error() for warning in warnings],
        )

    async def many(self, request: AnyRequest, body: bytes) -> bytes:
        """Accept the good lines of a batch, answer every line. Raises ProblemError."""
        require_type(request, {NDJSON, "application/jsonl", "application/ndjson", "application/json-lines"})
        lines = body.removesuffix(b"\n").split(b"\n") if body else []
        if not lines:
            raise ProblemError(400, "The batch is empty", "Send one JSON object a line.", slug="batch-empty")
        if len(lines) > self._settings.batch_max_lines:
            raise ProblemError(
                413,
                "The batch has too many lines",
                f"Send at most {self._settings.batch_max_lines} lines at once; nothing was accepted.",
                slug="batch-too-long",
            )
        checked = await self._check_lines(lines, channel_of(request))
        good = [line for line, _ in checked if isinstance(line, Submission)]
        accepted = iter(await self._admit(request, "POST /v1/reports:batch", good) if good else ())
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
            status_url=self._status_url + accepted.receipt,
            warnings=[warning.as_error() for warning in warnings],
        )

    async def _check_lines(
        self, lines: list[bytes], channel: Channel
    ) -> list[tuple[Submission | None, list[Fault]]]:
        checked: list[tuple[Submission | None, list[Fault]]] = []
        for count, line in enumerate(lines, 1):
            try:
                report = read_line(line)
                checked.append(check(report, channel, report.idempotency_key, self._units.find))
            except RefusedError as error:
                self._metrics.reports_refused.labels(error.faults[0].code).inc()
                checked.append((None, list(error.faults)))
            if count % YIELD_EVERY == 0:
                await asyncio.sleep(0)
        return checked

    async def _admit(self, request: AnyRequest, name: str, submissions: list[Submission]) -> list[Accepted]:
        given = request.headers.get("traceparent", "")
        parent = given if TRACEPARENT.fullmatch(given) else None
        try:
            with self._tracing.span(name, parent, reports=len(submissions)) as traceparent:
                return await self._admission.admit(submissions, traceparent)
        except UnavailableError:
            raise unavailable(self._settings.retry_after_s) from None


def _refused_line(number: int, faults: list[Fault]) -> LineOut:
    problem = refused(faults).problem
    return LineOut(number, problem.status, problem.title, problem.detail, errors=problem.errors)


def routes(api: Api, guard: Guard, settings: IntakeSettings) -> list[ControllerRouterHandler]:
    """``POST /v1/reports`` and ``POST /v1/reports:batch``."""

    @post(
        "/v1/reports",
        status_code=202,
        guards=[guard],
        request_max_body_size=settings.max_body_bytes,
        operation_class=ReportOperation,
        operation_id="acceptReport",
        summary="Accept a report",
        responses=problems(400, 401, 413, 415, 503),
        security=SECURITY,
        tags=["reports"],
    )
    async def accept_report(
        request: AnyRequest,
        body: bytes,
        idempotency_key: Annotated[
            str | None,
            Parameter(
                header="Idempotency-Key",
                pattern=KEY_PATTERN,
                description="required unless the body has an external_id; a retry with the same key is the"
                " same report and gets the same receipt",
            ),
        ] = None,
    ) -> Response[AcceptedOut]:
        """Accept a report. The answer comes after the report is durable."""
        return Response(await api.one(request, body, idempotency_key), headers=HEADERS)

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
        return Response(await api.many(request, body), media_type=NDJSON, headers=HEADERS)

    return [accept_report, accept_batch]
