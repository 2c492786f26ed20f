"""Settings of the classifier."""

from pydantic import Field, field_validator
from pydantic_settings import SettingsConfigDict

from shared.settings import Settings

PASSES = ("fast", "full")


class ClassifierSettings(Settings):
    """``CLASSIFIER_*`` variables."""

    model_config = SettingsConfigDict(env_prefix="CLASSIFIER_")

    port: int = Field(8002, ge=1, le=65535, description="TCP port of health and metrics")
    passes: str = Field(
        "fast,full", description="which passes this process runs: fast (emergencies ahead), full, or both"
    )
    batch: int = Field(500, ge=1, le=5000, description="most records of a batch")
    home_province: str = Field(
        "01", pattern=r"^\d\d$", description="province code that decides between units of the same name"
    )

    @field_validator("passes")
    @classmethod
    def _known(cls, value: str) -> str:
        names = [name.strip() for name in value.split(",")]
        if not names or any(name not in PASSES for name in names):
            raise ValueError(f"must be one or both of {', '.join(PASSES)}, separated by a comma")
        return ",".join(names)
