"""The HTTP interface of the classifier: reports to review, corrections to send. For desks and operators, by token."""

from collections.abc import Sequence
from functools import partial
from typing import Annotated
from uuid import uuid4

from litestar import get, post
from litestar.params import Parameter
from litestar.status_codes import HTTP_202_ACCEPTED
from litestar.types import ControllerRouterHandler

from services.classifier.checking import fault
from services.classifier.store import Store
from services.classifier.views import CorrectionBody, ReviewList, Taken, view
from shared import api
from shared.api import MAX_ID, Authorization, Key, acting_desk, available, caller
from shared.clock import Clock
from shared.contracts import ids
from shared.contracts.events import Actor, CorrectClassification
from shared.contracts.topics import CLASSIFICATIONS_COMMANDS
from shared.problems import ProblemError
from shared.publishing import Outgoing, Publisher

MAX_PAGE = 200
PUBLISH_S = 5.0
"""How long a request waits for Kafka before it is answered with 503."""

MEANINGS = {
    400: "The request is malformed; `errors` names the fields",
    401: "No valid token",
    403: "The token doesn't belong to this desk",
    404: "The report isn't in the review queue, or no longer",
    413: "The body is too large",
    422: "No report can have these labels, or the note holds personal data: `detail` says which",
    503: "Database or bus are away; the header Retry-After says when to try again",
}
problems = partial(api.problems, MEANINGS)

ReportId = Annotated[str, Parameter(max_length=MAX_ID, description="id of the report")]


def routes(
    store: Store, publisher: Publisher, clock: Clock, known: dict[str, str]
) -> Sequence[ControllerRouterHandler]:
    """The routes. ``known`` is name → SHA-256 of the token; a name is a desk id or ``operator``."""

    @get("/v1/reviews", responses=problems(400, 401, 503), tags=["reviews"])
    async def list_reviews(
        authorization: Authorization = None,
        cursor: Annotated[
            str, Parameter(max_length=MAX_ID + 5, description="`next` of the page before")
        ] = "",
        limit: Annotated[int, Parameter(ge=1, le=MAX_PAGE)] = 50,
    ) -> ReviewList:
        """List the reports that wait for a person, the most doubtful first. Texts are redacted."""
        caller(authorization, known)
        found = await available(store.open_reviews(cursor, limit))
        return ReviewList([view(one) for one in found], found[-1].rank if len(found) == limit else None)

    @post(
        "/v1/reviews/{report_id:str}/corrections",
        status_code=HTTP_202_ACCEPTED,
        responses=problems(400, 401, 403, 404, 413, 422, 503),
        tags=["reviews"],
    )
    async def correct(
        report_id: ReportId,
        data: CorrectionBody,
        authorization: Authorization = None,
        idempotency_key: Key = None,
    ) -> Taken:
        """Say what the labels should be; the same labels confirm them. 202 once the bus has it for good."""
        desk = acting_desk(caller(authorization, known), data.desk)
        if await available(store.review(report_id)) is None:
            raise ProblemError(404, "There is no such review", slug="unknown-review")
        cause = idempotency_key or str(uuid4())
        command = CorrectClassification(
            command_id=ids.report_id("correction", f"{report_id}/{desk}/{cause}"),
            report_id=report_id,
            actor=Actor(desk=desk, via="http"),
            at=clock.now(),
            topics=tuple(data.topics),
            urgency=data.urgency,
            places=None if data.places is None else tuple(data.places),
            note=data.note,
        )
        if why := fault(command):
            raise ProblemError(422, "This correction can't be kept", why, slug="impossible-correction")
        out = Outgoing(CLASSIFICATIONS_COMMANDS, report_id, command, command.command_id, command.at)
        await available(publisher.publish([out], timeout_s=PUBLISH_S))
        return Taken(command.command_id)

    return [list_reviews, correct]
