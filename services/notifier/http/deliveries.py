"""``/v1/deliveries``: the delivery log for operators. It holds desks, never persons, and no report text."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Annotated, TypeAlias

import msgspec
from litestar import get
from litestar.openapi.datastructures import ResponseSpec
from litestar.params import Parameter
from litestar.types import ControllerRouterHandler

from services.notifier.domain.delivery import State
from services.notifier.domain.names import desk_name
from services.notifier.http.tokens import guard
from services.notifier.store.protocol import Deliveries, Links, Logged, Query
from shared.contracts.events import EndpointKind, NotifyReason
from shared.mongo import TRANSIENT
from shared.problems import PROBLEM_JSON, Problem, ProblemError

UUID_PATTERN = "^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$"
MAX_LIMIT = 500


class AttemptView(msgspec.Struct, frozen=True, kw_only=True):
    """One attempt: what was decided, and what the server said."""

    at: datetime
    endpoint: EndpointKind | None
    why: str
    detail: str


class DeliveryView(msgspec.Struct, frozen=True, kw_only=True):
    """A delivery. ``due`` is the next attempt (or the end of a running one's lease) while it is pending."""

    notification_id: str
    case_id: str
    desk: str
    desk_name: str
    reason: NotifyReason
    urgency: int
    state: State
    why: str
    attempts: int
    requested_at: datetime
    recorded_at: datetime
    due: datetime | None
    ended_at: datetime | None
    acknowledged_at: datetime | None
    log: tuple[AttemptView, ...]


class DeliveryList(msgspec.Struct, frozen=True):
    """Deliveries, the newest first."""

    items: list[DeliveryView]


NotificationId = Annotated[str, Parameter(description="the notification's id", max_length=100)]
CaseId = Annotated[str | None, Parameter(pattern=UUID_PATTERN, description="only deliveries of this case")]
InState: TypeAlias = Annotated[
    State | None, Parameter(query="state", description="only deliveries in this state")
]
Limit = Annotated[int, Parameter(ge=1, le=MAX_LIMIT, description="most deliveries to return")]
MEANINGS = {
    400: "A parameter is malformed; `errors` names it",
    401: "No valid token",
    404: "There is no such delivery",
    503: "The database is away",
}


def problems(*statuses: int) -> dict[int, ResponseSpec]:
    """The documented errors of a route."""
    return {
        status: ResponseSpec(
            Problem, media_type=PROBLEM_JSON, description=MEANINGS[status], generate_examples=False
        )
        for status in statuses
    }


def routes(deliveries: Deliveries, links: Links, known: Mapping[str, str]) -> list[ControllerRouterHandler]:
    """The log, for holders of a token; ``known`` is name → SHA-256 of the token."""
    only_operators = [guard(known)]

    async def views(found: Sequence[Logged]) -> list[DeliveryView]:
        used = await links.used([one.request.notification_id for one in found])
        return [view(one, used.get(one.request.notification_id)) for one in found]

    @get(
        "/v1/deliveries/{notification_id:str}",
        guards=only_operators,
        responses=problems(400, 401, 404, 503),
        tags=["deliveries"],
    )
    async def get_delivery(notification_id: NotificationId) -> DeliveryView:
        """One delivery with all its attempts."""
        try:
            found = await deliveries.get(notification_id)
            shown = await views([found]) if found else []
        except TRANSIENT:
            raise _away() from None
        if not shown:
            raise ProblemError(
                404, "No such delivery", "Nothing was requested under this id.", slug="unknown"
            )
        return shown[0]

    @get("/v1/deliveries", guards=only_operators, responses=problems(400, 401, 503), tags=["deliveries"])
    async def list_deliveries(
        case_id: CaseId = None, in_state: InState = None, limit: Limit = 50
    ) -> DeliveryList:
        """Deliveries of a case or in a state, the newest first."""
        try:
            return DeliveryList(await views(await deliveries.find(Query(case_id, in_state, limit))))
        except TRANSIENT:
            raise _away() from None

    return [get_delivery, list_deliveries]


def view(logged: Logged, acknowledged_at: datetime | None) -> DeliveryView:
    """What operators see of a delivery."""
    request = logged.request
    return DeliveryView(
        notification_id=request.notification_id,
        case_id=request.case_id,
        desk=request.recipient.desk,
        desk_name=desk_name(request.recipient),
        reason=request.reason,
        urgency=int(request.case.urgency),
        state=logged.state,
        why=logged.why,
        attempts=logged.attempts,
        requested_at=request.requested_at,
        recorded_at=logged.recorded_at,
        due=logged.due,
        ended_at=logged.ended_at,
        acknowledged_at=acknowledged_at,
        log=tuple(
            AttemptView(at=line.at, endpoint=line.endpoint, why=line.why, detail=line.detail)
            for line in logged.log
        ),
    )


def _away() -> ProblemError:
    return ProblemError(
        503, "The database is away", "Try again in a moment.", slug="away", headers={"retry-after": "5"}
    )
