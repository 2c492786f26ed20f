"""The form of the page: what was typed, checked, with errors that name their field."""

import hashlib
import re
import secrets
from dataclasses import dataclass, field
from datetime import date, datetime, time
from urllib.parse import parse_qsl
from zoneinfo import ZoneInfo

from services.intake.domain.refusal import Fault, RefusedError
from services.intake.domain.submission import YEARS, Submission
from services.intake.domain.text import clean_text
from services.intake.units import Units
from shared.contracts.taxonomy import Channel

MAX_FIELDS = 20
_NONCE = re.compile(r"[A-Za-z0-9_-]{20,64}")
_ISO_DATE = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})")
_VN_DATE = re.compile(r"(\d{1,2})[/.\- ](\d{1,2})[/.\- ](\d{4})")
_TIME = re.compile(r"(\d{1,2}) ?(?:[:hg.] ?(\d{2})?)?(?: ?phut)?")


def new_nonce() -> str:
    """A fresh idempotency key for one showing of the form."""
    return secrets.token_urlsafe(16)


@dataclass(slots=True)
class Form:
    """What was typed. ``trap`` is a field that people don't see."""

    text: str = ""
    unit: str = ""
    day: str = ""
    clock: str = ""
    trap: str = ""
    unit_seen: str = ""
    """The unknown unit that the reporter was already asked about; typed again, it is let pass."""
    nonce: str = field(default_factory=new_nonce)
    suggestions: list[str] = field(default_factory=list)

    @classmethod
    def read(cls, body: bytes) -> "Form":
        """From a form-encoded body; broken UTF-8 becomes U+FFFD. Raises RefusedError for far too many fields."""
        try:
            pairs = dict(parse_qsl(body.decode("latin-1"), keep_blank_values=True, max_num_fields=MAX_FIELDS))
        except ValueError:
            raise RefusedError(_TOO_MANY) from None
        values = {name: pairs.get(name, "").replace("\0", "\ufffd") for name in _NAMES}
        nonce = pairs.get("nonce", "")
        form = cls("", values["unit"], values["day"], values["clock"], values["trap"], values["unit_seen"])
        if _NONCE.fullmatch(nonce):
            form.nonce = nonce
        form.text = pairs.get("text", "")
        return form

    def check(self, units: Units, zone: ZoneInfo) -> Submission:
        """The submission. Raises RefusedError with all that is wrong, and fills ``suggestions``."""
        faults: list[Fault] = []
        text = self._text(faults)
        unit = self._unit(units, faults)
        occurred_at = self._occurred_at(zone, faults)
        if self.trap:
            faults.append(_TRAP)
        if faults:
            raise RefusedError(*faults)
        digest = hashlib.sha256(text.encode()).hexdigest()[:16]
        key = f"form:{self.nonce}:{digest}"
        return Submission(Channel.WEB, key, self.text, text, unit, occurred_at)

    def _text(self, faults: list[Fault]) -> str:
        try:
            return clean_text(self.text)
        except RefusedError as error:
            faults.extend(error.faults)
            return ""

    def _unit(self, units: Units, faults: list[Fault]) -> str | None:
        typed = self.unit.strip()
        if not typed:
            return None
        code = units.find(typed)
        if code is None and typed != self.unit_seen:
            self.suggestions = units.like(typed)
            self.unit_seen = typed
            faults.append(_UNIT)
        return code

    def _occurred_at(self, zone: ZoneInfo, faults: list[Fault]) -> datetime | None:
        if not (self.day.strip() or self.clock.strip()):
            return None
        if not self.day.strip():
            faults.append(_DAY_MISSING)
            return None
        try:
            return datetime.combine(read_day(self.day), read_clock(self.clock), zone)
        except ValueError:
            faults.append(_DAY)
            return None


def read_day(typed: str) -> date:
    """A day as a date field sends it or as people write it (``13/11/2026``). Raises ValueError."""
    typed = typed.strip()
    if match := _ISO_DATE.fullmatch(typed):
        day = date(int(match[1]), int(match[2]), int(match[3]))
    elif match := _VN_DATE.fullmatch(typed):
        day = date(int(match[3]), int(match[2]), int(match[1]))
    else:
        raise ValueError("no date")
    if day.year not in YEARS:
        raise ValueError("no year of ours")
    return day


def read_clock(typed: str) -> time:
    """A time as a time field sends it or as people write it (``7h30``); midnight when empty. Raises ValueError."""
    typed = typed.strip().lower()
    if not typed:
        return time()
    match = _TIME.fullmatch(typed)
    if match is None:
        raise ValueError("no time")
    return time(int(match[1]), int(match[2] or 0))


_NAMES = ("unit", "day", "clock", "trap", "unit_seen")
_TOO_MANY = Fault(
    "form", "form", "Biểu mẫu bị hỏng; hãy tải lại trang.", "The form is broken; reload the page."
)
_TRAP = Fault(
    "trap",
    "trap",
    "Hãy để trống ô kiểm tra cuối biểu mẫu.",
    "Leave the check field at the end of the form empty.",
)
_UNIT = Fault(
    "unit",
    "unknown_unit",
    "Chưa tìm thấy phường, xã này. Hãy chọn trong danh sách, hoặc bấm Gửi lần nữa để gửi mà không ghi đơn vị.",
    "This unit wasn't found. Choose one from the list, or press Send again to send without it.",
)
_DAY = Fault(
    "day",
    "date",
    "Ngày giờ chưa đúng. Ví dụ: 13/11/2026 và 7:30.",
    "The date or time isn't right. For example: 13/11/2026 and 7:30.",
)
_DAY_MISSING = Fault("day", "date", "Có giờ thì cần ghi thêm ngày.", "A time needs its date as well.")
