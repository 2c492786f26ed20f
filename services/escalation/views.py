"""What the HTTP interface shows of cases, and what it takes."""

from datetime import datetime
from typing import Annotated, Any

import msgspec

from services.escalation.domain.case import Case, Status
from services.escalation.domain.organisation import Organisation
from services.escalation.domain.sources import count
from services.escalation.domain.timeline import timeline
from shared.contracts.taxonomy import Topic, Urgency

NOTE_LENGTH = 2000
DESK_LENGTH = 80


class CommandBody(msgspec.Struct):
    """The body of a command. ``desk`` is needed only from an operator; ``assignee`` only to assign."""

    desk: Annotated[str, msgspec.Meta(max_length=DESK_LENGTH)] | None = None
    note: Annotated[str, msgspec.Meta(max_length=NOTE_LENGTH)] | None = None
    assignee: Annotated[str, msgspec.Meta(max_length=DESK_LENGTH)] | None = None


class CaseView(msgspec.Struct, kw_only=True):
    """A case in a list."""

    id: str
    version: int
    unit: str
    unit_name: str
    topic: Topic
    urgency: Urgency
    status: Status
    reports: int
    sources: int
    """Independent ones: a person who reports twice, or a text passed on, counts once."""
    opened_at: datetime
    step: int
    acknowledge_by: datetime | None
    resolve_by: datetime | None
    overdue_since: datetime | None
    owner: str | None
    excerpt: str


class CaseList(msgspec.Struct):
    """A page of cases, the newest first. ``next`` is the ``cursor`` of the page after it; null: there is none."""

    cases: list[CaseView]
    next: int | None


class LineView(msgspec.Struct):
    """A line of a case's history."""

    at: datetime
    vi: str
    en: str
    told: tuple[str, ...]


class CaseDetail(CaseView, kw_only=True):
    """A case with its whole history."""

    follows: str | None
    policy: str
    report_ids: tuple[str, ...]
    desks_told: tuple[str, ...]
    history: list[LineView]


def summary(case: Case) -> CaseView:
    """The case for a list."""
    return CaseView(**_common(case))


def detail(case: Case, organisation: Organisation) -> CaseDetail:
    """The case with its history in words."""
    return CaseDetail(
        **_common(case),
        follows=case.follows,
        policy=f"{case.policy.name}@{case.policy.version}",
        report_ids=tuple(ref.report_id for ref in case.reports),
        desks_told=case.desks_told(),
        history=[
            LineView(at=line.at, vi=line.vi, en=line.en, told=line.told)
            for line in timeline(case, organisation)
        ],
    )


def _common(case: Case) -> dict[str, Any]:
    return {
        "id": case.id,
        "version": case.version,
        "unit": case.unit,
        "unit_name": case.unit_name,
        "topic": case.topic,
        "urgency": case.urgency,
        "status": case.status,
        "reports": len(case.reports),
        "sources": count(case.reports),
        "opened_at": case.opened_at,
        "step": case.step,
        "acknowledge_by": case.acknowledge_by,
        "resolve_by": case.resolve_by,
        "overdue_since": case.overdue_at,
        "owner": case.owner,
        "excerpt": case.excerpt,
    }
