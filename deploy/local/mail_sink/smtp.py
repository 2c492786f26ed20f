"""What the sink says to an SMTP client: it takes everything, and fails when it is asked to.

| recipient | answer |
| --- | --- |
| `fail-4xx@…` | always 451 |
| `fail-4xx-3@…` | 451 for the first 3 attempts, then accepted |
| `fail-5xx@…` | always 550 |
"""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING

from aiosmtpd.smtp import SMTP, Envelope, Session

if TYPE_CHECKING:
    from deploy.local.mail_sink.store import MailStore

MAX_BYTES = 25_000_000
"""The largest message that is taken; a larger one gets 552."""

_FAILING = re.compile(r"fail-(?:(?P<permanent>5xx)|4xx(?:-(?P<times>\d{1,6}))?)@", re.IGNORECASE)


class SinkHandler:
    """Handler of aiosmtpd that puts each message into the store."""

    def __init__(self, store: MailStore) -> None:
        self._store = store
        self._attempts: Counter[str] = Counter()

    async def handle_RCPT(  # noqa: N802 - the name is aiosmtpd's
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        """Accept or refuse one recipient."""
        del server, session
        if (refusal := self._refusal(address)) is not None:
            return refusal
        envelope.rcpt_tos.append(address)
        envelope.rcpt_options.extend(options)
        return "250 OK"

    async def handle_DATA(  # noqa: N802 - the name is aiosmtpd's
        self, server: SMTP, session: Session, envelope: Envelope
    ) -> str:
        """Store one message; 250 only when its file is there."""
        del server, session
        content = envelope.content or b""
        raw = content.encode("utf-8", "surrogateescape") if isinstance(content, str) else content
        try:
            stored = self._store.add(envelope.mail_from or "", envelope.rcpt_tos, raw)
        except OSError as error:
            return f"452 4.3.1 cannot store the message: {error.strerror}"
        return f"250 OK stored as {stored.id}"

    def _refusal(self, address: str) -> str | None:
        match = _FAILING.match(address)
        if match is None:
            return None
        if match["permanent"]:
            return "550 5.1.1 refused for good, as the address asks"
        attempt = self._attempts[address.lower()] = self._attempts[address.lower()] + 1
        if match["times"] and attempt > int(match["times"]):
            return None
        return f"451 4.3.0 refused for now, as the address asks (attempt {attempt})"
