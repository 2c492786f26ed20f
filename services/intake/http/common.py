"""What all routes share: who calls, in which form, and errors as problems."""

from collections.abc import Collection, Mapping
from typing import Any

from litestar import Request
from litestar.connection import ASGIConnection
from litestar.handlers import BaseRouteHandler
from litestar.types import Guard

from services.intake import channel_tokens
from services.intake.domain.rate_limit import network_of
from services.intake.domain.refusal import Fault
from shared.contracts.taxonomy import Channel
from shared.problems import ProblemError
from shared.telemetry import Metrics

AnyRequest = Request[Any, Any, Any]
HEADERS = {
    "Cache-Control": "no-store",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
}
"""On every answer: receipts and reports are for one pair of eyes."""


def bearer(tokens: Mapping[str, str], metrics: Metrics) -> Guard:
    """A guard that lets a channel's token pass and remembers the channel in the request's state.

    It is a coroutine though it waits for nothing: Litestar would run a plain function in a thread.
    """

    async def guard(connection: ASGIConnection[Any, Any, Any, Any], _: BaseRouteHandler) -> None:
        channel = channel_tokens.channel_of(connection.headers.get("authorization"), tokens)
        if channel is None:
            metrics.reports_refused.labels("unauthorised").inc()
            raise ProblemError(
                401,
                "A valid token is needed",
                "Send the header `Authorization: Bearer <token>` with the token of your channel.",
                slug="unauthorised",
                headers={"WWW-Authenticate": 'Bearer realm="haichieu"'},
            )
        connection.scope["state"]["channel"] = channel

    return guard


def channel_of(request: AnyRequest) -> Channel:
    """The channel whose token the request carries."""
    channel: Channel = request.scope["state"]["channel"]
    return channel


def require_type(request: AnyRequest, accepted: Collection[str]) -> None:
    """Refuse a body of another media type; a request that names none is taken at its word."""
    given = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if given and given not in accepted:
        wanted = " or ".join(sorted(accepted))
        raise ProblemError(415, "Unsupported media type", f"Send the body as {wanted}.", slug="media-type")


def refused(faults: Collection[Fault]) -> ProblemError:
    """The problem for a report that cannot be accepted as it is."""
    return ProblemError(
        400,
        "The report cannot be accepted",
        " ".join(fault.en for fault in faults),
        slug=f"report-{next(iter(faults)).code.replace('_', '-')}",
        errors=[fault.as_error() for fault in faults],
    )


def unavailable(retry_after_s: int) -> ProblemError:
    """The problem for a moment in which nothing can be made durable or looked up."""
    return ProblemError(
        503,
        "Not available right now",
        "Nothing was accepted or changed. Send the same request again after the time in Retry-After.",
        slug="unavailable",
        headers={"Retry-After": str(retry_after_s)},
    )


def too_many(wait_s: int) -> ProblemError:
    """The problem for a network that asks too often."""
    return ProblemError(
        429,
        "Too many requests from your network",
        "Wait for the time in Retry-After.",
        slug="too-many",
        headers={"Retry-After": str(wait_s)},
    )


def network(request: AnyRequest, proxy_hops: int) -> str:
    """The client's network. Behind trusted proxies, the address that the outermost of them saw."""
    address = request.client.host if request.client else None
    if proxy_hops:
        seen = [part.strip() for part in request.headers.get("x-forwarded-for", "").split(",")]
        address = seen[-proxy_hops] if len(seen) >= proxy_hops else address
    return network_of(address)
