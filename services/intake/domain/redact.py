"""Personal data out of a text, before it enters the bus: phones, e-mails, identity numbers, plates.

``redact`` is pure and idempotent: what it returns holds nothing more that it would replace. The caller fails
closed: where it raises, the text is not published.
"""

import re
from collections import Counter
from typing import NamedTuple

import msgspec

from services.intake.domain.folding import shadow
from services.intake.domain.patterns import email, national_id, phone, plate
from shared.contracts.events import Redaction

FINDERS = (email, national_id, plate, phone)
"""In order of precedence: what an earlier finder takes, a later one doesn't see."""
_DIGIT = re.compile("[0-9]")


class Span(NamedTuple):
    """Where personal data stood: offsets in code points of the text given, end exclusive."""

    kind: str
    start: int
    end: int


class Redacted(msgspec.Struct, frozen=True):
    """A text with ``[KIND]`` in place of each span, and the spans in order."""

    text: str
    spans: tuple[Span, ...] = ()

    def counts(self) -> tuple[Redaction, ...]:
        """How many spans of each kind, by kind."""
        counted = Counter(span.kind for span in self.spans)
        return tuple(Redaction(kind=kind, count=count) for kind, count in sorted(counted.items()))


def redact(text: str) -> Redacted:
    """The text without personal data. For any text; NFC is expected, else some words are not understood."""
    spans: list[Span] = []
    plain = shadow(text)
    while found := _find(plain):
        spans += found
        plain = _wall_off(plain, found)
    if not spans:
        return Redacted(text)
    spans.sort(key=lambda span: span.start)
    return Redacted(_replace(text, spans), tuple(spans))


def _find(plain: str) -> list[Span]:
    found: list[Span] = []
    digits = len(_DIGIT.findall(plain))
    for finder in FINDERS:
        if digits < finder.DIGITS:
            continue
        of_kind = _apart([Span(finder.KIND, start, end) for start, end in finder.find(plain)])
        plain = _wall_off(plain, of_kind)
        found += of_kind
    return found


def _apart(spans: list[Span]) -> list[Span]:
    """Without spans that overlap an earlier one."""
    kept: list[Span] = []
    for span in sorted(spans, key=lambda s: (s.start, -s.end)):
        if not kept or span.start >= kept[-1].end:
            kept.append(span)
    return kept


def _wall_off(plain: str, spans: list[Span]) -> str:
    """The shadow with each span as brackets of the same length, as the patterns will meet it afterwards."""
    for _, start, end in spans:
        plain = f"{plain[:start]}[{'_' * (end - start - 2)}]{plain[end:]}"
    return plain


def _replace(text: str, spans: list[Span]) -> str:
    pieces: list[str] = []
    position = 0
    for kind, start, end in spans:
        pieces += (text[position:start], f"[{kind}]")
        position = end
    pieces.append(text[position:])
    return "".join(pieces)
