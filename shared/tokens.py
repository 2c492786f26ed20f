"""Bearer tokens: only their SHA-256 is kept, and every comparison takes the same time."""

import hashlib
import hmac
import secrets

BYTES = 32


def make(name: str) -> tuple[str, str]:
    """A new token for ``name``: (the token, to be handed over once; the line ``name=sha256hex`` to be kept)."""
    token = secrets.token_urlsafe(BYTES)
    return token, f"{name}={digest(token)}"


def digest(token: str) -> str:
    """SHA-256 of a token, hexadecimal. Tokens are random, so no slow hash is needed."""
    return hashlib.sha256(token.encode()).hexdigest()


def parse(lines: str) -> dict[str, str]:
    """``name=sha256hex`` entries, separated by commas or newlines; name → hash. Raises ValueError."""
    found: dict[str, str] = {}
    for entry in filter(None, (part.strip() for part in lines.replace("\n", ",").split(","))):
        name, _, sha = entry.partition("=")
        if not name or len(sha) != hashlib.sha256().digest_size * 2:
            raise ValueError(f"token entry {name[:40]!r} is not name=sha256hex")
        found[name.strip()] = sha.lower()
    return found


def whose(authorization: str | None, tokens: dict[str, str]) -> str | None:
    """Whose token an Authorization header carries; None when nobody's. Looks at every entry, always."""
    scheme, _, token = (authorization or "").partition(" ")
    sent = digest(token.strip()) if scheme.lower() == "bearer" else ""
    owner = None
    for name, sha in tokens.items():
        if hmac.compare_digest(sha, sent):
            owner = name
    return owner
