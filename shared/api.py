"""What the HTTP interfaces for desks have in common: who calls, documented errors, and 503 when a part is away."""

from collections.abc import Awaitable, Mapping
from typing import Annotated, TypeVar

from litestar.openapi.datastructures import ResponseSpec
from litestar.params import Parameter

from shared import tokens
from shared.mongo import TRANSIENT as DATABASE_AWAY
from shared.problems import PROBLEM_JSON, Problem, ProblemError
from shared.publishing import TRANSIENT as BUS_AWAY

OPERATOR = "operator"
"""The name of a token whose holder acts for the desk that the request names."""
MAX_ID = 80

T = TypeVar("T")
Authorization = Annotated[str | None, Parameter(header="Authorization", description="Bearer <token>")]
Key = Annotated[
    str | None,
    Parameter(header="Idempotency-Key", max_length=MAX_ID, description="makes a repeat the same command"),
]


def problems(meanings: Mapping[int, str], *statuses: int) -> dict[int, ResponseSpec]:
    """The documented error responses of a route."""
    return {
        status: ResponseSpec(
            Problem, description=meanings[status], media_type=PROBLEM_JSON, generate_examples=False
        )
        for status in statuses
    }


def caller(authorization: str | None, known: dict[str, str]) -> str:
    """Whose token it is: a desk id or ``operator``. ProblemError 401 when nobody's."""
    name = tokens.whose(authorization, known)
    if name is None:
        raise ProblemError(
            401,
            "No valid token",
            "Send Authorization: Bearer <token>.",
            headers={"WWW-Authenticate": "Bearer"},
        )
    return name


def acting_desk(name: str, named: str | None) -> str:
    """The desk that a caller acts for. ProblemError 403 when it isn't theirs, or an operator names none."""
    if name == OPERATOR and not named:
        raise ProblemError(403, "Which desk?", "An operator names the desk that acts in `desk`.")
    if name != OPERATOR and named not in (None, name):
        raise ProblemError(403, "Not your desk", "The token belongs to another desk than `desk` names.")
    return named if name == OPERATOR and named else name


async def available(work: Awaitable[T], *also: type[Exception]) -> T:
    """The result of ``work``. ProblemError 503 when database or bus are away, or on one of ``also``."""
    try:
        return await work
    except (*DATABASE_AWAY, *BUS_AWAY, *also) as error:
        raise ProblemError(
            503, "Not available now", "Try again in some seconds.", headers={"Retry-After": "5"}
        ) from error
