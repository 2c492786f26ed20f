"""Which case a report joins: same unit and topic, fresh enough, near-duplicate text."""

import struct
from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from enum import StrEnum
from functools import cache

import msgspec
from msgspec.structs import replace

from services.escalation.domain.case import Case, ReportRef, Status
from services.escalation.domain.organisation import Organisation
from services.escalation.domain.placing import main_topic, place
from shared.contracts.events import ReportClassified
from shared.contracts.taxonomy import Urgency

KEPT_SIGNATURES = 8
"""A case keeps the signatures of its first and of its last this many reports."""
LANE_BITS = 32
LANE_BYTES = 4
LANE_MASK = 0xFFFFFFFF


class ChoiceReason(StrEnum):
    """Why a report joins a case or opens one."""

    SEEN_BEFORE = "seen_before"
    SIMILAR = "similar"
    NONE_SIMILAR = "none_similar"
    RESOLVED = "resolved"
    FULL = "full"
    MORE_URGENT = "more_urgent"
    """An emergency doesn't hide in a milder case that somebody has acknowledged: nobody would be told."""


class Choice(msgspec.Struct, frozen=True):
    """The case to join (None: open one), the case that a new one follows, and the best similarity seen."""

    reason: ChoiceReason
    case_id: str | None = None
    follows: str | None = None
    similarity: float = 0.0


def choose_case(report: ReportClassified, cases: Iterable[Case], organisation: Organisation) -> Choice:
    """The case that a report joins, out of candidates of any unit, topic and status.

    Each case is judged by its own frozen policy. Of several the most similar is taken, then the one with
    the latest report, then the greatest id. A similar one that takes no more is given in ``follows``.
    """
    unit, topic = place(report, organisation).unit.code, main_topic(report)
    packed = pack(report.signature)
    mine = int.from_bytes(packed, "little")
    best: tuple[float, datetime, str, ChoiceReason] | None = None
    closed: tuple[float, datetime, str, ChoiceReason] | None = None
    for case in cases:
        if case.has_report(report.report_id):
            return Choice(case_id=case.id, reason=ChoiceReason.SEEN_BEFORE, similarity=1.0)
        if case.unit != unit or case.topic != topic or not _is_fresh(case, report):
            continue
        score = max((_similarity(mine, len(packed), ref.signature) for ref in case.reports), default=0.0)
        if score < case.policy.grouping.similarity:
            continue
        reason = _closed(case, report)
        found = (score, case.last_report_at, case.id, reason or ChoiceReason.SIMILAR)
        if reason is None:
            best = max(best or found, found)
        else:
            closed = max(closed or found, found)
    if best:
        return Choice(case_id=best[2], reason=best[3], similarity=best[0])
    if closed:
        return Choice(follows=closed[2], reason=closed[3], similarity=closed[0])
    return Choice(reason=ChoiceReason.NONE_SIMILAR)


def _is_fresh(case: Case, report: ReportClassified) -> bool:
    window = timedelta(hours=case.policy.grouping.window_hours)
    return abs(report.received_at - case.last_report_at) <= window


def _closed(case: Case, report: ReportClassified) -> ChoiceReason | None:
    """Why a similar case doesn't take the report; None if it does."""
    if case.status is Status.RESOLVED:
        return ChoiceReason.RESOLVED
    if len(case.reports) >= case.policy.grouping.max_reports:
        return ChoiceReason.FULL
    if case.status is Status.ACKNOWLEDGED and case.urgency < report.urgency is Urgency.EMERGENCY:
        return ChoiceReason.MORE_URGENT
    return None


def pack(signature: Sequence[int]) -> bytes:
    """A MinHash signature of 32-bit values as bytes: small in the document, quick to compare.

    Of a value that is no 32-bit one only the low 32 bits count.
    """
    try:
        return struct.pack(f"<{len(signature)}I", *signature)
    except struct.error:
        return struct.pack(f"<{len(signature)}I", *(value & LANE_MASK for value in signature))


def thin_out(reports: tuple[ReportRef, ...]) -> tuple[ReportRef, ...]:
    """The reports without the signature that lies neither among the first nor the last KEPT_SIGNATURES."""
    middle = len(reports) - KEPT_SIGNATURES - 1
    if middle < KEPT_SIGNATURES:
        return reports
    return (*reports[:middle], replace(reports[middle], signature=b""), *reports[middle + 1 :])


def similarity(left: bytes, right: bytes) -> float:
    """Estimated Jaccard similarity of two packed signatures, 0..1; 0 if empty or of different length."""
    return _similarity(int.from_bytes(left, "little"), len(left), right)


def _similarity(left: int, length: int, packed: bytes) -> float:
    """Share of equal 32-bit lanes, all counted at once on big integers (five times a loop's speed).

    A lane of the difference is non-zero exactly if adding 0x7fffffff to its low 31 bits, or the lane
    itself, sets its top bit.
    """
    if not length or len(packed) != length:
        return 0.0
    low, high = _masks(length // LANE_BYTES)
    different = left ^ int.from_bytes(packed, "little")
    marks = (((different & low) + low) | different) & high
    lanes = length // LANE_BYTES
    return (lanes - marks.bit_count()) / lanes


@cache
def _masks(lanes: int) -> tuple[int, int]:
    """0x7fffffff and 0x80000000 in each lane."""
    ones = sum(1 << (LANE_BITS * lane) for lane in range(lanes))
    return ones * (LANE_MASK >> 1), ones * (1 << (LANE_BITS - 1))
