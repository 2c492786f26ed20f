"""Receipt codes: unguessable, the same for the same report, and telling a typo without a look-up.

A code is 13 Crockford base32 characters of HMAC-SHA256(key, report id), 65 bits, and 3 characters of a keyed
check. A valid code whose report isn't stored yet is thereby told apart from a wrong one.
"""

import hmac
import secrets
from base64 import b64encode

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
KEY_BYTES = 32
_SECRET_CHARS = 13
_CHECK_CHARS = 3
_MISREAD = str.maketrans("OIL", "011", " -\u2010\u2011\u2012\u2013\u2014\u00a0\t")


def new_key() -> str:
    """A fresh receipt key, base64."""
    return b64encode(secrets.token_bytes(KEY_BYTES)).decode()


class Receipts:
    """The receipt codes of one key. Another key makes all codes handed out before unknown."""

    def __init__(self, key: bytes) -> None:
        self._key = key

    def code(self, report_id: str) -> str:
        """The code of a report, as shown: ``XXXX-XXXX-XXXX-XXXX``."""
        secret = self._characters("code", report_id, _SECRET_CHARS)
        return _grouped(secret + self._characters("check", secret, _CHECK_CHARS))

    def read(self, typed: str) -> str | None:
        """The code as shown, from what a person typed (any case, spaces, O for 0, I or L for 1); None if wrong."""
        plain = typed.upper().translate(_MISREAD)
        if len(plain) != _SECRET_CHARS + _CHECK_CHARS or not plain.isascii():
            return None
        secret, check = plain[:_SECRET_CHARS], plain[_SECRET_CHARS:]
        if not hmac.compare_digest(check, self._characters("check", secret, _CHECK_CHARS)):
            return None
        return _grouped(plain)

    def lookup(self, code: str) -> str:
        """What is stored instead of the code: 128 bits, hex. A copy of the database opens no receipt."""
        return self._digest("lookup", code)[:16].hex()

    def _digest(self, purpose: str, value: str) -> bytes:
        return hmac.digest(self._key, f"{purpose}\x1f{value}".encode(), "sha256")

    def _characters(self, purpose: str, value: str, count: int) -> str:
        bits = int.from_bytes(self._digest(purpose, value)[:16])
        return "".join(ALPHABET[bits >> 5 * i & 31] for i in range(count))


def _grouped(plain: str) -> str:
    return "-".join(plain[i : i + 4] for i in range(0, len(plain), 4))
