"""The acknowledge link: a signed token that says which desk may take which case, and until when."""

import hashlib
import struct
from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from uuid import UUID

from itsdangerous import BadSignature, Signer

SALT = b"haichieu.acknowledge.v1"
MAX_TOKEN = 600
MIN_KEY = 32
_HEAD = struct.Struct(">16s16sQ")


class LinkError(ValueError):
    """The link can't be used."""


class ForgedLinkError(LinkError):
    """The token was not signed with any of our keys."""


class ExpiredLinkError(LinkError):
    """The token was ours; its time has passed."""


@dataclass(frozen=True, slots=True)
class Link:
    """What a token says. ``expires_at`` is in whole seconds of the shown clock."""

    notification_id: str
    case_id: str
    desk: str
    expires_at: datetime


class LinkSigner:
    """Signs and reads tokens. ``keys``: the newest first; it signs, all of them are accepted (rotation)."""

    def __init__(self, keys: Sequence[str]) -> None:
        if not keys:
            raise ValueError("at least one key is needed")
        self._signer = Signer(
            [key.encode() for key in reversed(keys)],
            salt=SALT,
            key_derivation="hmac",
            digest_method=hashlib.sha256,
        )

    def sign(self, link: Link) -> str:
        """The token. Raises ValueError when an id is not a UUID."""
        head = _HEAD.pack(
            UUID(link.notification_id).bytes, UUID(link.case_id).bytes, int(link.expires_at.timestamp())
        )
        payload = urlsafe_b64encode(head + link.desk.encode()).rstrip(b"=")
        return self._signer.sign(payload).decode()

    def read(self, token: str, now: datetime) -> Link:
        """What the token says. Raises ForgedLinkError or ExpiredLinkError."""
        if len(token) > MAX_TOKEN:
            raise ForgedLinkError("the token is too long")
        try:
            payload = self._signer.unsign(token.encode())
            raw = urlsafe_b64decode(payload + b"=" * (-len(payload) % 4))
            notification, case, expires = _HEAD.unpack_from(raw)
            link = Link(
                str(UUID(bytes=notification)),
                str(UUID(bytes=case)),
                raw[_HEAD.size :].decode(),
                datetime.fromtimestamp(expires, UTC),
            )
        except (BadSignature, ValueError, struct.error, OverflowError) as error:
            raise ForgedLinkError(type(error).__name__) from None
        if now >= link.expires_at:
            raise ExpiredLinkError("the link's time has passed")
        return link
