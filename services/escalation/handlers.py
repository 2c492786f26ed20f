"""Records into the engine: classified reports and commands."""

from collections.abc import Sequence

from services.escalation.engine import Engine, Report
from shared import logging
from shared.contracts.events import CaseCommand, ReportClassified
from shared.decoding import Received, Rejection

log = logging.get(__name__)


class Handlers:
    """The subscribers of escalation."""

    def __init__(self, engine: Engine) -> None:
        self.engine = engine

    async def reports(self, items: Sequence[Received[ReportClassified]]) -> list[Rejection]:
        """Bring a batch of reports into cases; a report that is in one already changes nothing."""
        broken = await self.engine.attach([Report(i.event, i.envelope.traceparent) for i in items])
        return [Rejection(i.record, broken[i.event.report_id]) for i in items if i.event.report_id in broken]

    async def commands(self, items: Sequence[Received[CaseCommand]]) -> None:
        """Carry out a batch of commands; a refusal is an answer, not a dead letter."""
        plans = await self.engine.obey([(i.event, i.envelope.traceparent) for i in items])
        for item in items:
            plan = plans[item.event.command_id]
            if plan.refusal:
                log.info(
                    "command_refused",
                    case_id=item.event.case_id,
                    command_id=item.event.command_id,
                    action=item.event.action.value,
                    reason=plan.refusal.reason.value,
                )
