"""Settings and data files: a wrong value is named, a secret is never shown."""

from base64 import b64encode

import pytest

from services.notifier.app import build
from services.notifier.channels.webhook_secrets import WebhookSecrets, read
from services.notifier.rendering import hotlines
from services.notifier.settings import NotifierSettings
from shared.contracts.taxonomy import Topic
from shared.settings import CommonSettings, load

SECRET = "whsec_" + b64encode(b"k" * 32).decode()


def settings(**named):
    return NotifierSettings(_env_file=None, **named)


@pytest.mark.parametrize(
    ("name", "value"),
    [("LINK_KEYS", "short-key"), ("TOKENS", "operator=abc"), ("TIMEZONE", "Asia/Hanoi"), ("MAIL_FROM", "nobody"),
     ("LEASE_SECONDS", "10"), ("SMTP_SECURITY", "ssl"), ("PUBLIC_URL", "notify.example.vn"), ("PORT", "0")],
)  # fmt: skip
def test_a_wrong_value_names_its_variable_and_exits_2(name, value, monkeypatch, capsys):
    monkeypatch.setenv(f"NOTIFIER_{name}", value)
    with pytest.raises(SystemExit) as stop:
        load(NotifierSettings)
    shown = capsys.readouterr().err
    assert stop.value.code == 2
    assert f"NOTIFIER_{name}" in shown
    assert "short-key" not in shown


def test_link_keys_are_needed_where_links_leave_the_machine(capsys):
    common = CommonSettings(_env_file=None)
    with pytest.raises(SystemExit) as stop:
        build(common, settings(public_url="https://notify.example.vn"))
    assert stop.value.code == 2
    assert "NOTIFIER_LINK_KEYS" in capsys.readouterr().err


def test_a_bad_webhook_secret_is_not_shown(capsys):
    with pytest.raises(SystemExit):
        build(CommonSettings(_env_file=None), settings(webhook_secret="whsec_c2hvcnQ="))
    shown = capsys.readouterr().err
    assert "NOTIFIER_WEBHOOK_SECRET" in shown
    assert "c2hvcnQ" not in shown


def test_webhook_secrets_by_desk(tmp_path):
    file = tmp_path / "secrets.yaml"
    file.write_text(f"00331/police: {SECRET}\n01/union: [{SECRET}, {SECRET}]\n")
    secrets = WebhookSecrets([], read(file))
    assert [len(secrets.of(desk)) for desk in ("00331/police", "01/union", "00004/police")] == [1, 2, 0]


@pytest.mark.parametrize("content", ["- a", "desk: 5", "desk: [1]", "{", "desk:\n  - [x]"])
def test_a_bad_secrets_file_names_itself(tmp_path, content):
    file = tmp_path / "secrets.yaml"
    file.write_text(content)
    with pytest.raises(ValueError, match=r"secrets\.yaml"):
        read(file)


def test_hotlines_for_each_topic():
    found = hotlines.load()
    assert set(found) == set(Topic)
    assert [h.number for h in found[Topic.CHILD_PROTECTION]] == ["113", "115", "111"]
    assert [h.number for h in found[Topic.FIRE_DISASTER]] == ["114", "115"]
    assert all({"vi", "en"} <= set(h.name) for lines in found.values() for h in lines)


@pytest.mark.parametrize("content", ["- {number: '1', name: {vi: a}, topics: [nope]}", "- {n: 1}", "x: ["])
def test_a_bad_hotline_file_names_itself(tmp_path, content):
    file = tmp_path / "hotlines.yaml"
    file.write_text(content)
    with pytest.raises(ValueError, match=r"hotlines\.yaml"):
        hotlines.load(file)
