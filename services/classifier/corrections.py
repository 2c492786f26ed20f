"""Commands into corrections: check, complete with text and labels, append. Nothing is ever overwritten."""

from collections.abc import Sequence

from services.classifier.checking import fault
from services.classifier.store import Correction, Store
from services.classifier.store.protocol import Known
from shared import logging
from shared.contracts.events import CorrectClassification
from shared.decoding import Received, Rejection
from shared.telemetry import Metrics

log = logging.get(__name__)

NO_TEXT = "no text is known of this report: it isn't in the review queue, and the command brings none"
OUTCOMES = {True: "agreed", False: "changed", None: "unknown"}
NOT_QUEUED = "sent"
"""Instead of a reason for review: somebody saw the report elsewhere."""

Items = Sequence[Received[CorrectClassification]]


class Corrections:
    """The subscriber of classifications.commands."""

    def __init__(self, store: Store, metrics: Metrics) -> None:
        self.store = store
        self.metrics = metrics

    async def commands(self, items: Items) -> list[Rejection]:
        """Keep the corrections of a batch and close their reviews. What can never work is rejected."""
        faults = [fault(item.event) for item in items]
        rejected = [Rejection(item.record, why) for item, why in zip(items, faults, strict=True) if why]
        sound = [item for item, why in zip(items, faults, strict=True) if not why]
        if not sound:
            return rejected
        known = await self.store.known({item.event.report_id for item in sound})
        complete: list[Correction] = []
        for item in sound:
            text = item.event.text or known.texts.get(item.event.report_id)
            if text is None:
                rejected.append(Rejection(item.record, NO_TEXT))
                continue
            known.texts.setdefault(item.event.report_id, text)
            complete.append(_correction(item.event, text, known))
        if complete:
            self._count(await self.store.append(complete), known)
        return rejected

    def _count(self, new: Sequence[Correction], known: Known) -> None:
        for correction in new:
            why = known.why.get(correction.report_id)
            outcome = OUTCOMES[correction.agreed]
            self.metrics.corrections.labels(outcome, why.value if why else NOT_QUEUED).inc()
            log.info("corrected", report_id=correction.report_id, outcome=outcome)


def _correction(command: CorrectClassification, text: str, known: Known) -> Correction:
    return Correction(
        command_id=command.command_id,
        report_id=command.report_id,
        at=command.at,
        desk=command.actor.desk,
        via=command.actor.via,
        topics=command.topics,
        urgency=command.urgency,
        places=command.places,
        text=text,
        note=command.note,
        said=known.said.get(command.report_id),
    )
