"""The jars of Apache Kafka: can they be had here, and fetching them once per version."""

from __future__ import annotations

import fcntl
import hashlib
import os
import re
import shutil
import subprocess
import tempfile
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from deploy.local.errors import UnavailableError

if TYPE_CHECKING:
    from collections.abc import Iterator

APACHE_DIR = Path(__file__).parent / "apache"
POM = APACHE_DIR / "pom.xml"
MIN_JAVA = 17
_FETCH_SECONDS = 600
_SHOWN_LINES = 20


class Availability(NamedTuple):
    """Whether Apache Kafka can run here; `reason` says what is missing, or what was found."""

    ok: bool
    reason: str


def kafka_version() -> str:
    """The version that the pom asks for."""
    match = re.search(r"<kafka\.version>([^<]+)</", POM.read_text(encoding="utf-8"))
    if match is None:
        message = f"{POM} has no kafka.version"
        raise UnavailableError(message)
    return match.group(1)


def default_cache() -> Path:
    """`~/.cache/haichieu/kafka-<version>-<digest of the pom>` (or below XDG_CACHE_HOME)."""
    base = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache")
    digest = hashlib.sha256(POM.read_bytes()).hexdigest()[:8]
    return base / "haichieu" / f"kafka-{kafka_version()}-{digest}"


def java() -> str | None:
    """The java of JAVA_HOME, else of PATH; None when there is none."""
    home = os.environ.get("JAVA_HOME")
    own = Path(home) / "bin" / "java" if home else None
    return str(own) if own and own.is_file() else shutil.which("java")


def java_major(executable: str) -> int | None:
    """The major version of a java program (17 for 17.0.15); None when it does not say."""
    try:
        told = subprocess.run([executable, "-version"], capture_output=True, text=True, check=False)
    except OSError:
        return None
    match = re.search(r'version "(?:1\.)?(\d+)', told.stderr + told.stdout)
    return int(match.group(1)) if match else None


def available(cache: Path | None = None) -> Availability:
    """Whether java (17 or newer) is here, and mvn or jars that were fetched before."""
    executable = java()
    if executable is None:
        return Availability(ok=False, reason=f"no java found (JAVA_HOME, PATH); needs {MIN_JAVA}+")
    major = java_major(executable)
    if major is None or major < MIN_JAVA:
        return Availability(ok=False, reason=f"{executable} is Java {major}; needs {MIN_JAVA}+")
    if not _complete(cache or default_cache()) and shutil.which("mvn") is None:
        return Availability(ok=False, reason="no mvn on PATH to fetch the jars of Apache Kafka")
    return Availability(ok=True, reason=f"Apache Kafka {kafka_version()} on Java {major}")


def fetch(cache: Path | None = None) -> Path:
    """The folder with the jars, fetched by Maven unless an earlier run did.

    Safe with several processes at once: one fetches, the others wait. A fetch that was cut
    off leaves nothing that counts as complete. Raises UnavailableError with the last lines
    of Maven, or when it takes more than 10 minutes.
    """
    cache = cache or default_cache()
    if _complete(cache):
        return cache / "libs"
    cache.mkdir(parents=True, exist_ok=True)
    with _locked(cache / ".lock"):
        if not _complete(cache):
            with tempfile.TemporaryDirectory(dir=cache, prefix=".fetch-") as work:
                _copy_dependencies(Path(work) / "libs")
                (Path(work) / "libs").rename(cache / "libs")
    return cache / "libs"


def _complete(cache: Path) -> bool:
    return (cache / "libs").is_dir()  # it gets this name only when it is


def _copy_dependencies(target: Path) -> None:
    maven = shutil.which("mvn")
    if maven is None:
        message = "no mvn on PATH to fetch the jars of Apache Kafka"
        raise UnavailableError(message)
    options = [f"-DoutputDirectory={target}", "-DincludeScope=runtime"]
    command = [maven, "-q", "-B", "-C", "-f", str(POM), "dependency:copy-dependencies", *options]
    try:
        done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=_FETCH_SECONDS)
    except subprocess.TimeoutExpired as error:
        message = f"mvn did not fetch the jars of Apache Kafka within {_FETCH_SECONDS} s"
        raise UnavailableError(message) from error
    if done.returncode != 0 or not any(target.glob("kafka_*.jar")):
        shown = "\n".join((done.stdout + done.stderr).splitlines()[-_SHOWN_LINES:])
        message = f"mvn could not fetch the jars of Apache Kafka:\n{shown}"
        raise UnavailableError(message)


@contextmanager
def _locked(path: Path) -> Iterator[None]:
    with path.open("w", encoding="ascii") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield
