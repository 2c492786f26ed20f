"""The classifier's settings: a wrong one names its variable and ends with 2; the fast process has no interface."""

import pytest

from services.classifier.app import build
from services.classifier.settings import ClassifierSettings
from shared.settings import CommonSettings, load


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("CLASSIFIER_TOKENS", "operator=short"),
        ("CLASSIFIER_REVIEW_SHARE", "1.5"),
        ("CLASSIFIER_REVIEW_SHARE", "-0.1"),
        ("CLASSIFIER_REVIEW_DAYS", "0"),
        ("CLASSIFIER_PASSES", "slow"),
    ],
)
def test_a_wrong_setting_names_its_variable_and_ends_with_2(name, value, monkeypatch, capsys):
    monkeypatch.setenv(name, value)
    with pytest.raises(SystemExit) as caught:
        load(ClassifierSettings)
    assert caught.value.code == 2
    assert name in capsys.readouterr().err


def test_only_the_full_pass_takes_corrections_and_serves_reviews(tmp_path):
    common = CommonSettings(_env_file=None)
    fast = build(common, ClassifierSettings(_env_file=None, passes="fast", shadow=tmp_path))
    assert [s.group for s in fast.parts.bus.subscriptions] == ["classifier-fast"]
    assert not fast.routes
    full = build(common, ClassifierSettings(_env_file=None, passes="full"))
    assert [s.group for s in full.parts.bus.subscriptions] == ["classifier-full", "classifier-commands"]
    assert len(full.routes) == 2
