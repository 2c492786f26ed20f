"""Personal data out of a text, before it enters the bus: names, addresses, numbers.

``redact`` is pure and idempotent: what it returns holds nothing more that it would replace. The caller fails
closed: where it raises, the text is not published.
"""

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from typing import NamedTuple

import msgspec

from services.intake.domain.folding import shadow
from services.intake.domain.patterns import (
    address,
    bank_account,
    dob,
    email,
    national_id,
    person,
    phone,
    phone_lettered,
    phone_told,
    plate,
    profile,
    social,
)
from shared.contracts.events import Redaction

FINDERS = (email, social, dob, bank_account, national_id, plate, phone, phone_told, phone_lettered)
"""In order of precedence: what an earlier finder takes, a later one doesn't see."""
READERS = (profile, address, person)
"""Finders that need the text as written beside its plain shadow; they come last."""
Find = Callable[[str, str], Iterable[tuple[int, int]]]


def _of_shadow(find: Callable[[str], Iterable[tuple[int, int]]]) -> Find:
    return lambda plain, _: find(plain)


_STEPS: tuple[tuple[str, int, Find], ...] = (
    *((finder.KIND, finder.DIGITS, _of_shadow(finder.find)) for finder in FINDERS),
    *((finder.KIND, finder.DIGITS, finder.find) for finder in READERS),
)
"""Kind, the digits it needs at least, and how it is found."""
_SITELESS: dict[Find, Find | None] = {
    _STEPS[FINDERS.index(social)][2]: _of_shadow(social.find_siteless),
    profile.find: None,
}
"""What remains to ask of a text that names no site, as most: both look for the same words, hence once for both."""
_MOST_DIGITS = max(least for _, least, _ in _STEPS)
_STEPS_BY_DIGITS = tuple(
    tuple(step for step in _STEPS if step[1] <= digits) for digits in range(_MOST_DIGITS + 1)
)
"""Those that a text with so many digits needs; half of the texts have none."""
_REPLACED = re.compile(rf"\[(?:{'|'.join(finder.KIND for finder in (*FINDERS, *READERS))})\]")
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
    plain, walled = shadow(text), text
    for start, end in _replaced(text):
        plain, walled = (_wall(t, start, end) for t in (plain, walled))
    silent: dict[Find, str] = {}
    while found := _find(plain, walled, silent):
        spans += found
        plain, walled = _wall_off(plain, found), _wall_off(walled, found)
    if not spans:
        return Redacted(text)
    spans.sort(key=lambda span: span.start)
    return Redacted(_replace(text, spans), tuple(spans))


def _find(plain: str, text: str, silent: dict[Find, str]) -> list[Span]:
    """What each finder finds in turn. ``silent``: finder → the shadow in which it found nothing, not to ask again."""
    found: list[Span] = []
    digits = min(len(_DIGIT.findall(plain)), _MOST_DIGITS)
    sited: bool | None = None
    for kind, _, step in _STEPS_BY_DIGITS[digits]:
        find: Find | None = step
        if step in _SITELESS:
            sited = social.names_site(plain) if sited is None else sited
            find = step if sited else _SITELESS[step]
        if find is None or silent.get(find) == plain:
            continue
        spans = list(find(plain, text))
        if not spans:
            silent[find] = plain
            continue
        of_kind = _apart(kind, spans)
        plain, text = _wall_off(plain, of_kind), _wall_off(text, of_kind)
        sited = None
        found += of_kind
    return found


def _replaced(text: str) -> Iterator[tuple[int, int]]:
    """What an earlier redaction put into the text."""
    return (match.span() for match in _REPLACED.finditer(text)) if "[" in text else iter(())


def _apart(kind: str, found: list[tuple[int, int]]) -> list[Span]:
    """Spans in order, without those that overlap an earlier one."""
    kept: list[Span] = []
    for span in sorted((Span(kind, start, end) for start, end in found), key=lambda s: (s.start, -s.end)):
        if not kept or span.start >= kept[-1].end:
            kept.append(span)
    return kept


def _wall_off(plain: str, spans: list[Span]) -> str:
    """The shadow with each span as brackets of the same length, as the patterns will meet it afterwards."""
    for _, start, end in spans:
        plain = _wall(plain, start, end)
    return plain


def _wall(plain: str, start: int, end: int) -> str:
    wall = f"[{'_' * (end - start - 2)}]" if end - start > 1 else "["
    return f"{plain[:start]}{wall}{plain[end:]}"


def _replace(text: str, spans: list[Span]) -> str:
    pieces: list[str] = []
    position = 0
    for kind, start, end in spans:
        pieces += (text[position:start], f"[{kind}]")
        position = end
    pieces.append(text[position:])
    return "".join(pieces)
