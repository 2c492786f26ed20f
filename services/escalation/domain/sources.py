"""How many independent sources a case has: one person, or one text passed on, is one source however often it comes."""

from collections.abc import Iterable

from msgspec.structs import replace

from services.escalation.domain.case import ReportRef
from services.escalation.domain.grouping import similarity

FORWARDED = 0.85
"""Estimated share of common words and pairs from which a text is another one passed on. Two tellings of one event by
two people lie far below; a forwarded text with a line added above it lies above."""


def marked(ref: ReportRef, known: Iterable[ReportRef]) -> ReportRef:
    """``ref``, marked as a copy if it comes from a source that is ``known`` or is a text that is passed on."""
    copied = any(
        (ref.source_mark and ref.source_mark == other.source_mark)
        or similarity(ref.signature, other.signature) >= FORWARDED
        for other in known
    )
    return replace(ref, copied=copied)


def count(refs: Iterable[ReportRef]) -> int:
    """Independent sources of these reports."""
    return sum(not ref.copied for ref in refs)
