"""Settings of escalation."""

from pathlib import Path

from pydantic import Field, SecretStr
from pydantic_settings import SettingsConfigDict

from shared.settings import Settings


class EscalationSettings(Settings):
    """``ESCALATION_*`` variables."""

    model_config = SettingsConfigDict(env_prefix="ESCALATION_")

    port: int = Field(8003, ge=1, le=65535, description="TCP port of the HTTP interface")
    policies: Path = Field(
        Path("deploy/policies/hanoi"),
        description="folder with organisation.yaml, policy.yaml and calendar.yaml",
    )
    tokens: SecretStr = Field(
        SecretStr(""),
        description="who may call: name=sha256hex of the token, comma-separated; name is a desk id or 'operator'",
    )
    batch: int = Field(500, ge=1, le=5000, description="most records of a batch")
    tick_seconds: float = Field(
        1.0, gt=0, le=60, description="real seconds between two looks for due deadlines"
    )
    sweep_seconds: float = Field(
        5.0,
        gt=0,
        le=600,
        description="real seconds between two looks for events that a crash left unpublished",
    )
