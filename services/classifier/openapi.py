"""The OpenAPI document of the classifier, made without connecting anything."""

from typing import Any

from services.classifier.app import build
from services.classifier.settings import ClassifierSettings
from shared.settings import CommonSettings


def document() -> dict[str, Any]:
    """The OpenAPI 3.1 document, the same on every machine."""
    settings = ClassifierSettings(_env_file=None)  # type: ignore[call-arg]
    return build(CommonSettings(_env_file=None), settings).openapi()  # type: ignore[call-arg]
