"""Who may read the delivery log: bearer tokens, of which only hashes are configured."""

from collections.abc import Mapping
from typing import Any

from litestar.connection import ASGIConnection
from litestar.handlers import BaseRouteHandler
from litestar.types import Guard

from shared import tokens
from shared.problems import ProblemError


def guard(known: Mapping[str, str]) -> Guard:
    """A guard that answers 401 without one of these tokens (name → SHA-256)."""
    hashes = dict(known)

    def check(connection: ASGIConnection[Any, Any, Any, Any], _: BaseRouteHandler) -> None:
        if tokens.whose(connection.headers.get("authorization"), hashes) is None:
            raise ProblemError(
                401,
                "A token is needed",
                "Send `Authorization: Bearer <token>`; tokens are set in NOTIFIER_TOKENS.",
                slug="unauthorized",
                headers={"www-authenticate": "Bearer"},
            )

    return check
