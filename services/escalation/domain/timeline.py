"""The history of a case as lines people can read, Vietnamese with English beside it. For desks, not the public."""

from collections.abc import Iterable
from datetime import datetime
from zoneinfo import ZoneInfo

import msgspec

from services.escalation.domain.case import Case, Decision, Entry
from services.escalation.domain.organisation import Organisation
from services.escalation.domain.placing import PlaceReason
from shared.contracts.taxonomy import TOPIC_NAMES, URGENCY_NAMES, Urgency


class Line(msgspec.Struct, frozen=True):
    """One thing that happened. ``told`` holds the names of the desks that were told of it."""

    at: datetime
    vi: str
    en: str
    told: tuple[str, ...] = ()


SENTENCES: dict[Decision, tuple[str, str]] = {
    Decision.OPENED: (
        "Mở vụ việc: {topic}, mức {urgency}, {unit}{place}",
        "Case opened: {topic}, {urgency}, {unit}{place}",
    ),
    Decision.REPORT_ADDED: ("Thêm một phản ánh, cộng là {reports}", "One more report, {reports} in all"),
    Decision.URGENCY_RAISED: (
        "Phản ánh thứ {reports} nâng lên mức {urgency}, tính giờ lại từ đầu",
        "Report {reports} raises the case to {urgency}, the clocks start again",
    ),
    Decision.ESCALATED: (
        "Không ai tiếp nhận đúng hạn, chuyển lên {level}",
        "Nobody acknowledged in time, passed up to {level}",
    ),
    Decision.UNANSWERED: (
        "Quá hạn: đến bước cuối vẫn không ai tiếp nhận",
        "Overdue: nobody acknowledged, up to the last step",
    ),
    Decision.UNRESOLVED: ("Quá hạn giải quyết", "Overdue: not resolved in time"),
    Decision.ACKNOWLEDGED: ("{actor} đã tiếp nhận", "Acknowledged by {actor}"),
    Decision.ASSIGNED: ("{actor} giao cho {assignee}", "{actor} assigned it to {assignee}"),
    Decision.RESOLVED: ("{actor} đã giải quyết xong{note}", "Resolved by {actor}{note}"),
    Decision.REOPENED: (
        "{actor} mở lại{note}, tính giờ lại từ đầu",
        "Reopened by {actor}{note}, clocks restart",
    ),
}
"""Kind of entry → (Vietnamese, English) sentence."""

PLACES: dict[str, tuple[str, str]] = {
    PlaceReason.NO_PLACE: (" (chưa rõ địa bàn)", " (no place named)"),
    PlaceReason.AMBIGUOUS: (" (địa danh ứng với nhiều nơi)", " (several places of that name)"),
    PlaceReason.OUTSIDE_AREA: (" (ngoài địa bàn)", " (outside the area)"),
}
REPORT_KINDS = frozenset({Decision.OPENED, Decision.REPORT_ADDED, Decision.URGENCY_RAISED})


def timeline(case: Case, organisation: Organisation) -> tuple[Line, ...]:
    """The lines of a case, oldest first."""
    lines, reports = [], 0
    for entry in case.history:
        reports += entry.kind in REPORT_KINDS
        vi, en = (_sentence(case, entry, reports, organisation, language) for language in (0, 1))
        names = tuple(organisation.desk_name(desk) for told in entry.told for desk in told.desks)
        lines.append(Line(at=entry.at, vi=vi, en=en, told=names))
    return tuple(lines)


def as_text(lines: Iterable[Line], zone: str, *, english: bool = False) -> str:
    """The lines as text, a line each, times in a zone (IANA name)."""
    word = "Told" if english else "Đã báo"
    rows = []
    for line in lines:
        at = line.at.astimezone(ZoneInfo(zone)).strftime("%d/%m/%Y %H:%M")
        told = f" {word}: {', '.join(line.told)}." if line.told else ""
        rows.append(f"{at}  {line.en if english else line.vi}.{told}")
    return "\n".join(rows)


def _sentence(case: Case, entry: Entry, reports: int, organisation: Organisation, language: int) -> str:
    urgency = case.reports[0].urgency
    if entry.kind is Decision.URGENCY_RAISED:
        urgency = Urgency[entry.reason.upper()]
    return SENTENCES[entry.kind][language].format(
        topic=TOPIC_NAMES[case.topic][language],
        urgency=URGENCY_NAMES[urgency][language].lower(),
        unit=case.unit_name,
        place=PLACES.get(entry.reason, ("", ""))[language],
        reports=reports,
        level=organisation.unit(entry.level).name if entry.level else "",
        actor=organisation.desk_name(entry.actor) if entry.actor else "",
        assignee=organisation.desk_name(entry.reason),
        note=f": {entry.note}" if entry.note else "",
    )
