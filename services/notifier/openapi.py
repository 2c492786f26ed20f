"""The OpenAPI document of the notifier, made without connecting anything."""

from typing import Any

from services.notifier.app import build
from services.notifier.settings import NotifierSettings
from shared.settings import CommonSettings


def document() -> dict[str, Any]:
    """The OpenAPI 3.1 document, the same on every machine."""
    settings = NotifierSettings(_env_file=None)  # type: ignore[call-arg]
    return build(CommonSettings(_env_file=None), settings).openapi()  # type: ignore[call-arg]
