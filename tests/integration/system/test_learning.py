"""A correction given by the command on the running system is in the next model."""

import json
import os
import subprocess
import sys
import time
from pathlib import Path
from uuid import uuid4

import pytest

from deploy.local.system import System
from tests.small_corpus import take

TOLD = "máy tầm lô gỉ kêu cọt kẹt ở bãi sậy"
"""Words that no report of the training set has."""


@pytest.fixture(scope="module")
def small_set(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return take(10, tmp_path_factory.mktemp("corpus"), "reports-*.txt")


def run(system: System, *args: str) -> None:
    """The command as a process of its own: it takes the stack's variables into its environment."""
    command = [str(Path(sys.executable).with_name("haichieu")), "classifier", *args]
    done = subprocess.run(
        command, env={**os.environ, "HAICHIEU_HOME": str(system.root)}, capture_output=True, check=False
    )
    assert done.returncode == 0, done.stderr.decode()


def card(system: System, version: str) -> dict:
    return json.loads((system.root / "models" / version / "card.json").read_text("utf-8"))


def test_a_correction_reaches_the_next_model(system: System, small_set: Path):
    run(system, "train", "--version", "before", "--set", str(small_set))
    known = card(system, "before")["corrections"]
    for _ in range(3):
        labels = ("--topic", "livelihood", "--urgency", "high")
        run(system, "correct", str(uuid4()), *labels, "--text", TOLD, "--desk", "00319/union")
    deadline = time.monotonic() + 30
    version = ""
    while time.monotonic() < deadline:
        version = f"after-{uuid4().hex[:6]}"
        run(system, "train", "--version", version, "--set", str(small_set))
        if card(system, version)["corrections"] == known + 3:
            break
    made = card(system, version)
    assert made["corrections"] == known + 3
    assert made["gold_set"]["reports"] > 600
    words = (system.root / "models" / version / "vocabulary.txt").read_text("utf-8").split("\n")
    assert "sậy" in words
    assert "sậy" not in (system.root / "models" / "before" / "vocabulary.txt").read_text("utf-8").split("\n")
