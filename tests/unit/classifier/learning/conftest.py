"""A small training set, so that a test trains in seconds: every eighth line of each author's file."""

from pathlib import Path

import pytest

from tests.small_corpus import take

EVERY = 8


@pytest.fixture(scope="session")
def small_set(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return take(EVERY, tmp_path_factory.mktemp("corpus"))


@pytest.fixture(scope="session")
def spoilt_set(small_set: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The small set with every urgency taken for an ordinary one: a model of it finds no emergency."""
    folder = tmp_path_factory.mktemp("spoilt")
    for file in small_set.glob("*.txt"):
        lines = [
            f"{min(int(line[0]), 1 + number % 2)}{line[1:]}"
            for number, line in enumerate(file.read_text("utf-8").splitlines())
        ]
        (folder / file.name).write_text("\n".join(lines) + "\n", "utf-8")
    return folder
