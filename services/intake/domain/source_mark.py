"""The source mark: counts distinct senders within a period, and can't be joined to a person afterwards.

A keyed hash of (channel, sender) under a random key per period. When the key is deleted at the period's end,
nobody can compute a mark again, not even to test a guess.
"""

import hmac
import re
import secrets
import unicodedata
from datetime import UTC, datetime, timedelta

from shared.contracts.taxonomy import Channel

KEY_BYTES = 32
DAY_S = 86_400
_PHONE = re.compile(r"\+?[0-9 .\-()]{8,20}")


def new_key() -> bytes:
    """A random key for one period."""
    return secrets.token_bytes(KEY_BYTES)


def period(now: datetime, days: int) -> int:
    """The number of the period that ``now`` lies in."""
    return int(now.timestamp()) // (days * DAY_S)


def period_end(number: int, days: int) -> datetime:
    """When a period ends."""
    return datetime.fromtimestamp(0, UTC) + timedelta(days=days * (number + 1))


def mark(key: bytes, channel: Channel, sender: str) -> str:
    """The mark of a sender: 128 bits, hex; equal for equal senders under one key."""
    return hmac.digest(key, f"{channel.value}\x1f{normalised(sender)}".encode("utf-8", "replace"), "sha256")[
        :16
    ].hex()


def normalised(sender: str) -> str:
    """One spelling of an address: phones as digits with country code, the rest case-folded."""
    plain = unicodedata.normalize("NFKC", sender).strip().casefold()
    if not _PHONE.fullmatch(plain):
        return plain
    digits = re.sub(r"[^0-9]", "", plain).removeprefix("00")
    return f"84{digits[1:]}" if digits.startswith("0") else digits
