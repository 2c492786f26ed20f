"""Settings of the notifier."""

from datetime import timedelta
from pathlib import Path
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from pydantic import Field, SecretStr, ValidationInfo, field_validator
from pydantic_settings import SettingsConfigDict

from services.notifier.channels.mime import sender
from services.notifier.domain.link import MIN_KEY
from shared import tokens
from shared.settings import Settings


class NotifierSettings(Settings):
    """``NOTIFIER_*`` variables."""

    model_config = SettingsConfigDict(env_prefix="NOTIFIER_")

    port: int = Field(
        8004, ge=1, le=65535, description="TCP port of the HTTP interface and acknowledge links"
    )
    public_url: str = Field(
        "",
        pattern=r"^(https?://[^\s/]+(/[^\s?#]*)?)?$",
        description="address of this service as recipients reach it, e.g. https://notify.example.vn;"
        " empty: HAICHIEU_PUBLIC_URL with the port",
    )
    link_keys: SecretStr = Field(
        SecretStr(""),
        description="keys that sign acknowledge links, 32 characters or more each, comma-separated, the newest"
        " first (it signs, all are accepted); empty: a key until restart, with a loopback public URL only",
    )
    link_days: float = Field(
        14.0, gt=0, le=366, description="days an acknowledge link works, from the request"
    )
    tokens: SecretStr = Field(
        SecretStr(""),
        description="who may read the delivery log: name=sha256hex of the token, comma-separated; empty: nobody",
    )
    timezone: str = Field("Asia/Ho_Chi_Minh", description="time zone of the times in messages, an IANA name")
    keep_days: float = Field(180.0, gt=0, le=3660, description="days an ended delivery stays in the log")

    batch: int = Field(500, ge=1, le=5000, description="most records of a batch from the bus")
    emergency_slots: int = Field(
        8, ge=1, le=200, description="emergencies delivered at a time; also its most SMTP connections"
    )
    ordinary_slots: int = Field(
        16, ge=1, le=500, description="other messages delivered at a time; also its most SMTP connections"
    )
    poll_seconds: float = Field(
        1.0, gt=0, le=60, description="real seconds between two looks for due deliveries"
    )
    sweep_seconds: float = Field(
        5.0, gt=0, le=600, description="real seconds between two looks for events left by a crash"
    )
    send_timeout_seconds: float = Field(
        30.0, gt=0, le=120, description="real seconds that one attempt may take"
    )
    lease_seconds: float = Field(
        90.0,
        gt=0,
        le=3600,
        description="real seconds after which another replica takes over what a dead one held;"
        " at least 2 × NOTIFIER_SEND_TIMEOUT_SECONDS",
    )

    retry_first_seconds: float = Field(
        5.0,
        gt=0,
        le=600,
        description="longest wait before the second attempt, real seconds; doubles each time",
    )
    retry_max_seconds: float = Field(
        3600.0, gt=0, le=86_400, description="longest wait between two attempts, real seconds"
    )
    retry_attempts: int = Field(15, ge=1, le=1000, description="attempts before a delivery is given up")
    switch_after: int = Field(
        6, ge=1, le=1000, description="failed attempts at an endpoint before the desk's next one is tried"
    )
    emergency_retry_max_seconds: float = Field(
        60.0, gt=0, le=86_400, description="as NOTIFIER_RETRY_MAX_SECONDS, for emergencies"
    )
    emergency_retry_attempts: int = Field(
        60, ge=1, le=1000, description="as NOTIFIER_RETRY_ATTEMPTS, for emergencies"
    )
    emergency_switch_after: int = Field(
        2, ge=1, le=1000, description="as NOTIFIER_SWITCH_AFTER, for emergencies"
    )

    smtp_host: str = Field("127.0.0.1", min_length=1, description="SMTP server's host name")
    smtp_port: int = Field(8025, ge=1, le=65535, description="SMTP server's TCP port")
    smtp_security: str = Field(
        "none",
        pattern="^(none|starttls|tls)$",
        description="none, starttls (usually port 587) or tls (usually port 465)",
    )
    smtp_ca_file: Path | None = Field(
        None, description="PEM file of the authority that signed the SMTP server's certificate; empty: system"
    )
    smtp_user: str = Field("", description="SMTP user; empty: no login")
    smtp_password: SecretStr = Field(SecretStr(""), description="SMTP password")
    smtp_helo: str = Field("", description="our host name for EHLO; empty: the machine's")
    mail_from: str = Field(
        "haichieu <haichieu@example.vn>", description="sender of e-mails, `Name <address>`"
    )

    webhook_secret: SecretStr = Field(
        SecretStr(""),
        description="secret(s) that sign webhooks of desks without their own, whsec_…, comma-separated",
    )
    webhook_secrets_file: Path | None = Field(
        None, description="YAML file: desk id → its webhook secret or a list of secrets; empty: none"
    )
    webhook_allow_http: bool = Field(
        False, description="whether webhooks may go to http:// addresses (in tests and closed networks only)"
    )

    @field_validator("link_keys")
    @classmethod
    def _long_keys(cls, value: SecretStr) -> SecretStr:
        if any(len(key) < MIN_KEY for key in split(value)):
            raise ValueError(f"every key needs at least {MIN_KEY} characters; try `openssl rand -base64 36`")
        return value

    @field_validator("tokens")
    @classmethod
    def _hashed_tokens(cls, value: SecretStr) -> SecretStr:
        tokens.parse(value.get_secret_value())
        return value

    @field_validator("timezone")
    @classmethod
    def _known_zone(cls, value: str) -> str:
        try:
            ZoneInfo(value)
        except (ZoneInfoNotFoundError, ValueError):
            raise ValueError("is not an IANA time zone, e.g. Asia/Ho_Chi_Minh") from None
        return value

    @field_validator("mail_from")
    @classmethod
    def _has_address(cls, value: str) -> str:
        sender(value)
        return value

    @field_validator("lease_seconds")
    @classmethod
    def _covers_an_attempt(cls, value: float, info: ValidationInfo) -> float:
        if value < 2 * info.data.get("send_timeout_seconds", 0):
            raise ValueError("must be at least 2 × NOTIFIER_SEND_TIMEOUT_SECONDS")
        return value

    @property
    def keep(self) -> timedelta:
        """How long an ended delivery stays."""
        return timedelta(days=self.keep_days)


def split(value: SecretStr) -> list[str]:
    """The parts of a comma-separated secret."""
    return [part.strip() for part in value.get_secret_value().split(",") if part.strip()]
