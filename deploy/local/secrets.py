"""Secrets of a local stack: made once, kept under its folder with mode 600, never in the repository."""

import base64
import json
import secrets
from dataclasses import asdict, dataclass
from pathlib import Path

from nacl.public import PrivateKey

from shared import tokens
from shared.contracts.taxonomy import Channel

FILE = "secrets.json"
KEY_BYTES = 32
PRIVATE = 0o600


@dataclass(frozen=True, slots=True)
class Secrets:
    """What the four services and their callers need. Tokens are in the clear here: the stack is local."""

    seal_public_key: str
    seal_private_key: str
    """Never given to a service; here so that a developer can open what she sealed."""
    receipt_key: str
    link_key: str
    webhook_secret: str
    operator_token: str
    channel_tokens: dict[str, str]

    def channel_hashes(self) -> str:
        """``channel=sha256`` of each channel, comma-separated."""
        return ",".join(f"{name}={tokens.digest(token)}" for name, token in self.channel_tokens.items())

    def operator_hash(self, name: str = "operator") -> str:
        """``operator=sha256``."""
        return f"{name}={tokens.digest(self.operator_token)}"


def load_or_make(root: Path) -> Secrets:
    """The secrets under ``root``; made on first use."""
    path = root / FILE
    if path.exists():
        return Secrets(**json.loads(path.read_text(encoding="utf-8")))
    made = _make()
    root.mkdir(parents=True, exist_ok=True)
    path.touch(mode=PRIVATE)
    path.write_text(json.dumps(asdict(made), indent=2), encoding="utf-8")
    return made


def _make() -> Secrets:
    key = PrivateKey.generate()
    return Secrets(
        seal_public_key=base64.b64encode(bytes(key.public_key)).decode(),
        seal_private_key=base64.b64encode(bytes(key)).decode(),
        receipt_key=base64.b64encode(secrets.token_bytes(KEY_BYTES)).decode(),
        link_key=secrets.token_urlsafe(KEY_BYTES),
        webhook_secret="whsec_" + base64.b64encode(secrets.token_bytes(KEY_BYTES)).decode(),
        operator_token=secrets.token_urlsafe(KEY_BYTES),
        channel_tokens={channel.value: secrets.token_urlsafe(KEY_BYTES) for channel in Channel},
    )
