"""The pages' routes: ``/`` shows and takes the form, ``/status`` looks a receipt up."""

from typing import Any
from urllib.parse import parse_qsl
from zoneinfo import ZoneInfo

from litestar import Request, Response, get, post
from litestar.exceptions import HTTPException
from litestar.types import ControllerRouterHandler

from services.intake.admission import Admission
from services.intake.domain.refusal import Fault, RefusedError
from services.intake.http.common import AnyRequest, require_type
from services.intake.http.forms import Form
from services.intake.http.pages import Pages
from services.intake.http.receipts import StatusDesk
from services.intake.keeper import UnavailableError
from services.intake.settings import IntakeSettings
from services.intake.units import Units
from shared.problems import ProblemError
from shared.telemetry import Metrics
from shared.tracing import Tracing

FORM = "application/x-www-form-urlencoded"
BUSY = Fault(
    "form",
    "busy",
    "Hệ thống đang bận, phản ánh CHƯA được nhận. Hãy chờ một phút rồi bấm Gửi lại; nội dung vẫn còn bên dưới.",
    "The system is busy: your report was NOT taken. Wait a minute and press Send again; your text is below.",
)


class Site:
    """Handlers of the form and what they need."""

    def __init__(
        self,
        admission: Admission,
        pages: Pages,
        units: Units,
        zone: ZoneInfo,
        metrics: Metrics,
        tracing: Tracing,
        retry_after_s: int,
    ) -> None:
        self._admission = admission
        self._pages = pages
        self._units = units
        self._zone = zone
        self._metrics = metrics
        self._tracing = tracing
        self._retry_after_s = retry_after_s

    async def take(self, request: AnyRequest, body: bytes) -> Response[str]:
        """Accept a report by form; the page says which field is wrong, or shows the receipt."""
        require_type(request, {FORM})
        form = Form()
        try:
            form = Form.read(body)
            submission = form.check(self._units, self._zone)
        except RefusedError as error:
            self._metrics.reports_refused.labels(error.faults[0].code).inc()
            return self._pages.form(form, error.faults, status=400)
        try:
            with self._tracing.span("POST /", None) as traceparent:
                (accepted,) = await self._admission.admit([submission], traceparent)
        except UnavailableError:
            headers = {"Retry-After": str(self._retry_after_s)}
            return self._pages.form(form, (BUSY,), status=503, headers=headers)
        return self._pages.receipt(accepted.receipt)


def routes(
    site: Site, desk: StatusDesk, pages: Pages, settings: IntakeSettings
) -> list[ControllerRouterHandler]:
    """The form and the look-up. They are for people and stay out of the OpenAPI document."""

    def on_error(_: Request[Any, Any, Any], error: HTTPException) -> Response[str]:
        problem = error if isinstance(error, ProblemError) else ProblemError(error.status_code, error.detail)
        return pages.problem(problem)

    options: dict[str, Any] = {
        "include_in_schema": False,
        "exception_handlers": {HTTPException: on_error},
    }

    @get("/", sync_to_thread=False, **options)
    def show_form() -> Response[str]:
        """An empty form."""
        return pages.form(Form())

    @post("/", request_max_body_size=settings.max_body_bytes, **options)
    async def take_form(request: AnyRequest, body: bytes) -> Response[str]:
        """The filled form."""
        return await site.take(request, body)

    @post("/status", request_max_body_size=2048, **options)
    async def look_up(request: AnyRequest, body: bytes) -> Response[str]:
        """The status page. The code travels in the body, so that no browser history keeps it."""
        require_type(request, {FORM})
        try:
            fields = dict(parse_qsl(body.decode("latin-1"), max_num_fields=5))
        except ValueError:
            fields = {}
        return pages.status(await desk.status(request, fields.get("code", "")))

    return [show_form, take_form, look_up]
