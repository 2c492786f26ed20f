"""The data files are checked when they are read; an error names file, key and remedy."""

import shutil
from pathlib import Path

import pytest

from services.classifier.domain.classify import Classifier
from services.classifier.domain.lexicon import DATA, LexiconError


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    copy = tmp_path / "data"
    shutil.copytree(DATA, copy, ignore=shutil.ignore_patterns("*.py", "__pycache__"))
    return copy


@pytest.mark.parametrize(
    ("file", "old", "new", "message"),
    [
        ("topics.yaml", "  education:\n", "  schooling:\n", "topics.yaml: schooling is no topic"),
        ("urgency.yaml", "all: [fire_strong]", "all: [fire_strng]", "there is no concept fire_strng"),
        ("urgency.yaml", "level: 3, all: [attack_strong", "level: 5, all: [attack_strong", "has level 5"),
        (
            "urgency.yaml",
            "level: 3, all: [attack_strong",
            "levl: 3, all: [attack_strong",
            "unknown keys|has level",
        ),
        ("concepts.yaml", "  partner: |", "  child: |", "child stands twice"),
        ("guards.yaml", "  guard_fear:", "  child: x\n  guard_fear:", "concept child is defined twice"),
        ("guards.yaml", "  guard_fear:", "  guard_feer:", "there is no concept guard_fear"),
        ("concepts.yaml", "concepts:", "concepts: [", "concepts.yaml: cannot be read"),
    ],
)
def test_a_wrong_data_file_is_refused(folder: Path, file: str, old: str, new: str, message: str) -> None:
    path = folder / file
    text = path.read_text("utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), "utf-8")
    with pytest.raises(LexiconError, match=message):
        Classifier.load(folder=folder)


def test_the_home_province_can_be_chosen() -> None:
    assert Classifier.load("79").places.home == "79"
    assert Classifier.load().places.home == "01"
