"""The cases of one round: as they were read, and as they are after the decisions so far."""

from collections.abc import Iterable, Sequence

from services.escalation.domain.case import Case
from services.escalation.domain.plan import Plan, event_id
from services.escalation.store import Bucket, Change, Stored
from shared.contracts.topics import CASES_EVENTS, NOTIFICATIONS_REQUESTED
from shared.publishing import Outgoing


class Book:
    """Collects plans; several may concern one case, which is then written once."""

    def __init__(self, stored: Iterable[Stored] = ()) -> None:
        self._read = {s.case.id: s for s in stored}
        self._now: dict[str, Case] = {case_id: s.case for case_id, s in self._read.items()}
        self._events: dict[str, list[Outgoing]] = {}
        self._buckets: dict[Bucket, dict[str, None]] = {}
        for case in self._now.values():
            self._buckets.setdefault((case.unit, case.topic), {})[case.id] = None

    def case(self, case_id: str | None) -> Case | None:
        """The case as it is now; None when there is none."""
        return self._now.get(case_id) if case_id else None

    def bucket(self, bucket: Bucket) -> list[Case]:
        """The cases of a unit and topic, as they are now."""
        return [self._now[case_id] for case_id in self._buckets.get(bucket, ())]

    def apply(self, plan: Plan, traceparent: str | None) -> None:
        """Take over what a plan changes."""
        case = plan.case
        if case is None:
            return
        self._now[case.id] = case
        self._buckets.setdefault((case.unit, case.topic), {})[case.id] = None
        self._events.setdefault(case.id, []).extend(outgoing(plan, traceparent))

    def changes(self) -> list[Change]:
        """One change for each case that is not as it was read, in order of the first decision."""
        return [
            Change(self._read.get(case_id), self._now[case_id], tuple(events))
            for case_id, events in self._events.items()
        ]


def outgoing(plan: Plan, traceparent: str | None) -> Sequence[Outgoing]:
    """What a plan puts on the bus: first what happened, then who is told."""
    return [
        *(
            Outgoing(CASES_EVENTS, event.case_id, event, event_id(event, index), event.at, traceparent)
            for index, event in enumerate(plan.events)
        ),
        *(
            Outgoing(NOTIFICATIONS_REQUESTED, n.case_id, n, n.notification_id, n.requested_at, traceparent)
            for n in plan.notifications
        ),
    ]
