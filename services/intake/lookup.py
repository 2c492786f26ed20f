"""What became of a report, for whoever holds its receipt."""

from services.intake.domain import status
from services.intake.domain.receipts import Receipts
from services.intake.domain.status import Status
from services.intake.store.reports import Reports
from services.intake.units import Units


class Lookup:
    """Answers receipt codes."""

    def __init__(self, reports: Reports, receipts: Receipts, units: Units) -> None:
        self._reports = reports
        self._receipts = receipts
        self._units = units

    async def status(self, typed: str) -> Status | None:
        """The public status behind a code as typed; None when the code is wrong.

        A code that could have been given out but has no report yet is answered as received. Raises
        ``shared.mongo.TRANSIENT`` when the store doesn't answer.
        """
        code = self._receipts.read(typed)
        if code is None:
            return None
        known = await self._reports.find(self._receipts.lookup(code))
        if known is None:
            return status.pending(code)
        return status.status(
            code,
            known.received_at,
            held=known.held,
            joined=known.joined,
            entries=known.entries,
            unit_name=self._units.name,
        )
