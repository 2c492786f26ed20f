"""``GET /v1/receipts/{code}``: the public status of a report, as JSON or as a page."""

import time
from typing import Any

from litestar import Response, get
from litestar.openapi.datastructures import ResponseSpec
from litestar.types import ControllerRouterHandler

from services.intake.domain.rate_limit import RateLimit
from services.intake.domain.status import Status
from services.intake.http.common import HEADERS, AnyRequest, network, too_many, unavailable
from services.intake.http.openapi import StatusOperation, problems
from services.intake.http.pages import Pages
from services.intake.lookup import Lookup
from services.intake.settings import IntakeSettings
from shared.mongo import TRANSIENT
from shared.problems import ProblemError


class StatusDesk:
    """Answers look-ups, so many a minute for each network."""

    def __init__(self, lookup: Lookup, limit: RateLimit, settings: IntakeSettings) -> None:
        self._lookup = lookup
        self._limit = limit
        self._settings = settings

    async def status(self, request: AnyRequest, typed: str) -> Status:
        """The status behind a code. Raises ProblemError: 404, 429, 503."""
        wait = self._limit.wait(network(request, self._settings.proxy_hops), time.monotonic())
        if wait:
            raise too_many(wait)
        try:
            found = await self._lookup.status(typed)
        except TRANSIENT:
            raise unavailable(self._settings.retry_after_s) from None
        if found is None:
            raise ProblemError(
                404,
                "No such receipt",
                "Check the code: 16 letters and digits, as on the receipt.",
                slug="no-such-receipt",
            )
        return found


def routes(desk: StatusDesk, pages: Pages) -> list[ControllerRouterHandler]:
    """The status of a report for programs, and for browsers that follow its address."""

    @get(
        "/v1/receipts/{code:str}",
        operation_class=StatusOperation,
        operation_id="readReceipt",
        summary="What became of a report",
        responses={
            200: ResponseSpec(Status, generate_examples=False, description="The status of the report."),
            **problems(400, 404, 429, 503),
        },
        tags=["receipts"],
    )
    async def read_receipt(request: AnyRequest, code: str) -> Response[Any]:
        """What became of a report. A valid code that isn't stored yet is answered as received."""
        page = wants_page(request)
        try:
            found = await desk.status(request, code)
        except ProblemError as problem:
            if page:
                return pages.problem(problem)
            raise
        if page:
            return pages.status(found)
        return Response(found, headers=HEADERS | {"Vary": "Accept"})

    return [read_receipt]


def wants_page(request: AnyRequest) -> bool:
    """Whether the client is a browser: it names HTML, and before JSON if it names both."""
    accept = request.headers.get("accept", "").lower()
    page, data = accept.find("text/html"), accept.find("application/json")
    return page >= 0 and (data < 0 or page < data)
