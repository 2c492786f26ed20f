"""The secrets that sign webhooks: a desk's own from a file, or the default. Several at once while rotating."""

import binascii
from base64 import b64decode
from collections.abc import Mapping, Sequence
from pathlib import Path

import msgspec
import yaml
from standardwebhooks.webhooks import Webhook

PREFIX = "whsec_"
MIN_BYTES, MAX_BYTES = 24, 64
"""Bounds of the Standard Webhooks specification for symmetric secrets."""

Signers = tuple[Webhook, ...]


class WebhookSecrets:
    """Signers by desk; the first secret is the newest, all of them sign."""

    def __init__(
        self, default: Sequence[str] = (), by_desk: Mapping[str, Sequence[str]] | None = None
    ) -> None:
        self._default = _signers("NOTIFIER_WEBHOOK_SECRET", default)
        self._by_desk = {
            desk: _signers(f"the webhook secret of {desk}", secrets)
            for desk, secrets in (by_desk or {}).items()
        }

    def of(self, desk: str) -> Signers:
        """The signers for a desk; empty when it has no secret."""
        return self._by_desk.get(desk, self._default)


def read(file: Path) -> dict[str, list[str]]:
    """Desk id → secrets. Raises ValueError that names the file, never a secret."""
    try:
        content = yaml.safe_load(file.read_text("utf-8")) or {}
        by_desk = msgspec.convert(content, dict[str, str | list[str]])
    except (OSError, UnicodeDecodeError, yaml.YAMLError, msgspec.ValidationError) as error:
        raise ValueError(f"{file}: {type(error).__name__}; it must map desk ids to secrets") from None
    return {desk: [value] if isinstance(value, str) else value for desk, value in by_desk.items()}


def _signers(what: str, secrets: Sequence[str]) -> Signers:
    return tuple(Webhook(_checked(what, secret)) for secret in secrets)


def _checked(what: str, secret: str) -> str:
    digits = secret.removeprefix(PREFIX).rstrip("=")
    try:
        size = len(b64decode(digits + "=" * (-len(digits) % 4), validate=True))
    except (binascii.Error, ValueError):
        size = 0
    if not secret.startswith(PREFIX) or not MIN_BYTES <= size <= MAX_BYTES:
        raise ValueError(f"{what} must be {PREFIX} and base64 of {MIN_BYTES} to {MAX_BYTES} bytes")
    return secret
