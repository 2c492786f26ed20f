"""The OpenAPI document of escalation, made without connecting anything."""

from typing import Any

from services.escalation.app import build
from services.escalation.settings import EscalationSettings
from shared.settings import CommonSettings


def document() -> dict[str, Any]:
    """The OpenAPI 3.1 document, the same on every machine. Reads the policy folder."""
    settings = EscalationSettings(_env_file=None)  # type: ignore[call-arg]
    return build(CommonSettings(_env_file=None), settings).openapi()  # type: ignore[call-arg]
