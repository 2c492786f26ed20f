"""The HTTP interface of escalation: cases to read, commands to give. For desks and operators, by token."""

from datetime import UTC, datetime
from functools import partial
from typing import Annotated
from uuid import uuid4

from litestar import get, post
from litestar.params import Parameter
from litestar.status_codes import HTTP_200_OK
from litestar.types import ControllerRouterHandler

from services.escalation.domain.case import Status
from services.escalation.domain.refusal import Refusal, RefusalReason
from services.escalation.engine import ContendedError, Engine
from services.escalation.store import MongoStore, Query
from services.escalation.views import CaseDetail, CaseList, CommandBody, detail, summary
from shared import api
from shared.api import MAX_ID, Authorization, Key, acting_desk, available, caller
from shared.contracts import ids
from shared.contracts.events import Action, Actor, CaseCommand
from shared.contracts.taxonomy import Topic, Urgency
from shared.problems import ProblemError

MAX_PAGE = 200
NEWEST_MS = 253_402_300_799_000
"""The end of the year 9999 in Unix milliseconds: a cursor before which every case lies."""
REFUSAL_STATUS = {RefusalReason.UNKNOWN_CASE: 404, RefusalReason.NOT_RESPONSIBLE: 403}
CONFLICT = 409

MEANINGS = {
    400: "The request is malformed; `errors` names the fields",
    401: "No valid token",
    403: "The desk is not responsible for the case",
    404: "There is no such case",
    409: "The case's state doesn't allow the command; `detail` says why",
    413: "The body is too large",
    503: "Database or bus are away; the header Retry-After says when to try again",
}

problems = partial(api.problems, MEANINGS)
CaseId = Annotated[str, Parameter(max_length=MAX_ID, description="id of the case")]


def routes(engine: Engine, store: MongoStore, known: dict[str, str]) -> list[ControllerRouterHandler]:
    """The routes. ``known`` is name → SHA-256 of the token; a name is a desk id or ``operator``."""

    @get("/v1/cases", responses=problems(400, 401, 503), tags=["cases"])
    async def list_cases(
        authorization: Authorization = None,
        unit: Annotated[str | None, Parameter(max_length=MAX_ID)] = None,
        topic: Topic | None = None,
        case_status: Annotated[Status | None, Parameter(query="status")] = None,
        least_urgency: Annotated[int, Parameter(ge=0, le=int(Urgency.EMERGENCY))] = 0,
        overdue: bool = False,
        cursor: Annotated[
            int, Parameter(ge=0, le=NEWEST_MS, description="`next` of the page before")
        ] = NEWEST_MS,
        limit: Annotated[int, Parameter(ge=1, le=MAX_PAGE)] = 50,
    ) -> CaseList:
        """List cases, the newest first."""
        caller(authorization, known)
        before = datetime.fromtimestamp(cursor / 1000, UTC)
        cases = await available(
            store.list(Query(unit, topic, case_status, least_urgency, overdue, before, limit))
        )
        following = int(cases[-1].opened_at.timestamp() * 1000) if len(cases) == limit else None
        return CaseList([summary(case) for case in cases], following)

    @get("/v1/cases/{case_id:str}", responses=problems(400, 401, 404, 503), tags=["cases"])
    async def show_case(case_id: CaseId, authorization: Authorization = None) -> CaseDetail:
        """Show a case with its whole history."""
        caller(authorization, known)
        return await read(case_id)

    @post(
        "/v1/cases/{case_id:str}/{action:str}",
        status_code=HTTP_200_OK,
        responses=problems(400, 401, 403, 404, 409, 413, 503),
        tags=["cases"],
    )
    async def command(
        case_id: CaseId,
        action: Action,
        data: CommandBody,
        authorization: Authorization = None,
        idempotency_key: Key = None,
    ) -> CaseDetail:
        """Acknowledge, assign, resolve or reopen a case. A refused command changes nothing."""
        name = caller(authorization, known)
        order = _order(name, case_id, action, data, idempotency_key, engine.clock.now())
        plans = await available(engine.obey([(order, None)]), ContendedError)
        if refusal := plans[order.command_id].refusal:
            raise _refused(refusal)
        return await read(case_id)

    async def read(case_id: str) -> CaseDetail:
        found = (await available(store.get([case_id]))).get(case_id)
        if found is None:
            raise ProblemError(404, "There is no such case", slug="unknown-case")
        return detail(found.case, engine.rules.organisation)

    return [list_cases, show_case, command]


def _order(
    name: str, case_id: str, action: Action, data: CommandBody, key: str | None, now: datetime
) -> CaseCommand:
    desk = acting_desk(name, data.desk)
    cause = key or str(uuid4())
    return CaseCommand(
        command_id=ids.report_id("command", f"{case_id}/{desk}/{action}/{cause}"),
        case_id=case_id,
        action=action,
        actor=Actor(desk=desk, via="http"),
        at=now,
        note=data.note,
        assignee=data.assignee,
    )


def _refused(refusal: Refusal) -> ProblemError:
    status = REFUSAL_STATUS.get(refusal.reason, CONFLICT)
    return ProblemError(status, refusal.en, refusal.vi, slug=refusal.reason.value.replace("_", "-"))
