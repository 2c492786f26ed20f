"""One message taken apart for the page: headers, text, html. Never fails on a bad message."""

from __future__ import annotations

from dataclasses import dataclass
from email import message_from_bytes
from email.header import decode_header, make_header
from email.message import Message

_SHOWN_HEADERS = (
    "From",
    "To",
    "Cc",
    "Reply-To",
    "Date",
    "Message-ID",
    "Auto-Submitted",
    "X-Haichieu-Notification",
)


@dataclass(frozen=True, slots=True)
class Content:
    """The parts that a reader sees; a part that is missing is None."""

    headers: list[tuple[str, str]]
    text: str | None
    html: str | None
    attachments: list[str]
    """File names, or the media type of a part without one."""


def parse(raw: bytes) -> Content:
    """Take the message apart; what cannot be decoded is shown with replacement characters."""
    message = message_from_bytes(raw)  # the lenient policy: the other raises on broken headers
    text, html, attachments = None, None, []
    for part in message.walk():
        if part.is_multipart():
            continue
        kind = part.get_content_type()
        if part.get_content_disposition() == "attachment":
            attachments.append(part.get_filename() or kind)
        elif kind == "text/plain" and text is None:
            text = _decoded(part)
        elif kind == "text/html" and html is None:
            html = _decoded(part)
        else:
            attachments.append(part.get_filename() or kind)
    return Content(_headers(message), text, html, attachments)


def header(message: Message, name: str) -> str:
    """The first header of that name as readable text on one line; empty when there is none."""
    raw = next((value for key, value in message.raw_items() if key.lower() == name.lower()), "")
    try:
        text = str(make_header(decode_header(raw)))
    except (LookupError, ValueError):  # an unknown charset, or bytes it does not allow
        text = str(raw)
    clean = text.encode("utf-8", "surrogateescape").decode("utf-8", "replace")
    return " ".join(clean.split())


def _headers(message: Message) -> list[tuple[str, str]]:
    found = ((name, header(message, name)) for name in _SHOWN_HEADERS)
    return [(name, value) for name, value in found if value]


def _decoded(part: Message) -> str:
    payload = part.get_payload(decode=True)
    raw = payload if isinstance(payload, bytes) else b""
    try:
        return raw.decode(part.get_content_charset() or "utf-8", errors="replace")
    except LookupError:  # a charset nobody knows
        return raw.decode("utf-8", errors="replace")
