"""The OpenAPI document of intake, made without connecting anything."""

from typing import Any

from services.intake.app import build
from services.intake.domain import receipts, sealing
from services.intake.settings import IntakeSettings
from shared.settings import CommonSettings


def document() -> dict[str, Any]:
    """The OpenAPI 3.1 document, the same on every machine."""
    keys = {"seal_public_key": sealing.new_key_pair()[0], "receipt_key": receipts.new_key()}
    settings = IntakeSettings(_env_file=None, **keys)  # type: ignore[call-arg, arg-type]
    return build(CommonSettings(_env_file=None), settings).openapi()  # type: ignore[call-arg]
