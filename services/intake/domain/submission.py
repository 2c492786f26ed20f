"""What a client sends, and the same checked: a submission that can be accepted."""

import re
from collections.abc import Callable
from datetime import datetime
from typing import Annotated, NamedTuple

import msgspec

from services.intake.domain.redact import redact
from services.intake.domain.refusal import Fault, RefusedError
from services.intake.domain.text import clean_text
from shared.contracts.events import Attachment
from shared.contracts.taxonomy import Channel

MAX_KEY = 200
MAX_ATTACHMENTS = 10
YEARS = range(2000, 2100)
KEY_PATTERN = f"^[ -~]{{1,{MAX_KEY}}}$"
VISIBLE = "^[^\\x00]*[^\\s\\x00-\\x1f\\x7f-\\x9f\\u202a-\\u202e\\u2066-\\u2069][^\\x00]*$"
"""Some character that remains when white space and control characters are taken away, and no NUL."""
_REF = "^[A-Za-z0-9][A-Za-z0-9._:/-]*$"
_MEDIA_TYPE = "^[a-z]+/[a-z0-9][a-z0-9.+-]*$"

_RFC3339 = (
    r"^20[0-9]{2}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])[Tt]([01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9]"
    r"(\.[0-9]+)?([Zz]|[+-]([01][0-9]|2[0-3]):[0-5][0-9])$"
)
Moment = Annotated[datetime, msgspec.Meta(tz=True, extra_json_schema={"pattern": _RFC3339})]
Address = Annotated[str, msgspec.Meta(max_length=MAX_KEY)]
Key = Annotated[str, msgspec.Meta(min_length=1, max_length=MAX_KEY, pattern=KEY_PATTERN)]


class AttachmentIn(msgspec.Struct, forbid_unknown_fields=True):
    """A reference to an attachment that is already stored; its content isn't sent here."""

    ref: Annotated[str, msgspec.Meta(min_length=1, max_length=MAX_KEY, pattern=_REF)]
    media_type: Annotated[str, msgspec.Meta(max_length=100, pattern=_MEDIA_TYPE)]
    size_bytes: Annotated[
        float, msgspec.Meta(ge=0, le=2**40, multiple_of=1, extra_json_schema={"type": "integer"})
    ]
    """Whole bytes; ``1.0`` is an integer in JSON."""


class ReportIn(msgspec.Struct, forbid_unknown_fields=True, kw_only=True):
    """A report as a client sends it. Unknown fields are refused, so that a misspelt one isn't lost."""

    text: Annotated[
        str,
        msgspec.Meta(
            min_length=1,
            description="what happened and where; 1 to 4,000 characters, counted in NFC and without white space"
            " at the ends; no NUL",
            extra_json_schema={"pattern": VISIBLE},
        ),
    ]
    reported_from: Annotated[
        str | None,
        msgspec.Meta(
            description="the reporter's own unit, by name or official code; never taken from the text"
        ),
    ] = None
    occurred_at: Annotated[
        Moment | None, msgspec.Meta(description="RFC 3339 with an offset, years 2000 to 2099")
    ] = None
    sender: Annotated[
        Address | None,
        msgspec.Meta(
            description="the channel's own address of the sender; used to count distinct sources, never kept"
        ),
    ] = None
    external_id: Annotated[
        Key | None, msgspec.Meta(description="the channel's id of this message; replaces Idempotency-Key")
    ] = None
    attachments: Annotated[list[AttachmentIn], msgspec.Meta(max_length=MAX_ATTACHMENTS)] = []


class LineIn(ReportIn, forbid_unknown_fields=True, kw_only=True):
    """One line of a batch: a report with its own idempotency key (or external id)."""

    idempotency_key: Key | None = None


class Submission(NamedTuple):
    """A checked report. ``key`` is what makes a retry the same report; ``raw`` is sealed, ``text`` goes on."""

    channel: Channel
    key: str
    raw: str
    text: str
    unit: str | None = None
    occurred_at: datetime | None = None
    sender: str | None = None
    attachments: tuple[Attachment, ...] = ()


FindUnit = Callable[[str], str | None]


def check(
    report: ReportIn, channel: Channel, key: str | None, find_unit: FindUnit
) -> tuple[Submission, list[Fault]]:
    """The submission, and warnings about what was left out of it. Raises RefusedError.

    A unit that nobody knows is a warning: an emergency isn't refused for a misspelt ward.
    """
    cause = report.external_id or key
    if not cause:
        raise RefusedError(_NO_KEY)
    if report.occurred_at is not None and report.occurred_at.year not in YEARS:
        raise RefusedError(_YEAR)
    for attachment in report.attachments:
        if _is_personal(attachment.ref):
            raise RefusedError(_PERSONAL_REF)
    warnings: list[Fault] = []
    unit = None
    if report.reported_from and report.reported_from.strip():
        unit = find_unit(report.reported_from)
        if unit is None:
            warnings.append(_UNIT)
    return Submission(
        channel,
        cause,
        report.text,
        clean_text(report.text),
        unit,
        report.occurred_at,
        report.sender,
        tuple(
            Attachment(ref=a.ref, media_type=a.media_type, size_bytes=int(a.size_bytes))
            for a in report.attachments
        ),
    ), warnings


def is_key(key: str) -> bool:
    """Whether a text can be an Idempotency-Key."""
    return _KEY.match(key) is not None


_KEY = re.compile(KEY_PATTERN)
_NO_KEY = Fault(
    "Idempotency-Key",
    "required",
    "Cần có Idempotency-Key (hoặc external_id) để gửi lại không thành hai phản ánh.",
    "Send the header Idempotency-Key (or external_id in the body), so that a retry is the same report.",
)
_LOOK_LIKE_REFS = frozenset({"ADDRESS", "PERSON"})
"""Kinds told by words around them, which a reference has none of: ``p1204.jpg`` is no flat."""
_OF_PROFILES = frozenset("@/")
"""One is in every link and handle; ``u1l_v`` without any is a random name."""
_YEAR = Fault(
    "occurred_at",
    "year",
    "Năm phải trong khoảng 2000 đến 2099.",
    "The year must be between 2000 and 2099.",
)
_PERSONAL_REF = Fault(
    "attachments.ref",
    "personal_data",
    "Mã tệp đính kèm chứa dữ liệu cá nhân; hãy dùng một mã ngẫu nhiên.",
    "The reference holds personal data; use a random name.",
)
_UNIT = Fault(
    "reported_from",
    "unknown_unit",
    "Không có đơn vị nào tên như vậy, hoặc có nhiều hơn một; phản ánh được nhận mà không ghi đơn vị.",
    "No unit has this name, or more than one; the report was accepted without it.",
)


def _is_personal(ref: str) -> bool:
    """Whether the name of an attachment holds a number, an e-mail or a profile of somebody."""
    kinds = {span.kind for span in redact(ref).spans} - _LOOK_LIKE_REFS
    return bool(kinds - {"SOCIAL"}) or ("SOCIAL" in kinds and not _OF_PROFILES.isdisjoint(ref))
