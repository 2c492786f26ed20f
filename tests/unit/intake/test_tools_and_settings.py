"""The command line of the service and its settings: clear, and never the private key."""

import io
import json
import subprocess
import sys
from pathlib import Path

import pytest

from services.intake import channel_tokens, tools
from services.intake.domain.receipts import new_key
from services.intake.domain.sealing import Sealer, new_key_pair, unseal
from services.intake.settings import IntakeSettings
from shared.contracts.taxonomy import Channel
from shared.settings import load

PROJECT = Path(__file__).parents[3]


def run(*args: str, stdin: str = "", **env: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "services.intake", *args],
        input=stdin,
        capture_output=True,
        text=True,
        cwd=PROJECT,
        env={"PATH": "", "PYTHONPATH": str(PROJECT), **env},
        timeout=60,
        check=False,
    )


def test_keygen_prints_keys_that_fit(capsys: pytest.CaptureFixture[str]):
    assert tools.keygen() == 0
    values = dict(line.split("=", 1) for line in capsys.readouterr().out.splitlines() if line[0] != "#")
    settings = IntakeSettings(
        _env_file=None,
        seal_public_key=values["INTAKE_SEAL_PUBLIC_KEY"],
        receipt_key=values["INTAKE_RECEIPT_KEY"],
    )
    sealed = Sealer(settings.seal_public_key).seal("x", None)
    assert unseal(sealed, values["SEAL_PRIVATE_KEY"]).text == "x"
    assert not any("PRIVATE" in name for name in IntakeSettings.variables())


def test_a_token_opens_its_channel(capsys: pytest.CaptureFixture[str]):
    assert tools.token("zalo") == 0
    token, line = [text for text in capsys.readouterr().out.splitlines() if text[0] != "#"]
    assert channel_tokens.channel_of(f"Bearer {token}", channel_tokens.read(line)) is Channel.ZALO
    assert tools.token("fax") == 2


def test_redact_reads_and_writes_json_lines():
    source = io.BytesIO('{"id":"a","text":"gọi 0950123456"}\n\n{"id":2,"text":"x","more":1}\n'.encode())
    target = io.BytesIO()
    assert tools.redact_lines(source, target) == 0
    assert [json.loads(line) for line in target.getvalue().splitlines()] == [
        {"id": "a", "text": "gọi [PHONE]", "spans": [{"kind": "PHONE", "start": 4, "end": 14}]},
        {"id": 2, "text": "x", "spans": []},
    ]
    assert tools.redact_lines(io.BytesIO(b"{"), io.BytesIO()) == 1
    assert tools.redact_lines(io.BytesIO(b'{"id":1,"text":"\xff"}'), io.BytesIO()) == 1


def test_the_command_line():
    assert run("--help").returncode == 0
    wrong = run("nix")
    assert (wrong.returncode, wrong.stdout) == (2, "")
    assert "keygen" in wrong.stderr
    piped = run("redact", stdin='{"id":1,"text":"diem@example.vn"}')
    assert json.loads(piped.stdout)["text"] == "[EMAIL]"
    missing = run()
    assert missing.returncode == 2
    assert "INTAKE_SEAL_PUBLIC_KEY" in missing.stderr
    assert "INTAKE_RECEIPT_KEY" in missing.stderr


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("INTAKE_SEAL_PUBLIC_KEY", "abc"),
        ("INTAKE_RECEIPT_KEY", "c2hvcnQ="),
        ("INTAKE_TOKENS", "fax=" + "0" * 64),
        ("INTAKE_TOKENS_FILE", "/nix/tokens"),
        ("INTAKE_HOME_PROVINCE", "99"),
        ("INTAKE_TIMEZONE", "Mars/Base"),
        ("INTAKE_PORT", "http"),
        ("INTAKE_BATCH_MAX_BYTES", "2000"),
        ("INTAKE_SEAL_PRIVATE_KEY", "anything"),
    ],
)
def test_a_wrong_setting_names_its_variable_and_ends_with_2(
    name: str, value: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
):
    monkeypatch.setenv("INTAKE_SEAL_PUBLIC_KEY", new_key_pair()[0])
    monkeypatch.setenv("INTAKE_RECEIPT_KEY", new_key())
    load(IntakeSettings)
    monkeypatch.setenv(name, value)
    with pytest.raises(SystemExit) as caught:
        load(IntakeSettings)
    assert caught.value.code == 2
    assert name in capsys.readouterr().err


def test_tokens_come_from_variable_and_file(tmp_path: Path):
    path = tmp_path / "tokens"
    path.write_text("# channels\nsms=" + "1" * 64 + "\n", encoding="utf-8")
    settings = IntakeSettings(
        _env_file=None,
        seal_public_key=new_key_pair()[0],
        receipt_key=new_key(),
        tokens="zalo=" + "2" * 64,
        tokens_file=path,
    )
    assert settings.known_tokens() == {"zalo": "2" * 64, "sms": "1" * 64}
    assert "2222" not in repr(settings)


def test_the_openapi_document_is_the_same_each_time():
    from services.intake.openapi import document

    assert json.dumps(document()) == json.dumps(document())
