"""The generated documents: ``python -m deploy.docs write|check``. CI runs ``check`` and fails on a difference."""

import difflib
import json
import sys
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path
from typing import Any

from shared.contracts import asyncapi
from shared.settings import CommonSettings, Settings

ROOT = Path(__file__).resolve().parents[1]
HTTP_SERVICES = ("intake", "classifier", "escalation", "notifier")
SETTINGS: tuple[tuple[str, str], ...] = (
    ("services.intake.settings", "IntakeSettings"),
    ("services.classifier.settings", "ClassifierSettings"),
    ("services.escalation.settings", "EscalationSettings"),
    ("services.notifier.settings", "NotifierSettings"),
)


def documents() -> Iterator[tuple[Path, str]]:
    """Path and content of each generated document."""
    yield ROOT / "docs/asyncapi/haichieu.json", _json(asyncapi.document())
    for service in HTTP_SERVICES:
        openapi = import_module(f"services.{service}.openapi").document()
        yield ROOT / f"docs/openapi/{service}.json", _json(openapi)
    yield ROOT / ".env.example", env_example()


def env_example() -> str:
    """Every variable with its meaning, unit and default."""
    lines = ["# Every variable of haichieu. Written by `make docs`; copy to .env and change what you need."]
    classes: list[type[Settings]] = [CommonSettings]
    classes += [getattr(import_module(module), name) for module, name in SETTINGS]
    for cls in classes:
        lines += ["", f"# --- {(cls.__doc__ or cls.__name__).splitlines()[0]}"]
        for variable, field in cls.variables().items():
            lines.append(f"# {field.description}")
            required = field.is_required()
            value = "" if required else _plain(field.get_default(call_default_factory=True))
            lines.append(f"{variable}={value}" if required else f"# {variable}={value}")
    return "\n".join(lines) + "\n"


def write() -> int:
    """Write all documents."""
    for path, content in documents():
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(content, encoding="utf-8")
        print(f"wrote {path.relative_to(ROOT)}")
    return 0


def check() -> int:
    """Compare all documents with what the code says; 1 and a diff when one is behind."""
    behind = 0
    for path, content in documents():
        found = path.read_text(encoding="utf-8") if path.exists() else ""
        if found != content:
            behind = 1
            name = str(path.relative_to(ROOT))
            diff = difflib.unified_diff(
                found.splitlines(), content.splitlines(), name, "from the code", lineterm=""
            )
            print("\n".join(list(diff)[:40]))
            print(f"{name} is behind the code: run `make docs` and commit it")
    return behind


def _plain(value: Any) -> str:
    return getattr(value, "get_secret_value", lambda: str(value))() if value is not None else ""


def _json(data: Any) -> str:
    return json.dumps(data, ensure_ascii=False, indent=2, sort_keys=False) + "\n"


if __name__ == "__main__":
    raise SystemExit({"write": write, "check": check}[sys.argv[1] if len(sys.argv) > 1 else "check"]())
