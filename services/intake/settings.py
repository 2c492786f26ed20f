"""Settings of intake. Only the public half of the seal key is ever given to the service."""

from collections.abc import Mapping
from pathlib import Path
from typing import Self
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from pydantic import Field, SecretStr, field_validator, model_validator
from pydantic_settings import SettingsConfigDict

from services.intake import channel_tokens
from services.intake.domain.sealing import read_key
from shared.settings import Settings
from shared.units import provinces

MIB = 1024 * 1024


class IntakeSettings(Settings):
    """``INTAKE_*`` variables."""

    model_config = SettingsConfigDict(env_prefix="INTAKE_")

    port: int = Field(8001, ge=0, le=65535, description="TCP port of the HTTP server")
    public_url: str = Field(
        "", description="public base address of this service; empty: HAICHIEU_PUBLIC_URL and the port"
    )
    seal_public_key: str = Field(
        description="public half of the key that originals are sealed to, base64 of 32 bytes (`keygen`)"
    )
    receipt_key: SecretStr = Field(
        description="secret that receipt codes derive from, base64 of 32 bytes (`keygen`); another key makes"
        " all codes handed out before unknown"
    )
    tokens: SecretStr = Field(
        SecretStr(""),
        description="channel=sha256hex pairs, comma-separated (`token <channel>` prints one)",
    )
    tokens_file: Path | None = Field(None, description="file with one channel=sha256hex pair a line")
    kafka_timeout_s: float = Field(
        2.0, gt=0, le=30, description="seconds until a request goes to the spool instead of waiting for Kafka"
    )
    spool_timeout_s: float = Field(
        3.0, gt=0, le=30, description="seconds until a request is refused (503) when the spool doesn't answer"
    )
    relay_interval_s: float = Field(1.0, gt=0, le=60, description="seconds between looks into the spool")
    retry_after_s: int = Field(10, ge=1, le=3600, description="seconds told in Retry-After with a 503")
    max_body_bytes: int = Field(
        128 * 1024,
        ge=1024,
        description="bytes that the body of one report may have, attachments' list included",
    )
    batch_max_bytes: int = Field(32 * MIB, ge=1024, description="bytes that an NDJSON batch may have")
    batch_max_lines: int = Field(10_000, ge=1, le=100_000, description="lines that an NDJSON batch may have")
    source_period_days: int = Field(
        28, ge=1, le=366, description="days that one source-mark key lives; marks can't be compared beyond"
    )
    status_burst: int = Field(20, ge=1, description="status look-ups at once from one /24 or /56 network")
    status_per_minute: float = Field(
        30.0, gt=0, description="status look-ups a minute from one /24 or /56 network"
    )
    proxy_hops: int = Field(
        0, ge=0, le=5, description="trusted reverse proxies in front that append to X-Forwarded-For"
    )
    home_province: str = Field(
        "01", description="official code of the province whose units the form offers (01: Hà Nội)"
    )
    timezone: str = Field("Asia/Ho_Chi_Minh", description="zone of the times shown and typed on pages")

    @field_validator("seal_public_key")
    @classmethod
    def _is_public_key(cls, value: str) -> str:
        read_key(value)
        return value

    @field_validator("receipt_key")
    @classmethod
    def _is_receipt_key(cls, value: SecretStr) -> SecretStr:
        read_key(value.get_secret_value())
        return value

    @field_validator("tokens")
    @classmethod
    def _are_tokens(cls, value: SecretStr) -> SecretStr:
        channel_tokens.read(value.get_secret_value())
        return value

    @field_validator("tokens_file")
    @classmethod
    def _is_tokens_file(cls, value: Path | None) -> Path | None:
        if value is not None:
            channel_tokens.read(_read(value))
        return value

    @field_validator("home_province")
    @classmethod
    def _is_province(cls, value: str) -> str:
        if value not in provinces():
            raise ValueError("expected the two-digit code of a province, e.g. 01")
        return value

    @field_validator("timezone")
    @classmethod
    def _is_zone(cls, value: str) -> str:
        try:
            ZoneInfo(value)
        except (ZoneInfoNotFoundError, ValueError):
            raise ValueError("expected an IANA time zone, e.g. Asia/Ho_Chi_Minh") from None
        return value

    @model_validator(mode="after")
    def _has_sane_limits(self) -> Self:
        if self.batch_max_bytes < self.max_body_bytes:
            raise ValueError("INTAKE_BATCH_MAX_BYTES must be at least INTAKE_MAX_BODY_BYTES")
        return self

    def known_tokens(self) -> Mapping[str, str]:
        """Token name → hash, of the variable and of the file together."""
        from_file = _read(self.tokens_file) if self.tokens_file else ""
        return channel_tokens.read(f"{self.tokens.get_secret_value()}\n{from_file}")

    def zone(self) -> ZoneInfo:
        """The time zone of pages and files."""
        return ZoneInfo(self.timezone)


def _read(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise ValueError(f"the file cannot be read: {type(error).__name__}") from None
