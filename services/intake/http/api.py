"""The API for channels: ``POST /v1/reports``, and what a batch shares with it."""

import re
from typing import Annotated

import msgspec
from litestar import Response, post
from litestar.openapi.spec import SecurityRequirement
from litestar.params import Parameter
from litestar.types import ControllerRouterHandler, Guard

from services.intake.admission import Accepted, Admission
from services.intake.domain.refusal import RefusedError
from services.intake.domain.submission import KEY_PATTERN, Submission, check
from services.intake.http.common import (
    HEADERS,
    AnyRequest,
    channel_of,
    refused,
    require_type,
    unavailable,
)
from services.intake.http.decoding import read_report
from services.intake.http.openapi import BEARER, ReportOperation, problems
from services.intake.keeper import UnavailableError
from services.intake.settings import IntakeSettings
from services.intake.units import Units
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


class Api:
    """Takes reports of channels in."""

    def __init__(
        self,
        admission: Admission,
        units: Units,
        settings: IntakeSettings,
        public_url: str,
        metrics: Metrics,
        tracing: Tracing,
    ) -> None:
        self.units = units
        self.metrics = metrics
        self.settings = settings
        self._admission = admission
        self._status_url = f"{public_url.rstrip('/')}/v1/receipts/"
        self._tracing = tracing

    async def one(self, request: AnyRequest, body: bytes, key: str | None) -> AcceptedOut:
        """Accept one report. Raises ProblemError."""
        require_type(request, {"application/json"})
        try:
            submission, warnings = check(read_report(body), channel_of(request), key, self.units.find)
        except RefusedError as error:
            self.metrics.reports_refused.labels(error.faults[0].code).inc()
            raise refused(error.faults) from None
        (accepted,) = await self.admit(request, "POST /v1/reports", [submission])
        return AcceptedOut(
            accepted.report_id,
            accepted.receipt,
            self.status_url(accepted.receipt),
            [warning.as_error() for warning in warnings],
        )

    def status_url(self, receipt: str) -> str:
        """The public address of a report's status."""
        return self._status_url + receipt

    async def admit(self, request: AnyRequest, name: str, submissions: list[Submission]) -> list[Accepted]:
        """Take reports in within a span of the caller's trace. Raises ProblemError when nothing is durable."""
        given = request.headers.get("traceparent", "")
        parent = given if TRACEPARENT.fullmatch(given) else None
        try:
            with self._tracing.span(name, parent, reports=len(submissions)) as traceparent:
                return await self._admission.admit(submissions, traceparent)
        except UnavailableError:
            raise unavailable(self.settings.retry_after_s) from None


def routes(api: Api, guard: Guard, settings: IntakeSettings) -> list[ControllerRouterHandler]:
    """``POST /v1/reports``."""

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

    return [accept_report]
