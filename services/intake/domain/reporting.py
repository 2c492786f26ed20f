"""A checked submission as the two events that travel: the redacted report and the sealed original."""

from base64 import b64decode, b64encode
from datetime import UTC, datetime
from typing import Any

import msgspec

from services.intake.domain.redact import Redacted
from services.intake.domain.storable import utc, whole
from services.intake.domain.submission import Submission
from shared.contracts.events import ReportReceived, SealedOriginal


def received(
    report_id: str,
    submission: Submission,
    redacted: Redacted,
    now: datetime,
    *,
    mark: str | None,
    sealed_ref: str,
) -> ReportReceived:
    """The report as the other services get it. Nothing in it comes from the raw text but by ``redacted``."""
    occurred_at = submission.occurred_at
    return ReportReceived(
        report_id=report_id,
        channel=submission.channel,
        text=redacted.text,
        received_at=now,
        occurred_at=occurred_at.astimezone(UTC) if occurred_at else None,
        reported_from=submission.unit,
        source_mark=mark,
        attachments=submission.attachments,
        redactions=redacted.counts(),
        sealed_ref=sealed_ref,
    )


def sealed(report_id: str, key_id: str, original: bytes, now: datetime, *, held: bool) -> SealedOriginal:
    """The sealed original on its way into intake's own store."""
    return SealedOriginal(
        report_id=report_id, key_id=key_id, sealed=b64encode(original).decode(), received_at=now, held=held
    )


def report_document(event: ReportReceived, receipt: str) -> dict[str, Any]:
    """A report as it is stored, under the look-up value of its receipt. Raises ValueError if it can't be."""
    for attachment in event.attachments:
        whole(attachment.size_bytes)
    for redaction in event.redactions:
        whole(redaction.count)
    document: dict[str, Any] = msgspec.to_builtins(event, builtin_types=(datetime,))
    document["received_at"] = utc(event.received_at)
    if event.occurred_at is not None:
        document["occurred_at"] = utc(event.occurred_at)
    del document["report_id"]
    return {"_id": event.report_id, "receipt": receipt, **document}


def held_document(event: SealedOriginal, receipt: str) -> dict[str, Any]:
    """A report that waits for a person, as it is stored: without its text. Raises ValueError."""
    return {
        "_id": event.report_id,
        "receipt": receipt,
        "received_at": utc(event.received_at),
        "sealed_ref": f"{event.key_id}/{event.report_id}",
        "held": True,
    }


def sealed_document(event: SealedOriginal) -> dict[str, Any]:
    """A sealed original as it is stored. Raises ValueError, also when it isn't base64."""
    return {
        "_id": event.report_id,
        "key_id": event.key_id,
        "sealed": b64decode(event.sealed, validate=True),
        "received_at": utc(event.received_at),
    }
