"""What must hold for every case at any time; tests and the auditor ask for it, decisions rely on it."""

from services.escalation.domain.case import Case, Status
from shared.contracts.events import NotifyReason


def violations(case: Case) -> tuple[str, ...]:
    """The broken rules in words; empty for a legal case."""
    rules = {
        "the history has a line for each version": [entry.version for entry in case.history]
        == list(range(1, case.version + 1)),
        "a case has a report": bool(case.reports),
        "no report twice": len({ref.report_id for ref in case.reports}) == len(case.reports),
        "no command twice": len(set(case.commands)) == len(case.commands),
        "never more reports than the policy allows": len(case.reports) <= case.policy.grouping.max_reports,
        "the step exists": 0 <= case.step < len(case.policy.rule(case.urgency).steps),
        "the urgency is that of the most urgent report": case.urgency
        == max(ref.urgency for ref in case.reports),
        "what is due is what the running clock says": case.next_due == _due(case),
        "an acknowledged or resolved case has an owner": case.status is Status.OPEN or bool(case.owner),
        "an open case has no resolve deadline": case.status is not Status.OPEN or case.resolve_by is None,
        "only an open case awaits acknowledgement": case.status is Status.OPEN or case.acknowledge_by is None,
        "a resolved case has no deadline": case.status is not Status.RESOLVED or case.resolve_by is None,
        "nobody is told of a step twice": _once(case, NotifyReason.ESCALATED),
        "nobody is told of the opening twice": _once(case, NotifyReason.NEW_CASE),
    }
    return tuple(rule for rule, holds in rules.items() if not holds)


def _due(case: Case) -> object:
    if case.overdue_at is not None or case.status is Status.RESOLVED:
        return None
    return case.acknowledge_by if case.status is Status.OPEN else case.resolve_by


def _once(case: Case, reason: NotifyReason) -> bool:
    found = [(generation, desk) for generation, why, desk in case.told() if why is reason]
    return len(set(found)) == len(found)
