"""What the holder of a receipt may see: the words of each step, and the answer unless the topic is sensitive."""

from collections.abc import Callable, Sequence
from datetime import datetime

import msgspec

from services.intake.domain import words
from services.intake.domain.timeline import Entry, Kind
from services.intake.domain.words import State
from shared.contracts.taxonomy import SENSITIVE_TOPICS, TOPIC_NAMES, Topic


class Step(msgspec.Struct, frozen=True):
    """One line of the timeline."""

    at: datetime
    vi: str
    en: str


class Answer(msgspec.Struct, frozen=True):
    """The official answer and who gives it. The text is redacted."""

    text: str
    at: datetime
    by_vi: str
    by_en: str


class Status(msgspec.Struct, frozen=True, omit_defaults=True):
    """The public status of a report. It never holds the report's text."""

    receipt: str
    state: State
    vi: str
    en: str
    timeline: tuple[Step, ...] = ()
    topic: str | None = None
    topic_vi: str | None = None
    topic_en: str | None = None
    unit: str | None = None
    unit_name: str | None = None
    answer: Answer | None = None


UnitName = Callable[[str], str | None]
_STATES = {
    Kind.OPENED: State.PASSED_ON,
    Kind.ESCALATED: State.PASSED_ON,
    Kind.OVERDUE: State.PASSED_ON,
    Kind.ACKNOWLEDGED: State.IN_PROGRESS,
    Kind.ASSIGNED: State.IN_PROGRESS,
    Kind.RESOLVED: State.ANSWERED,
    Kind.REOPENED: State.PASSED_ON,
}
"""Kind → state of the case after it; kinds that are absent change nothing."""


def pending(receipt: str) -> Status:
    """The status of a valid receipt whose report isn't stored yet."""
    return Status(receipt, State.RECEIVED, *words.RECEIVED)


def status(
    receipt: str,
    received_at: datetime,
    *,
    held: bool,
    joined: Entry | None,
    entries: Sequence[Entry],
    unit_name: UnitName,
) -> Status:
    """The public status of a report, given what happened to its case in any order.

    A report that joined a case later is not shown what happened before it came.
    """
    changes = sorted((entry for entry in entries if entry.topic), key=lambda entry: entry.version)
    state = State.HELD if held else State.RECEIVED
    if entries or joined:
        state = State.PASSED_ON
    for entry in changes:
        state = _STATES.get(entry.kind, state)
    shown = [entry for entry in entries if joined is None or entry.at >= joined.at]
    shown = sorted([*([joined] if joined else []), *shown], key=lambda entry: (entry.at, entry.version))
    first = Step(received_at, *(words.HELD if held else words.RECEIVED))
    known = sorted((entry for entry in (*changes, joined) if entry), key=lambda entry: entry.version)
    if _is_guarded(known):
        return _neutral(receipt, state, first, shown)
    return _open(receipt, state, first, shown, known[-1], unit_name)


def _is_guarded(changes: Sequence[Entry]) -> bool:
    """Whether only neutral words may be shown: the topic is sensitive, was once, or isn't known yet."""
    return not changes or any(entry.sensitive or entry.topic in SENSITIVE_TOPICS for entry in changes)


def _neutral(receipt: str, state: State, first: Step, ordered: Sequence[Entry]) -> Status:
    steps = _collapsed([first, *(Step(entry.at, *words.NEUTRAL[entry.kind]) for entry in ordered)])
    return Status(receipt, state, *words.NEUTRAL_STATES[state], timeline=steps)


def _open(
    receipt: str,
    state: State,
    first: Step,
    ordered: Sequence[Entry],
    latest: Entry,
    unit_name: UnitName,
) -> Status:
    names = _names(ordered, unit_name)
    topic = Topic(latest.topic) if latest.topic in set(Topic) else Topic.OTHER
    topic_vi, topic_en = TOPIC_NAMES[topic]
    return Status(
        receipt,
        state,
        *words.STATES[state],
        timeline=_collapsed([first, *(Step(entry.at, *words.of_entry(entry, names)) for entry in ordered)]),
        topic=topic.value,
        topic_vi=topic_vi,
        topic_en=topic_en,
        unit=latest.unit,
        unit_name=names.get(latest.unit or ""),
        answer=_answer(ordered, names) if state is State.ANSWERED else None,
    )


def _collapsed(steps: Sequence[Step]) -> tuple[Step, ...]:
    """Without steps that say the same as the one before."""
    kept = list(steps[:1])
    for step in steps[1:]:
        if step.vi != kept[-1].vi:
            kept.append(step)
    return tuple(kept)


def _answer(ordered: Sequence[Entry], names: dict[str, str]) -> Answer | None:
    for entry in sorted(ordered, key=lambda e: e.version, reverse=True):
        if entry.kind is Kind.RESOLVED:
            by = words.desk_name(entry.desk, names)
            return Answer(entry.answer, entry.at, by.vi, by.en) if entry.answer else None
    return None


def _names(entries: Sequence[Entry], unit_name: UnitName) -> dict[str, str]:
    codes = {entry.unit for entry in entries} | {(entry.desk or "").partition("/")[0] for entry in entries}
    return {code: name for code in codes if code and (name := unit_name(code))}
