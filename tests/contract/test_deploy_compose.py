"""compose.yaml against the code: settings that exist, secrets that stay files, containers that are confined."""

import inspect
import re
from importlib import import_module
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

import pytest
import yaml
from pydantic import SecretStr

from shared.settings import CommonSettings, Settings

ROOT = Path(__file__).parents[2]
COMPOSE: dict[str, Any] = yaml.safe_load((ROOT / "deploy/compose.yaml").read_text("utf-8"))
SERVICES: dict[str, dict[str, Any]] = COMPOSE["services"]
OURS = {name: service for name, service in SERVICES.items() if service["image"].startswith("haichieu:")}
PROCESSES = {name: service for name, service in OURS.items() if "services." in str(service["command"])}
LONGEST_STOP_S = 14
SECRET_NAMES = re.compile(r"(_key|_keys|tokens|password|secret)$")


def settings_classes() -> list[type[Settings]]:
    """The common settings and those of every service that has some."""
    found: list[type[Settings]] = [CommonSettings]
    for path in sorted(ROOT.glob("services/*/settings.py")):
        module = import_module(f"services.{path.parent.name}.settings")
        found += [
            cls
            for _, cls in inspect.getmembers(module, inspect.isclass)
            if issubclass(cls, Settings) and cls.__module__ == module.__name__
        ]
    return found


def variables() -> dict[str, Any]:
    return {name: field for cls in settings_classes() for name, field in cls.variables().items()}


def is_secret(name: str, field: Any) -> bool:
    return field.annotation is SecretStr or (
        bool(SECRET_NAMES.search(name.lower())) and "public" not in name.lower()
    )


def seconds(text: str) -> int:
    return int(text.removesuffix("s"))


def test_the_four_services_are_there_and_the_fast_pass_is_its_own():
    assert set(PROCESSES) == {"intake", "classifier", "classifier-fast", "escalation", "notifier"}
    assert {s["command"][2] for s in PROCESSES.values()} == {
        f"services.{path.name}" for path in (ROOT / "services").iterdir() if (path / "__init__.py").exists()
    }
    passes = {name: s["environment"].get("CLASSIFIER_PASSES") for name, s in PROCESSES.items()}
    assert passes["classifier"] == "full"
    assert passes["classifier-fast"] == "fast"


@pytest.mark.parametrize("name", OURS)
def test_every_variable_is_a_setting_and_its_value_is_accepted(name: str, monkeypatch: pytest.MonkeyPatch):
    known = variables()
    for variable, value in OURS[name]["environment"].items():
        assert variable in known, f"{name}: there is no setting {variable}"
        monkeypatch.setenv(variable, re.sub(r"\$\{\w+:-([^}]*)\}", r"\1", value))
    for cls in settings_classes():
        if not any(field.is_required() for field in cls.variables().values()):
            cls(_env_file=None)


@pytest.mark.parametrize("name", OURS)
def test_no_secret_stands_in_the_environment(name: str):
    secrets = {variable for variable, field in variables().items() if is_secret(variable, field)}
    assert not secrets & set(OURS[name]["environment"])


@pytest.mark.parametrize("cls", settings_classes(), ids=lambda cls: cls.__name__)
def test_services_with_secrets_get_their_own_folder_of_them(cls: type[Settings]):
    if any(is_secret(variable, field) for variable, field in cls.variables().items()):
        service = str(cls.model_config["env_prefix"]).lower().rstrip("_")
        sources = {v["target"]: v["source"] for v in SERVICES[service]["volumes"]}
        assert sources["/run/secrets"] == f"./secrets/{service}"


@pytest.mark.parametrize("name", PROCESSES)
def test_readiness_is_asked_at_the_port_that_the_service_is_given(name: str):
    service = PROCESSES[name]
    prefix = service["command"][2].removeprefix("services.").upper()
    port = service["environment"][f"{prefix}_PORT"]
    assert service["healthcheck"]["test"][-1] == f"http://127.0.0.1:{port}/health/ready"
    for published in service.get("ports", ()):
        assert published.endswith(f":{port}")


@pytest.mark.parametrize("name", PROCESSES)
def test_a_service_outlives_its_faults_and_is_given_time_to_stop(name: str):
    service = PROCESSES[name]
    assert service["restart"] == "unless-stopped"
    assert seconds(service["stop_grace_period"]) > LONGEST_STOP_S


@pytest.mark.parametrize("name", OURS)
def test_our_containers_can_write_nothing_and_gain_nothing(name: str):
    service = OURS[name]
    assert service["read_only"] is True
    assert all(v["read_only"] for v in service.get("volumes", ()))


@pytest.mark.parametrize("name", SERVICES)
def test_every_container_is_confined(name: str):
    service = SERVICES[name]
    assert service["cap_drop"] == ["ALL"]
    assert "no-new-privileges:true" in service["security_opt"]
    assert "cap_add" not in service
    assert "privileged" not in service
    assert "mem_limit" in service
    assert "logging" in service


@pytest.mark.parametrize("name", SERVICES)
def test_images_are_pinned_by_tag(name: str):
    _, _, tag = SERVICES[name]["image"].rpartition(":")
    assert tag
    assert tag != "latest"


@pytest.mark.parametrize("name", PROCESSES)
def test_a_service_can_be_scaled(name: str):
    service = PROCESSES[name]
    assert "container_name" not in service
    assert "hostname" not in service
    # a stable instance name shared by replicas would make them evict each other from their group
    assert service["environment"]["HAICHIEU_INSTANCE"] == ""


def test_only_intake_and_notifier_can_be_reached_from_outside():
    published = {name: service["ports"] for name, service in SERVICES.items() if service.get("ports")}
    open_to_all = {n for n, ports in published.items() if not all(p.startswith("127.0.0.1:") for p in ports)}
    assert open_to_all == {"intake", "notifier"}
    # as delivered not even they: a TLS proxy stands before them
    for name in open_to_all:
        assert all(port.startswith("${PUBLISH_ADDRESS:-127.0.0.1}:") for port in published[name])
    assert COMPOSE["networks"]["backend"]["internal"] == "${BACKEND_INTERNAL:-true}"
    assert SERVICES["kafka"]["networks"] == SERVICES["mongo"]["networks"] == ["backend"]


def test_our_own_compose_variables_dont_look_like_settings():
    """They stand in the same .env, and a service refuses a variable with its prefix that it doesn't know."""
    text = (ROOT / "deploy/compose.yaml").read_text("utf-8")
    known = variables()
    prefixes = tuple(str(cls.model_config["env_prefix"]) for cls in settings_classes())
    for variable in re.findall(r"\$\{(\w+)", text):
        assert variable in known or not variable.startswith(prefixes)


def test_kafka_is_the_version_that_the_tests_run_on():
    pom = ET.parse(ROOT / "deploy/local/apache/pom.xml")  # noqa: S314 - our own file
    version = pom.findtext(".//{*}kafka.version")
    assert SERVICES["kafka"]["image"] == f"apache/kafka:{version}"
