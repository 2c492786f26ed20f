"""The guide for operators against the code: its commands, variables, secrets and services exist."""

import re
import shlex
from collections.abc import Iterator
from importlib import import_module
from inspect import getmembers, isclass
from pathlib import Path
from typing import Any

import click
import pytest
import yaml
from pydantic import SecretStr

from deploy.cli.main import cli
from shared.contracts.topics import BY_NAME
from shared.settings import CommonSettings, Settings

ROOT = Path(__file__).parents[2]
GUIDE = (ROOT / "docs/operations.md").read_text("utf-8")
COMPOSE_TEXT = (ROOT / "deploy/compose.yaml").read_text("utf-8")
SERVICES: set[str] = set(yaml.safe_load(COMPOSE_TEXT)["services"])
WITH_ARGUMENT = {"-e", "--tail", "--since", "--profile", "--entrypoint"}


def commands() -> list[str]:
    """Every command line of the guide, in blocks and within sentences, continued lines joined."""
    blocks = re.findall(r"```sh\n(.*?)```", GUIDE, re.DOTALL)
    lines = [line for block in blocks for line in block.replace("\\\n", " ").splitlines()]
    prose = re.sub(r"```.*?```", "", GUIDE, flags=re.DOTALL)
    return lines + re.findall(r"`((?:dc|haichieu) [^`]+)`", prose)


def calls(program: str) -> list[list[str]]:
    """The arguments of every call of ``program``, shell operators and comments cut off."""
    found = []
    for line in commands():
        words = shlex.split(line, comments=True)
        if program in words:
            words = words[words.index(program) + 1 :]
            end = next((i for i, w in enumerate(words) if w in {"|", "&&", ">", "<"}), len(words))
            found.append(words[:end])
    return found


def known_settings() -> Iterator[tuple[str, str, Any]]:
    """Service, variable and field of every setting."""
    modules = {"": "shared.settings"}
    modules |= {
        p.parent.name: f"services.{p.parent.name}.settings" for p in ROOT.glob("services/*/settings.py")
    }
    for service, module in modules.items():
        for _, cls in getmembers(import_module(module), isclass):
            if issubclass(cls, Settings) and (cls is CommonSettings) == (not service) and cls is not Settings:
                yield from ((service, variable, field) for variable, field in cls.variables().items())


@pytest.mark.parametrize("call", [c for c in calls("haichieu") if c], ids=" ".join)
def test_our_commands_exist(call: list[str]):
    if call[:1] == ["-m"]:
        import_module(call[1])
        return
    command: click.Command = cli
    while isinstance(command, click.Group):
        assert call[0] in command.commands
        command = command.commands[call[0]]
        call = call[1:]
    options = {option for parameter in command.params for option in parameter.opts}
    assert {word for word in call if word.startswith("--")} <= options
    assert {word for word in call if "." in word} <= set(BY_NAME)


@pytest.mark.parametrize("call", calls("dc"), ids=" ".join)
def test_services_in_compose_commands_exist(call: list[str]):
    for word in call:
        name, scaled, _ = word.partition("=")
        if scaled and name.islower() and not name.startswith("-"):
            assert name in SERVICES
    plain = [w for i, w in enumerate(call) if not w.startswith("-") and call[i - 1] not in WITH_ARGUMENT]
    if plain[0] in {"restart", "stop", "logs", "ps", "exec", "run"}:
        named = plain[1:2] if plain[0] in {"exec", "run"} else plain[1:]
        assert set(named) - {"NAME"} <= SERVICES


def test_variables_exist():
    known = {variable for _, variable, _ in known_settings()}
    named = set(re.findall(r"\b(?:HAICHIEU|INTAKE|CLASSIFIER|ESCALATION|NOTIFIER)_[A-Z_]+\b", GUIDE))
    assert named
    assert named <= known


def test_the_variables_of_compose_itself_are_all_explained():
    known = {variable for _, variable, _ in known_settings()}
    own = set(re.findall(r"\$\{(\w+)", COMPOSE_TEXT)) - known
    table = GUIDE.split("| variable | default |")[1].split("\n\n")[0]
    assert own == set(re.findall(r"`([A-Z][A-Z_]+)`", table))


def test_every_secret_has_its_file_and_its_rotation():
    secrets = {
        f"{service}/{variable.lower()}"
        for service, variable, field in known_settings()
        if field.annotation is SecretStr or variable.endswith(("_RECEIPT_KEY", "_TOKENS"))
    }
    table = GUIDE.split("| file | what | rotation |")[1].split("\n\n")[0]
    assert secrets == set(re.findall(r"`(\w+/\w+)`", table))


def test_links_within_the_guide_lead_somewhere():
    headings = {
        re.sub(r"[^\w\- ]", "", h.lower()).replace(" ", "-") for h in re.findall(r"(?m)^#+ (.+)$", GUIDE)
    }
    links = re.findall(r"\]\(#([\w-]+)\)", GUIDE)
    assert links
    assert set(links) <= headings
