"""The pages for people: the form, the receipt, the status, and what went wrong. No script, no cookie."""

import base64
import hashlib
from datetime import datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from litestar import Response

from services.intake.domain.refusal import Fault
from services.intake.domain.status import Status
from services.intake.http.common import HEADERS
from services.intake.http.forms import Form
from services.intake.units import Units
from shared.problems import ProblemError

FOLDER = Path(__file__).parent.parent / "data" / "pages"
HOTLINES = (
    ("113", "Công an", "Police"),
    ("114", "Cứu hỏa, cứu nạn", "Fire, rescue"),
    ("115", "Cấp cứu", "Ambulance"),
    ("111", "Bảo vệ trẻ em", "Child protection"),
)
"""Number, Vietnamese, English."""

PROBLEMS_VI = {
    400: "Yêu cầu chưa đúng",
    404: "Không có mã biên nhận này",
    413: "Nội dung quá dài",
    415: "Biểu mẫu bị hỏng",
    429: "Bạn hỏi hơi nhanh",
    503: "Hệ thống đang bận",
}
ADVICE_VI = {
    400: "Hãy tải lại trang và thử lại.",
    404: "Hãy kiểm tra lại mã: 16 chữ và số, như trên biên nhận.",
    413: "Phản ánh tối đa 4.000 ký tự. Hãy rút gọn hoặc gửi thành hai phản ánh.",
    415: "Hãy tải lại trang và thử lại.",
    429: "Hãy chờ một phút rồi thử lại.",
    503: "Chưa có gì được nhận hay thay đổi. Hãy thử lại sau ít phút.",
}


class Pages:
    """Renders the pages."""

    def __init__(self, units: Units, zone: ZoneInfo) -> None:
        self._units = units
        self._zone = zone
        self._css = _squeezed((FOLDER / "style.css").read_text(encoding="utf-8"))
        self._headers = HEADERS | {
            "Content-Security-Policy": "default-src 'none'; img-src data:; form-action 'self'; base-uri 'none';"
            f" frame-ancestors 'none'; style-src '{_csp_hash(self._css)}'",
            "X-Frame-Options": "DENY",
            "Permissions-Policy": "geolocation=(), camera=(), microphone=()",
            "Cross-Origin-Opener-Policy": "same-origin",
            "Vary": "Accept",
        }
        self._environment = Environment(
            loader=FileSystemLoader(FOLDER),
            autoescape=True,
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
        )
        self._environment.filters["when"] = self._when
        self._environment.globals.update(css=self._css, hotlines=HOTLINES)

    def form(
        self,
        form: Form,
        faults: tuple[Fault, ...] = (),
        *,
        status: int = 200,
        headers: dict[str, str] | None = None,
    ) -> Response[str]:
        """The form, with errors and what was typed."""
        by_field = {fault.field: fault for fault in faults}
        return self._render(
            "form", status, headers, form=form, faults=faults, by_field=by_field, units=self._units.names
        )

    def receipt(self, code: str) -> Response[str]:
        """The receipt of a report that was just accepted."""
        return self._render("receipt", 202, receipt=code)

    def status(self, found: Status) -> Response[str]:
        """The status of a report."""
        return self._render("status", 200, found=found)

    def problem(self, problem: ProblemError) -> Response[str]:
        """What went wrong, where no form can show it."""
        code = problem.status_code
        return self._render(
            "problem",
            code,
            problem.headers,
            title_vi=PROBLEMS_VI.get(code, "Có lỗi xảy ra"),
            advice_vi=ADVICE_VI.get(code, "Hãy thử lại sau."),
            title_en=problem.problem.title,
            advice_en=problem.problem.detail,
        )

    def _render(self, name: str, code: int, headers: Any = None, **values: Any) -> Response[str]:
        text = self._environment.get_template(f"{name}.html.j2").render(**values)
        return Response(
            text,
            status_code=code,
            media_type="text/html",
            headers=self._headers | dict(headers or {}),
        )

    def _when(self, at: datetime) -> str:
        return at.astimezone(self._zone).strftime("%H:%M %d/%m/%Y")


def _squeezed(css: str) -> str:
    return "".join(line.strip() for line in css.splitlines() if not line.strip().startswith("/*"))


def _csp_hash(css: str) -> str:
    return "sha256-" + base64.b64encode(hashlib.sha256(css.encode()).digest()).decode()
