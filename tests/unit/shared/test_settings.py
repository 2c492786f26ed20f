"""A wrong setting is told before anything connects: which variable, what is wrong, exit 2."""

import pytest
from pydantic import Field
from pydantic_settings import SettingsConfigDict

from shared.settings import CommonSettings, Settings, load


class Sample(Settings):
    """Settings of a test."""

    model_config = SettingsConfigDict(env_prefix="SAMPLE_", env_file=None)
    port: int = Field(1, ge=1, le=65535, description="TCP port")
    api_token: str = Field("", max_length=3, description="token")


def refused(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], **env: str) -> str:
    for name, value in env.items():
        monkeypatch.setenv(name, value)
    with pytest.raises(SystemExit) as stop:
        load(Sample)
    assert stop.value.code == 2
    return capsys.readouterr().err


def test_a_wrong_value_names_the_variable(monkeypatch, capsys):
    message = refused(monkeypatch, capsys, SAMPLE_PORT="eight")
    assert "SAMPLE_PORT" in message
    assert "'eight'" in message


def test_a_value_out_of_range_names_the_bound(monkeypatch, capsys):
    assert "less than or equal to 65535" in refused(monkeypatch, capsys, SAMPLE_PORT="70000")


def test_a_secret_is_not_printed(monkeypatch, capsys):
    message = refused(monkeypatch, capsys, SAMPLE_API_TOKEN="geheim")
    assert "SAMPLE_API_TOKEN" in message
    assert "geheim" not in message


def test_an_unknown_variable_is_refused_with_the_nearest(monkeypatch, capsys):
    message = refused(monkeypatch, capsys, SAMPLE_PROT="80")
    assert "SAMPLE_PROT" in message
    assert "did you mean SAMPLE_PORT" in message


def test_good_values_are_read(monkeypatch):
    monkeypatch.setenv("SAMPLE_PORT", "80")
    assert load(Sample).port == 80


def test_every_common_setting_is_described():
    assert all(field.description for field in CommonSettings.variables().values())
