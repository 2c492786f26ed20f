"""The image's files: linted, built from hashes only, and without a package that only developers need."""

import re
import shutil
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from importlib.metadata import distribution, packages_distributions
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name
from yamllint import linter
from yamllint.config import YamlLintConfig

ROOT = Path(__file__).parents[2]
DEPLOY = ROOT / "deploy"
DOCKERFILE = DEPLOY / "Dockerfile"
YAML = [DEPLOY / "compose.yaml", *sorted((DEPLOY / "observability").rglob("*.y*ml"))]
STYLE = """
extends: default
rules:
  braces: {max-spaces-inside: 0}
  comments: {min-spaces-from-content: 1}
  document-start: disable
  line-length: {max: 125}
  truthy: {check-keys: false}
"""


def name_of(path: Path) -> str:
    return str(path.relative_to(ROOT))


def run(*command: str) -> None:
    """Run a tool in the project's root; what it prints is the failure's message."""
    done = subprocess.run(command, capture_output=True, text=True, check=False, cwd=ROOT)
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.mark.parametrize("path", YAML, ids=name_of)
def test_yaml_is_tidy(path: Path):
    config = YamlLintConfig(STYLE)
    problems = [f"{p.line}: {p.message}" for p in linter.run(path.read_text("utf-8"), config)]
    assert problems == []


def test_compose_file_fits_the_specification():
    """The schema of the Compose specification is part of check-jsonschema, so this needs no network."""
    command = [sys.executable, "-m", "check_jsonschema", "--builtin-schema", "vendor.compose-spec"]
    run(*command, str(DEPLOY / "compose.yaml"))


def test_dockerfile_has_no_findings():
    found = Path(sys.executable).with_name("hadolint")
    hadolint = str(found) if found.exists() else shutil.which("hadolint")
    if not hadolint:
        pytest.skip("hadolint has no wheel for this platform")
    run(hadolint, str(DOCKERFILE))


def test_dockerfile_copies_only_what_is_there_and_let_in():
    ignore = (ROOT / ".dockerignore").read_text("utf-8").splitlines()
    let_in = {line[1:].rstrip("/") for line in ignore if line.startswith("!")}
    for line in DOCKERFILE.read_text("utf-8").splitlines():
        if line.startswith("COPY ") and "--from" not in line:
            for source in line.split()[1:-1]:
                assert (ROOT / source).exists(), f"{source} is copied but is not there"
                assert source.split("/")[0] in let_in, f"{source} is copied but .dockerignore hides it"


@pytest.mark.parametrize("lock", ["requirements.lock", "deploy/image-tools.txt"])
def test_every_locked_package_has_an_exact_version_and_hashes(lock: str):
    entries = re.split(r"(?m)^(?=[A-Za-z0-9])", (ROOT / lock).read_text("utf-8"))[1:]
    assert entries
    for entry in entries:
        assert "==" in entry.splitlines()[0]
        assert "--hash=sha256:" in entry


def run_time_distributions() -> set[str]:
    """What the image holds: the dependencies of pyproject.toml and theirs, without any extra of ours."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    waiting = [Requirement(text) for text in project["dependencies"]]
    seen: set[tuple[str, str]] = set()
    while waiting:
        requirement = waiting.pop()
        name = canonicalize_name(requirement.name)
        for extra in ("", *requirement.extras):
            if (name, extra) not in seen:
                seen.add((name, extra))
                waiting += _needs(name, extra)
    return {name for name, _ in seen}


def _needs(name: str, extra: str) -> Iterator[Requirement]:
    for text in distribution(name).requires or ():
        requirement = Requirement(text)
        if requirement.marker is None or requirement.marker.evaluate({"extra": extra}):
            yield requirement


IMPORT_ALL = """
import importlib, importlib.abc, sys
blocked, modules = (set(argument.split(",")) for argument in sys.argv[1:])
class NotInTheImage(importlib.abc.MetaPathFinder):
    def find_spec(self, name, path=None, target=None):
        if name.split(".")[0] in blocked:
            raise ModuleNotFoundError(f"{name} is not in the image", name=name)
sys.meta_path.insert(0, NotInTheImage())
for module in sorted(modules):
    importlib.import_module(module)
"""


def test_everything_that_runs_in_the_image_needs_run_time_packages_only():
    """What the image installs was tried by hand with the same command (docs/operations.md)."""
    there = run_time_distributions()
    blocked = {
        module
        for module, names in packages_distributions().items()
        if not there & {canonicalize_name(name) for name in names}
    } - {"services", "shared", "deploy"}
    assert {"pytest", "yamllint"} <= blocked
    assert not blocked & {"aiokafka", "litestar", "uvloop", "lz4", "msgspec"}
    modules = {f"services.{path.parent.name}.app" for path in ROOT.glob("services/*/app.py")}
    modules |= {"deploy.cli.main", "shared.healthcheck"}
    run(sys.executable, "-c", IMPORT_ALL, ",".join(blocked), ",".join(modules))
