"""Fetching the jars, with a Maven and a Java made of shell scripts: no network, no Kafka."""

from __future__ import annotations

import os
import threading
from pathlib import Path

import pytest

from deploy.local import Ports, Stack, UnavailableError
from deploy.local.apache_config import new_cluster_id, server_properties
from deploy.local.apache_libs import available, default_cache, fetch, kafka_version

MAVEN = """#!/bin/sh
echo called >> "$(dirname "$0")/calls"
for argument; do case "$argument" in -DoutputDirectory=*) out="${argument#*=}";; esac; done
mkdir -p "$out"; sleep 0.3; touch "$out/kafka_2.13-4.jar"; sleep 0.3; touch "$out/last.jar"
"""


def java_of(version: str) -> str:
    return f"#!/bin/sh\necho 'openjdk version \"{version}\" 2026-01-01' >&2\n"


class Tools:
    """The folder that stands for PATH."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def add(self, name: str, script: str) -> None:
        path = self.folder / name
        path.write_text(script)
        path.chmod(0o755)

    @property
    def maven_calls(self) -> int:
        calls = self.folder / "calls"
        return len(calls.read_text().splitlines()) if calls.exists() else 0


@pytest.fixture
def tools(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Tools:
    """An empty PATH, but for what /bin/sh scripts need."""
    folder = tmp_path / "tools"
    folder.mkdir()
    for program in ("sh", "mkdir", "sleep", "touch", "dirname", "echo"):
        (folder / program).symlink_to(_real(program))
    monkeypatch.setenv("PATH", str(folder))
    monkeypatch.delenv("JAVA_HOME", raising=False)
    return Tools(folder)


def _real(program: str) -> Path:
    folders = os.environ["PATH"].split(os.pathsep)
    return next(path for folder in folders if (path := Path(folder) / program).exists())


def test_what_is_missing_is_named(tools: Tools, tmp_path: Path) -> None:
    cache = tmp_path / "cache"
    assert available(cache) == (False, "no java found (JAVA_HOME, PATH); needs 17+")
    tools.add("java", java_of("11.0.2"))
    assert not available(cache).ok
    assert "is Java 11; needs 17+" in available(cache).reason
    tools.add("java", java_of("1.8.0_402"))
    assert "is Java 8;" in available(cache).reason
    tools.add("java", java_of("21"))
    assert available(cache) == (False, "no mvn on PATH to fetch the jars of Apache Kafka")
    tools.add("mvn", MAVEN)
    assert available(cache) == (True, f"Apache Kafka {kafka_version()} on Java 21")


def test_fetched_jars_make_maven_unnecessary(tools: Tools, tmp_path: Path) -> None:
    tools.add("java", java_of("17.0.15"))
    tools.add("mvn", MAVEN)
    fetch(tmp_path / "cache")
    (tools.folder / "mvn").unlink()
    assert available(tmp_path / "cache").ok


def test_many_at_once_fetch_once_and_see_all_jars(tools: Tools, tmp_path: Path) -> None:
    tools.add("mvn", MAVEN)
    seen: list[set[str]] = []

    def one() -> None:
        seen.append({path.name for path in fetch(tmp_path / "cache").iterdir()})

    threads = [threading.Thread(target=one) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert seen == [{"kafka_2.13-4.jar", "last.jar"}] * 4
    assert tools.maven_calls == 1


def test_a_failed_fetch_shows_mavens_words_and_can_be_repeated(tools: Tools, tmp_path: Path) -> None:
    tools.add("mvn", MAVEN + "echo '[ERROR] no route to the registry'; exit 1\n")
    with pytest.raises(UnavailableError, match="no route to the registry"):
        fetch(tmp_path / "cache")
    tools.add("mvn", MAVEN)
    assert fetch(tmp_path / "cache").joinpath("last.jar").exists()


def test_a_stack_that_needs_it_says_why_not(tools: Tools, root: Path) -> None:
    stack = Stack(root, broker="apache", ports=Ports.free(), libs_cache=root / "cache")
    with pytest.raises(UnavailableError, match="Apache Kafka cannot run here: no java found"):
        stack.broker.start()
    assert not stack.broker.is_alive()


def test_the_cache_is_named_after_version_and_pom(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", "/x")
    assert str(default_cache()).startswith(f"/x/haichieu/kafka-{kafka_version()}-")


def test_properties_survive_javas_escapes() -> None:
    text = server_properties(Path("/dữ liệu\\x"), 1, 2, {"num.partitions": "3", "node.id": "9"})
    assert "log.dirs=/d\\u1eef li\\u1ec7u\\\\x\n" in text
    assert "num.partitions=3\n" in text
    assert text.count("node.id=") == 1
    assert text.isascii()


def test_cluster_ids_are_22_characters_and_no_option() -> None:
    ids = {new_cluster_id() for _ in range(500)}
    assert len(ids) == 500
    assert all(len(each) == 22 and not each.startswith("-") for each in ids)
