"""The messages that arrived: one .eml file each, and an index of them in memory."""

from __future__ import annotations

import os
import threading
import time
from dataclasses import dataclass
from datetime import UTC, datetime
from email.parser import BytesHeaderParser
from typing import TYPE_CHECKING

from deploy.local.mail_sink.message import header

if TYPE_CHECKING:
    from pathlib import Path

    from deploy.local.mail_sink.query import Query

_HEAD_BYTES = 16_384
_RECEIVED_AT = b"X-Received-At: "
_SENDER = b"Return-Path: "
_RECIPIENT = b"Delivered-To: "


@dataclass(frozen=True, slots=True)
class Summary:
    """What the list shows of one message."""

    id: str
    """Sorts by time of arrival; the file is `<id>.eml`."""
    received_at: datetime
    sender: str
    recipients: tuple[str, ...]
    """The envelope's, lower case; a Bcc is here too."""
    subject: str
    size_bytes: int


@dataclass(frozen=True, slots=True)
class Page:
    """Messages of one page, newest first, and how many there are in all."""

    messages: list[Summary]
    total: int


class MailStore:
    """Holds what the sink received; safe to use from several threads.

    A file is written under a temporary name and renamed, so a reader of the folder never
    sees half a message. It is not fsynced: it survives a kill of the sink, not a power cut.
    """

    def __init__(self, folder: Path) -> None:
        """Read the head of every message in the folder once (about 0.1 ms each)."""
        self._folder = folder
        self._lock = threading.Lock()
        folder.mkdir(parents=True, exist_ok=True)
        for left_over in folder.glob(".*.tmp"):
            left_over.unlink()
        self._index = [_summary(path) for path in sorted(folder.glob("*.eml"))]
        self._by_id = {summary.id: summary for summary in self._index}
        self._last_micros = int(self._index[-1].id) if self._index else 0

    def add(self, sender: str, recipients: list[str], content: bytes) -> Summary:
        """Store one message as received, with the envelope written above it.

        Raises OSError when it cannot be written; then nothing is listed.
        """
        with self._lock:
            # never twice the same and never backwards, even when the clock is set back
            micros = max(time.time_ns() // 1000, self._last_micros + 1)
            self._last_micros = micros
        received_at = datetime.fromtimestamp(micros / 1e6, UTC).isoformat(timespec="milliseconds")
        head = [_RECEIVED_AT + received_at.encode(), _SENDER + _one_line(sender)]
        head += [_RECIPIENT + _one_line(recipient.lower()) for recipient in recipients]
        name = f"{micros:016d}"
        fresh, path = self._folder / f".{name}.tmp", self._folder / f"{name}.eml"
        fresh.write_bytes(b"\r\n".join([*head, content]))
        fresh.replace(path)
        summary = _summary(path)
        with self._lock:
            self._index.append(summary)
            self._by_id[name] = summary
        return summary

    def __len__(self) -> int:
        """How many messages there are."""
        return len(self._index)

    def page(self, query: Query) -> Page:
        """The messages that the query asks for; no file is read."""
        with self._lock:
            found = self._index
            if query.to is not None:
                wanted = query.to.lower()
                found = [summary for summary in found if wanted in summary.recipients]
            end = len(found) - (query.number - 1) * query.per_page
            newest_first = found[max(end - query.per_page, 0) : max(end, 0)][::-1]
            return Page(newest_first, len(found))

    def find(self, message_id: str) -> Summary | None:
        """The message of that id, if there is one."""
        with self._lock:
            return self._by_id.get(message_id)

    def read(self, summary: Summary) -> bytes:
        """The message as stored. Raises OSError when someone removed the file."""
        return (self._folder / f"{summary.id}.eml").read_bytes()


def _one_line(address: str) -> bytes:
    return " ".join(address.split()).encode("utf-8", errors="replace")


def _summary(path: Path) -> Summary:
    with path.open("rb") as file:
        head = file.read(_HEAD_BYTES)
        size = os.fstat(file.fileno()).st_size
    sender, recipients = "", []
    for line in head.splitlines():
        if line.startswith(_SENDER):
            sender = _text(line[len(_SENDER) :])
        elif line.startswith(_RECIPIENT):
            recipients.append(_text(line[len(_RECIPIENT) :]))
        elif not line.startswith(_RECEIVED_AT):
            break
    received_at = datetime.fromtimestamp(int(path.stem) / 1e6, UTC)
    return Summary(
        path.stem,
        received_at,
        sender,
        tuple(recipients),
        header(BytesHeaderParser().parsebytes(head), "Subject"),
        size,
    )


def _text(raw: bytes) -> str:
    return raw.decode("utf-8", errors="replace")
