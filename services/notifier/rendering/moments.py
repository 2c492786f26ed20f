"""Points in time as people write them, in the time zone of the recipients."""

from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

WEEKDAYS_VI = ("thứ Hai", "thứ Ba", "thứ Tư", "thứ Năm", "thứ Sáu", "thứ Bảy", "Chủ nhật")
WEEKDAYS_EN = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
MONTHS_EN = (
    "January", "February", "March", "April", "May", "June", "July",
    "August", "September", "October", "November", "December",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Moment:
    """A time in full and in short. ``short`` leaves out what is the same as now."""

    full: str
    short: str
    past: bool


def moment(at: datetime, now: datetime, zone: ZoneInfo, language: str) -> Moment:
    """``at`` as a reader at ``now`` would say it: ``10:15`` today, ``10:15 ngày 06/07`` otherwise."""
    local, today = at.astimezone(zone), now.astimezone(zone)
    clock = f"{local:%H:%M}"
    same_year = local.year == today.year
    if language == "en":
        date = f"{local.day} {MONTHS_EN[local.month - 1]}"
        full = f"{clock}, {WEEKDAYS_EN[local.weekday()]} {date} {local.year}"
        elsewhen = f"{clock} on {date}" + ("" if same_year else f" {local.year}")
    else:
        full = f"{clock} {WEEKDAYS_VI[local.weekday()]}, {local:%d/%m}/{local.year}"
        elsewhen = f"{clock} ngày {local:%d/%m}" + ("" if same_year else f"/{local.year}")
    return Moment(full, clock if local.date() == today.date() else elsewhen, at <= now)
