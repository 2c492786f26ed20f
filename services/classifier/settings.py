"""Settings of the classifier."""

from pathlib import Path

from pydantic import Field, SecretStr, field_validator
from pydantic_settings import SettingsConfigDict

from shared import tokens
from shared.settings import Settings

PASSES = ("fast", "full")


class ClassifierSettings(Settings):
    """``CLASSIFIER_*`` variables."""

    model_config = SettingsConfigDict(env_prefix="CLASSIFIER_")

    port: int = Field(8002, ge=1, le=65535, description="TCP port of the HTTP interface, health and metrics")
    passes: str = Field(
        "fast,full", description="which passes this process runs: fast (emergencies ahead), full, or both"
    )
    batch: int = Field(500, ge=1, le=5000, description="most records of a batch")
    home_province: str = Field(
        "01", pattern=r"^\d\d$", description="province code that decides between units of the same name"
    )

    models: Path | None = Field(
        None,
        description="folder with versions of the model, as `haichieu classifier` keeps it; the one in force is used; "
        "empty: the model that comes with the code",
    )
    tokens: SecretStr = Field(
        SecretStr(""),
        description="who may review: name=sha256hex of the token, comma-separated; name is a desk id or 'operator'",
    )
    review_share: float = Field(
        0.03,
        ge=0,
        le=1,
        description="share of all reports drawn by lot for review, 0 to 1; the unsure come as well",
    )
    review_days: float = Field(
        30.0,
        gt=0,
        le=365,
        description="days that a report stays in the review queue, its redacted text with it",
    )
    shadow: Path | None = Field(
        None, description="folder of a second model that is only compared with the one in use; empty: none"
    )

    @field_validator("passes")
    @classmethod
    def _known(cls, value: str) -> str:
        names = [name.strip() for name in value.split(",")]
        if not names or any(name not in PASSES for name in names):
            raise ValueError(f"must be one or both of {', '.join(PASSES)}, separated by a comma")
        return ",".join(names)

    @field_validator("tokens")
    @classmethod
    def _hashed_tokens(cls, value: SecretStr) -> SecretStr:
        tokens.parse(value.get_secret_value())
        return value
