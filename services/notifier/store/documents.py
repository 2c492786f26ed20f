"""Deliveries as MongoDB documents.

``queue`` (the priority) and ``due`` exist only while a delivery is pending, so the queue's index holds the
pending ones alone. ``due`` is when a sender may take it: the next attempt, or the end of a lease.
"""

from datetime import datetime
from typing import Any

import msgspec

from services.notifier.domain.decide import Again, Ended
from services.notifier.domain.delivery import Delivery, NewDelivery, State
from services.notifier.store.protocol import Attempted, Logged, LoggedAttempt
from shared import outbox
from shared.contracts.events import EndpointKind, NotificationRequested
from shared.mongo import Document

SOURCE = "haichieu/notifier"
MAX_LOG = 100
"""Attempts kept in a delivery's log; the latest ones."""


def new_document(new: NewDelivery) -> Document:
    """The document of a request that was never seen."""
    request = new.request
    return {
        "_id": request.notification_id,
        "case_id": request.case_id,
        "state": State.PENDING.value,
        "queue": int(request.case.urgency),
        "due": new.recorded_at,
        "attempts": 0,
        "endpoint": 0,
        "endpoint_attempts": 0,
        "refused": [],
        "log": [],
        "request": msgspec.to_builtins(request, builtin_types=(datetime,)),
        "recorded_at": new.recorded_at,
        "traceparent": new.traceparent,
    }


def claimed(document: Document, claim: str, until: datetime) -> Delivery:
    """A document that was just leased."""
    return Delivery(
        request=_request(document),
        claim=claim,
        leased_until=until,
        attempts=document["attempts"],
        endpoint=document["endpoint"],
        endpoint_attempts=document["endpoint_attempts"],
        refused=tuple(document["refused"]),
        traceparent=document.get("traceparent"),
    )


def update_of(attempted: Attempted, keep_until: datetime) -> tuple[Document, Document]:
    """Filter and update for an attempt.

    That a message was delivered is true whoever holds the lease by now; anything else may be written by the
    lease's holder only.
    """
    delivery, plan = attempted.delivery, attempted.plan
    wanted: Document = {"_id": delivery.id, "state": State.PENDING.value}
    gone: Document = {"claim": ""}
    found: Document = {"attempts": delivery.attempts + (delivery.address is not None), "why": plan.why.value}
    if isinstance(plan, Again):
        wanted["claim.id"] = delivery.claim
        found |= {
            "due": plan.due,
            "endpoint": plan.endpoint,
            "endpoint_attempts": plan.endpoint_attempts,
            "refused": list(plan.refused),
        }
    else:
        found |= _ending(attempted, plan, keep_until)
        gone |= {"queue": "", "due": ""}
        if found["state"] != State.DELIVERED.value:
            wanted["claim.id"] = delivery.claim
    line = {"at": attempted.at, "endpoint": delivery.kind, "why": plan.why.value, "detail": plan.detail}
    log = {"$each": [line], "$slice": -MAX_LOG}
    return wanted, {"$set": found, "$unset": gone, "$push": {"log": log}}


def _ending(attempted: Attempted, ended: Ended, keep_until: datetime) -> Document:
    found: Document = {
        "state": State(ended.outcome.value).value,
        "ended_at": attempted.at,
        "expires_at": keep_until,
    }
    if attempted.out:
        found[outbox.FIELD] = [outbox.entry(attempted.out, SOURCE)]
    return found


def logged(document: Document) -> Logged:
    """A document as operators see it."""
    return Logged(
        request=_request(document),
        state=State(document["state"]),
        attempts=document["attempts"],
        recorded_at=document["recorded_at"],
        due=document.get("due"),
        ended_at=document.get("ended_at"),
        why=document.get("why", ""),
        log=tuple(_line(line) for line in document["log"]),
    )


def _line(line: dict[str, Any]) -> LoggedAttempt:
    kind = EndpointKind(line["endpoint"]) if line["endpoint"] else None
    return LoggedAttempt(line["at"], kind, line["why"], line["detail"])


def _request(document: Document) -> NotificationRequested:
    return msgspec.convert(document["request"], NotificationRequested)
