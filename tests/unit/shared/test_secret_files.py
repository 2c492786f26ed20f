"""Secrets of a container come as files: one a variable, named like it."""

import os

import pytest
from pydantic import Field, SecretStr
from pydantic_settings import SettingsConfigDict

from shared import settings
from shared.settings import Settings, load


class Sealed(Settings):
    """Settings of a test, with one that must be given."""

    model_config = SettingsConfigDict(env_prefix="SEALED_", env_file=None)
    link_keys: SecretStr = Field(description="keys")
    port: int = Field(1, ge=1, description="TCP port")


@pytest.fixture(autouse=True)
def folder(tmp_path, monkeypatch):
    monkeypatch.setattr(settings, "SECRETS", tmp_path)
    return tmp_path


def test_a_file_gives_the_value_without_its_line_end(folder):
    (folder / "sealed_link_keys").write_text("one,two\n")
    assert load(Sealed).link_keys.get_secret_value() == "one,two"


def test_a_variable_goes_before_the_file(folder, monkeypatch):
    (folder / "sealed_link_keys").write_text("old")
    monkeypatch.setenv("SEALED_LINK_KEYS", "new")
    assert load(Sealed).link_keys.get_secret_value() == "new"


def test_an_empty_variable_does_not(folder, monkeypatch):
    """.env.example has required variables with nothing after the equals sign."""
    (folder / "sealed_link_keys").write_text("from the file")
    monkeypatch.setenv("SEALED_LINK_KEYS", "")
    assert load(Sealed).link_keys.get_secret_value() == "from the file"


def test_files_of_others_are_ignored(folder):
    (folder / "sealed_link_keys").write_text("one")
    (folder / "webhook_secrets.yaml").write_text("desk: whsec_x")
    (folder / "..data").mkdir()
    assert load(Sealed).port == 1


def test_a_misspelt_file_is_refused_and_not_shown(folder, capsys):
    (folder / "sealed_link_key").write_text("geheim")
    with pytest.raises(SystemExit) as stop:
        load(Sealed)
    assert stop.value.code == 2
    message = capsys.readouterr().err
    assert "SEALED_LINK_KEYS" in message
    assert "geheim" not in message


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read every file")
@pytest.mark.parametrize("closed", ["", "sealed_link_keys"])
def test_what_cannot_be_read_is_named(folder, capsys, closed):
    (folder / "sealed_link_keys").write_text("one")
    mode = (folder / closed).stat().st_mode
    (folder / closed).chmod(0)
    with pytest.raises(SystemExit) as stop:
        load(Sealed)
    (folder / closed).chmod(mode)
    assert stop.value.code == 2
    assert str(folder / closed) in capsys.readouterr().err


def test_without_the_folder_the_environment_is_all(folder, monkeypatch):
    monkeypatch.setattr(settings, "SECRETS", folder / "none")
    monkeypatch.setenv("SEALED_LINK_KEYS", "one")
    assert load(Sealed).link_keys.get_secret_value() == "one"
