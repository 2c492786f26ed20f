"""The way to promotion by the command: trained, measured, refused if worse."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from deploy.cli.classifier import classifier as command
from services.classifier.learning import gate
from services.classifier.learning.figures import FIGURES, Value


@pytest.fixture
def models(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("CLASSIFIER_MODELS", str(tmp_path / "models"))
    monkeypatch.setenv("HAICHIEU_HOME", str(tmp_path / "home"))
    return tmp_path / "models"


def test_a_model_that_misses_emergencies_is_refused(models: Path, spoilt_set: Path):
    run = CliRunner().invoke
    trained = run(command, ["train", "--corpus-only", "--version", "spoilt", "--set", str(spoilt_set)])
    assert trained.exit_code == 0, trained.output
    refused = run(command, ["promote", "spoilt"])
    assert refused.exit_code == 1
    assert "emergencies found would fall" in refused.output
    assert not (models / "current").exists(), "the model that comes with the code stays in force"
    told = json.loads((models / "history.jsonl").read_text().splitlines()[-1])
    assert told["what"] == "refused"
    assert told["figures"]["emergencies found"][1] < told["figures"]["emergencies found"][0]
    shown = run(command, ["history"])
    assert "refused" in shown.output


def test_a_version_that_is_not_there_is_named(models: Path):
    answer = CliRunner().invoke(command, ["evaluate", "nine"])
    assert answer.exit_code == 1
    assert "no version nine" in str(answer.exception) + answer.output


def test_explain_speaks_to_an_officer(models: Path):
    answer = CliRunner().invoke(
        command, ["explain", "Chồng em đang cầm dao đuổi em, em trốn ở phường Hoàng Mai"]
    )
    assert answer.exit_code == 0
    assert "Khẩn cấp" in answer.output
    assert "Bạo lực gia đình" in answer.output
    assert "Phường Hoàng Mai" in answer.output
    assert "vì: «" in answer.output


def figures(**changed: float) -> dict[str, Value]:
    values = dict.fromkeys(FIGURES, 0.8) | {gate.FALSE_EMERGENCIES: 20.0} | changed
    return {name: Value(value, value, value) for name, value in values.items()}


def test_what_is_as_good_may_pass():
    assert gate.refusals(figures(), figures()) == []
    assert gate.refusals(figures(), figures(**{"topics: macro F1": 0.797})) == []


@pytest.mark.parametrize("name", gate.MUST_NOT_FALL)
def test_what_is_worse_in_one_figure_may_not(name: str):
    (reason,) = gate.refusals(figures(), figures(**{name: 0.79}))
    assert reason.startswith(name)


def test_one_missed_emergency_more_is_enough():
    assert gate.refusals(figures(), figures(**{"emergencies found": 0.799}))


def test_more_false_emergencies_are_refused_from_the_aim_on():
    assert gate.refusals(figures(), figures(**{gate.FALSE_EMERGENCIES: 29.0})) == []
    assert gate.refusals(figures(), figures(**{gate.FALSE_EMERGENCIES: 31.0}))
