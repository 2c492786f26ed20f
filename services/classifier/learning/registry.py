"""Versions of the model in a folder: each in a folder of its own, which one is in force, and what was done.

``<folder>/<version>/`` holds a model, ``current`` the name of the one in force, ``history.jsonl`` a line for
everything that was done; lines are appended, never changed. A folder without ``current`` stands for the model
that comes with the code.
"""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from services.classifier.domain.classify import MODEL
from services.classifier.domain.linear import Linear, ModelError
from services.classifier.learning.card import as_markdown

_CURRENT, _HISTORY = "current", "history.jsonl"


@dataclass(frozen=True, slots=True)
class Registry:
    """The versions in ``folder``, which need not exist yet."""

    folder: Path

    def current(self) -> Path:
        """Folder of the model in force."""
        pointer = self.folder / _CURRENT
        return self.folder / pointer.read_text("utf-8").strip() if pointer.exists() else MODEL

    def path(self, version: str) -> Path:
        """Folder of a version. ModelError if there is none of this name."""
        if version == Linear.load(MODEL).version:
            return MODEL
        path = self.folder / version
        if not version or "/" in version or not path.is_dir():
            known = ", ".join(self.versions()) or "none"
            raise ModelError(f"there is no version {version} in {self.folder}; there are: {known}")
        return path

    def versions(self) -> list[str]:
        """Names of the versions, in order."""
        return sorted(path.parent.name for path in self.folder.glob("*/card.json"))

    def add(self, model: Linear, at: datetime) -> Path:
        """Keep a new version. ModelError if there is one of its name."""
        path = self.folder / model.version
        if path.exists():
            raise ModelError(f"there is a version {model.version} already; versions are never overwritten")
        model.save(path)
        if "figures" in model.card:
            (path / "card.md").write_text(as_markdown(model.version, model.card), "utf-8")
        self.note("trained", model.version, at)
        return path

    def promote(self, version: str, at: datetime, figures: dict[str, Any]) -> None:
        """Put a version in force, at once or not at all."""
        pointer = self.folder / _CURRENT
        draft = pointer.with_suffix(".new")
        draft.write_text(f"{self.path(version).name}\n", "utf-8")
        draft.replace(pointer)
        self.note("promoted", version, at, figures=figures)

    def note(self, what: str, version: str, at: datetime, **more: Any) -> None:
        """Append a line to the history."""
        self.folder.mkdir(parents=True, exist_ok=True)
        line = json.dumps(
            {"at": at.isoformat(), "what": what, "version": version, **more}, ensure_ascii=False
        )
        with (self.folder / _HISTORY).open("a", encoding="utf-8") as history:
            history.write(f"{line}\n")

    def history(self) -> Iterator[dict[str, Any]]:
        """What was done, oldest first."""
        path = self.folder / _HISTORY
        if path.exists():
            for line in path.read_text("utf-8").splitlines():
                yield json.loads(line)
