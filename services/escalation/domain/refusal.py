"""Why something is refused, in words that the desk can use."""

from enum import StrEnum

import msgspec


class RefusalReason(StrEnum):
    """Named reason of a refusal."""

    UNKNOWN_CASE = "unknown_case"
    UNKNOWN_DESK = "unknown_desk"
    NOT_RESPONSIBLE = "not_responsible"
    ALREADY_ACKNOWLEDGED = "already_acknowledged"
    ALREADY_RESOLVED = "already_resolved"
    NOT_RESOLVED = "not_resolved"
    NO_ASSIGNEE = "no_assignee"
    UNKNOWN_ASSIGNEE = "unknown_assignee"
    SAME_OWNER = "same_owner"
    CASE_RESOLVED = "case_resolved"
    CASE_FULL = "case_full"


class Refusal(msgspec.Struct, frozen=True):
    """A refusal with its text in Vietnamese and English."""

    reason: RefusalReason
    vi: str
    en: str


TEXTS: dict[RefusalReason, tuple[str, str]] = {
    RefusalReason.UNKNOWN_CASE: ("Không tìm thấy vụ việc.", "There is no such case."),
    RefusalReason.UNKNOWN_DESK: (
        "Đầu mối {about} không có trong danh sách đơn vị.",
        "Desk {about} is not in the organisation.",
    ),
    RefusalReason.NOT_RESPONSIBLE: (
        "Đầu mối {about} không phụ trách vụ việc này.",
        "Desk {about} is not responsible for this case.",
    ),
    RefusalReason.ALREADY_ACKNOWLEDGED: (
        "Vụ việc đã được {about} tiếp nhận.",
        "The case was already acknowledged by {about}.",
    ),
    RefusalReason.ALREADY_RESOLVED: (
        "Vụ việc đã giải quyết xong. Nếu chưa ổn, hãy mở lại.",
        "The case is resolved. Reopen it if it isn't settled.",
    ),
    RefusalReason.NOT_RESOLVED: (
        "Chỉ mở lại được vụ việc đã giải quyết xong.",
        "Only a resolved case can be reopened.",
    ),
    RefusalReason.NO_ASSIGNEE: ("Chưa nêu đầu mối nhận việc.", "Name the desk that takes over."),
    RefusalReason.UNKNOWN_ASSIGNEE: (
        "Đầu mối nhận việc {about} không có trong danh sách đơn vị.",
        "The desk to take over, {about}, is not in the organisation.",
    ),
    RefusalReason.SAME_OWNER: ("{about} đang phụ trách vụ việc.", "The case already lies with {about}."),
    RefusalReason.CASE_RESOLVED: (
        "Vụ việc đã giải quyết xong nên không nhận thêm phản ánh; hãy mở vụ việc mới.",
        "A resolved case takes no new report; open a new case.",
    ),
    RefusalReason.CASE_FULL: (
        "Vụ việc đã đủ số phản ánh; hãy mở vụ việc mới.",
        "The case holds as many reports as it may; open a new case.",
    ),
}
"""Reason → (Vietnamese, English); ``{about}`` is the desk concerned."""


def refusal(reason: RefusalReason, about: str = "") -> Refusal:
    """The refusal with its texts filled in."""
    vi, en = TEXTS[reason]
    return Refusal(reason=reason, vi=vi.format(about=about), en=en.format(about=about))
