"""Configuration by environment. A wrong value is a clear message that names the variable, and exit 2.

Every settings class has a prefix of its own; ``.env.example`` is generated from the classes
(``haichieu env``), so each field carries a description with its unit.
"""

import os
import sys
from pathlib import Path
from typing import Any, NoReturn, TypeVar

from pydantic import Field, ValidationError
from pydantic_settings import BaseSettings, SettingsConfigDict, SettingsError

S = TypeVar("S", bound="Settings")

EXIT_USAGE = 2
SECRETS = Path("/run/secrets")
"""Where a container has its secrets: one file a variable, named like it in lower case (``notifier_link_keys``).
A variable of the environment goes before a file."""


class Settings(BaseSettings):
    """Base of all settings. Unknown variables with the prefix are an error."""

    model_config = SettingsConfigDict(env_file=".env", extra="ignore", frozen=True, env_ignore_empty=True)

    @classmethod
    def variables(cls) -> dict[str, Any]:
        """Environment variable → pydantic field, in order of declaration."""
        prefix = cls.model_config.get("env_prefix", "")
        return {f"{prefix}{name}".upper(): field for name, field in cls.model_fields.items()}

    @classmethod
    def problems(cls, environ: dict[str, str] | os._Environ[str]) -> list[str]:
        """What is wrong with variables that start with this prefix but that no setting knows."""
        prefix = str(cls.model_config.get("env_prefix", "")).upper()
        known = cls.variables()
        return [
            f"{name}: there is no such setting; did you mean {_nearest(name, list(known))}?"
            for name in environ
            if prefix and name.upper().startswith(prefix) and name.upper() not in known
        ]


class CommonSettings(Settings):
    """What every service needs: where the bus and the database are, how to log, which clock."""

    model_config = SettingsConfigDict(env_prefix="HAICHIEU_")

    kafka_bootstrap: str = Field(
        "127.0.0.1:9092", description="Kafka bootstrap servers, host:port[,host:port]"
    )
    kafka_replication: int = Field(
        1, ge=1, le=5, description="replicas of each topic that `haichieu topics` creates"
    )
    kafka_empty_fetch_pause_ms: int = Field(
        0,
        ge=0,
        le=1000,
        description="milliseconds to wait after an empty fetch; 0 with Kafka, 25 with the embedded broker",
    )
    mongo_uri: str = Field("mongodb://127.0.0.1:27017", description="MongoDB connection string")
    mongo_database: str = Field("haichieu", min_length=1, description="MongoDB database name")
    instance: str = Field(
        "",
        max_length=60,
        description="stable name of this replica for static group membership; empty: dynamic membership",
    )
    host: str = Field("127.0.0.1", description="address that the HTTP servers bind; 0.0.0.0 in a container")
    public_url: str = Field(
        "http://127.0.0.1",
        description="public base address without port; used where a service's own *_PUBLIC_URL is unset",
    )
    log_level: str = Field("info", pattern="^(debug|info|warning|error)$", description="least level logged")
    log_format: str = Field(
        "json", pattern="^(json|console)$", description="json for machines, console for eyes"
    )
    clock_speed: float = Field(
        1.0, ge=1.0, le=100_000.0, description="shown seconds per real second; more than 1 in demos only"
    )
    clock_epoch: float = Field(
        0.0, ge=0.0, description="Unix seconds at which the shown clock equals the real one; with clock_speed"
    )
    home: str = Field(".haichieu", description="folder of the local stack that `haichieu up` starts")
    otlp_endpoint: str = Field(
        "", description="OTLP/HTTP endpoint for traces, e.g. http://collector:4318; empty: tracing is off"
    )
    stop_seconds: float = Field(12.0, gt=0, le=14, description="seconds that work in flight may take at stop")


def load(settings: type[S]) -> S:
    """Read settings from the environment; on a wrong value print what and how, and exit with 2."""
    try:
        files = [path.name for path in SECRETS.iterdir()] if SECRETS.is_dir() else []
        problems = settings.problems(os.environ | dict.fromkeys(files, ""))
        if problems:
            _refuse(problems)
        return settings(_secrets_dir=SECRETS if SECRETS.is_dir() else None)  # type: ignore[call-arg]
    except (OSError, SettingsError) as error:
        _refuse([str(error.__cause__ or error)])
    except ValidationError as error:
        prefix = str(settings.model_config.get("env_prefix", ""))
        _refuse(
            [
                f"{prefix}{'_'.join(map(str, e['loc']))}".upper() + f": {e['msg']} (got {_shown(e)})"
                for e in error.errors()
            ]
        )


def _shown(error: Any) -> str:
    name = "_".join(map(str, error["loc"])).lower()
    secret = any(word in name for word in ("secret", "key", "token", "password", "uri"))
    return "a value that is not shown here" if secret else repr(error.get("input"))


def _nearest(name: str, known: list[str]) -> str:
    from difflib import get_close_matches  # noqa: PLC0415 - only on the way out

    return (get_close_matches(name, known, n=1, cutoff=0) or ["none"])[0]


def _refuse(problems: list[str]) -> NoReturn:
    for problem in problems:
        print(f"configuration error: {problem}", file=sys.stderr)  # noqa: T201
    print("every variable is explained in .env.example", file=sys.stderr)  # noqa: T201
    raise SystemExit(EXIT_USAGE)
