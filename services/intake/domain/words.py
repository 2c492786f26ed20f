"""The words of the public status, Vietnamese and English; neutral ones for topics that could harm if read."""

from enum import StrEnum
from typing import NamedTuple

from services.intake.domain.timeline import Entry, Kind
from shared.contracts.taxonomy import ROLE_NAMES, DeskRole


class Words(NamedTuple):
    """The same in Vietnamese and English."""

    vi: str
    en: str


class State(StrEnum):
    """Where a report stands."""

    RECEIVED = "received"
    HELD = "held"
    PASSED_ON = "passed_on"
    IN_PROGRESS = "in_progress"
    ANSWERED = "answered"


RECEIVED = Words("Đã tiếp nhận, đang xử lý", "Received, being processed")
HELD = Words("Đã tiếp nhận, đang chờ cán bộ trực tiếp xem", "Received, waiting for an officer to read it")
HANDLED = Words("Đang được xử lý", "Being handled")
FINISHED = Words("Đã xử lý", "Dealt with")

STATES: dict[State, Words] = {
    State.RECEIVED: RECEIVED,
    State.HELD: HELD,
    State.PASSED_ON: Words("Đã chuyển đến nơi có trách nhiệm", "Passed to the responsible unit"),
    State.IN_PROGRESS: HANDLED,
    State.ANSWERED: Words("Đã có trả lời", "Answered"),
}
"""State → headline of the status."""

NEUTRAL_STATES = STATES | {State.PASSED_ON: HANDLED, State.ANSWERED: FINISHED}
NEUTRAL: dict[Kind, Words] = dict.fromkeys(Kind, HANDLED) | {Kind.RESOLVED: FINISHED}
"""Words that tell nothing about the matter, the place or who acts."""

SOMEONE = Words("Đơn vị phụ trách", "The responsible desk")


def of_entry(entry: Entry, unit_names: dict[str, str]) -> Words:
    """What an entry says about a matter that may be read by anyone who holds the receipt."""
    who = desk_name(entry.desk, unit_names)
    name = entry.name or ""
    unit = unit_names.get(entry.unit or "", "")
    match entry.kind:
        case Kind.OPENED:
            words = (
                f"Đã chuyển đến {lowered(unit) or 'nơi phụ trách'}",
                f"Passed to {unit or 'the responsible unit'}",
            )
        case Kind.JOINED:
            words = ("Đã gộp vào một vụ việc đang được xử lý", "Joined to a matter that is being handled")
        case Kind.TOLD:
            words = (
                f"Đã báo cho {lowered(name) or 'nơi phụ trách'}",
                f"Told: {name or 'the responsible desk'}",
            )
        case Kind.ESCALATED:
            words = (
                f"Chưa có trả lời đúng hạn, đã báo lên {lowered(name) or 'cấp trên'}",
                f"No answer in time, passed up to {name or 'the next level'}",
            )
        case Kind.OVERDUE:
            words = ("Đã quá hạn mà chưa xử lý xong", "Past its deadline, not settled yet")
        case Kind.ACKNOWLEDGED:
            words = (f"{who.vi} đã nhận xử lý", f"{who.en} has taken it up")
        case Kind.ASSIGNED:
            words = (f"Đã giao cho {lowered(who.vi)}", f"Handed to: {who.en}")
        case Kind.RESOLVED:
            words = (f"{who.vi} đã trả lời", f"{who.en} has answered")
        case Kind.REOPENED:
            words = ("Vụ việc được mở lại để xử lý tiếp", "Reopened")
    return Words(*words)


def desk_name(desk: str | None, unit_names: dict[str, str]) -> Words:
    """Name of a desk id ``<unit>/<role>``; a general word where it isn't known."""
    unit, _, role = (desk or "").partition("/")
    if role not in set(DeskRole) or unit not in unit_names:
        return SOMEONE
    vi, en = ROLE_NAMES[DeskRole(role)]
    return Words(f"{vi} {lowered(unit_names[unit])}", f"{en}, {unit_names[unit]}")


def lowered(name: str) -> str:
    """A name within a sentence: ``Phường Hoàng Mai`` → ``phường Hoàng Mai``."""
    return f"{name[0].lower()}{name[1:]}" if name else name
