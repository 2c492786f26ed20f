"""HTTP errors as RFC 9457 problem details. ``detail`` says what to do; it never repeats what was sent."""

from typing import Any

import msgspec
from litestar import MediaType, Request, Response
from litestar.exceptions import HTTPException, ValidationException
from litestar.status_codes import HTTP_500_INTERNAL_SERVER_ERROR

from shared import logging

PROBLEM_JSON = "application/problem+json"
log = logging.get(__name__)


class Problem(msgspec.Struct, kw_only=True, omit_defaults=True):
    """RFC 9457, section 3.1. ``errors`` lists the fields that are wrong, with a hint each."""

    title: str
    status: int
    type: str = "about:blank"
    detail: str = ""
    errors: list[dict[str, str]] = []


class ProblemError(HTTPException):
    """An error to be answered as problem+json. ``slug`` becomes the problem type."""

    def __init__(
        self,
        status: int,
        title: str,
        detail: str = "",
        *,
        slug: str = "",
        headers: dict[str, str] | None = None,
        errors: list[dict[str, str]] | None = None,
    ) -> None:
        super().__init__(detail=detail or title, status_code=status, headers=headers)
        self.problem = Problem(
            title=title,
            status=status,
            type=f"urn:haichieu:problem:{slug}" if slug else "about:blank",
            detail=detail,
            errors=errors or [],
        )


def respond(problem: Problem, headers: dict[str, str] | None = None) -> Response[bytes]:
    """The response for a problem."""
    return Response(
        msgspec.json.encode(problem), status_code=problem.status, media_type=PROBLEM_JSON, headers=headers
    )


def on_http_error(_: Request[Any, Any, Any], error: HTTPException) -> Response[bytes]:
    """Litestar handler for everything that answers with a status on purpose."""
    if isinstance(error, ProblemError):
        return respond(error.problem, error.headers)
    errors: list[dict[str, str]] = []
    if isinstance(error, ValidationException) and isinstance(error.extra, list):
        errors = [
            {"field": str(e.get("key", "")), "hint": str(e.get("message", ""))}
            for e in error.extra
            if isinstance(e, dict)
        ]
    title = error.detail if error.status_code != HTTP_500_INTERNAL_SERVER_ERROR else "Internal error"
    return respond(
        Problem(title=title.split(":")[0][:120], status=error.status_code, errors=errors), error.headers
    )


def on_any_error(_: Request[Any, Any, Any], error: Exception) -> Response[bytes]:
    """Litestar handler for what nobody foresaw: logged by type and place, answered without content."""
    log.error("unhandled_error", error=type(error).__name__, exc_info=error)
    return respond(Problem(title="Internal error", status=HTTP_500_INTERNAL_SERVER_ERROR))


HANDLERS: dict[Any, Any] = {HTTPException: on_http_error, Exception: on_any_error}
__all__ = ["HANDLERS", "PROBLEM_JSON", "MediaType", "Problem", "ProblemError", "respond"]
