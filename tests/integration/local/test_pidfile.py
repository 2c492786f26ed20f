"""Ending from another process, and never ending what is not ours."""

from __future__ import annotations

import json
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from deploy.local import ManagedProcess, PidRecord, pidfile, running, stop_all
from deploy.local.identity import owned_pids, send_signal, start_mark

if TYPE_CHECKING:
    from tests.integration.local.conftest import Python

REPOSITORY = Path(__file__).parents[3]
UP = """
import sys
from pathlib import Path
from deploy.local import ManagedProcess
root = Path(sys.argv[1])
for name in ("first", "second"):
    ManagedProcess(name, ["sleep", "600"], run_dir=root / "run", log_file=root / "x.log").start()
"""


@pytest.fixture
def bystander() -> Iterator[subprocess.Popen[bytes]]:
    """A process that the stack has not started, a group leader like ours are."""
    command = [sys.executable, "-c", "import time; time.sleep(600)"]
    process = subprocess.Popen(command, start_new_session=True)
    yield process
    process.kill()
    process.wait()


def record_of(pid: int, mark: str) -> PidRecord:
    return PidRecord("kafka", pid, mark, token="0" * 16, started_at=0.0)


def test_another_process_ends_what_up_started(root: Path) -> None:
    up = [sys.executable, "-W", "ignore", "-c", UP, str(root)]
    subprocess.run(up, cwd=REPOSITORY, check=True, timeout=60)
    found = running(root / "run")
    assert [record.name for record in found] == ["first", "second"]
    assert stop_all(root / "run", grace_seconds=5) == ["second", "first"]
    assert running(root / "run") == []
    assert all(start_mark(record.pid) is None for record in found)
    assert list((root / "run").iterdir()) == []


def test_only_the_named_ones_are_stopped(root: Path, python: Python) -> None:
    sleep = "import time; time.sleep(600)"
    for name in ("intake", "kafka"):
        python(sleep, name=name).start()
    assert stop_all(root / "run", only={"intake", "notifier"}) == ["intake"]
    assert [record.name for record in running(root / "run")] == ["kafka"]


def test_a_reused_pid_is_left_alone(root: Path, bystander: subprocess.Popen[bytes]) -> None:
    mark = start_mark(bystander.pid)
    assert mark is not None
    ticks = int(mark.rpartition(":")[2])
    file = root / "run" / "kafka.pid.json"
    pidfile.write(file, record_of(bystander.pid, mark.replace(str(ticks), str(ticks - 1))))
    process = ManagedProcess("kafka", ["true"], run_dir=root / "run", log_file=root / "x.log")

    assert not process.is_alive()
    assert running(root / "run") == []
    process.kill()
    process.stop(grace_seconds=0.1)
    assert bystander.poll() is None

    pidfile.write(file, record_of(bystander.pid, mark.replace(str(ticks), str(ticks - 1))))
    assert stop_all(root / "run", grace_seconds=0.1) == []
    assert bystander.poll() is None
    assert not file.exists()


def test_a_signal_checks_by_itself(bystander: subprocess.Popen[bytes]) -> None:
    mark = start_mark(bystander.pid)
    assert mark is not None
    assert owned_pids(bystander.pid, mark, "0" * 16) == [bystander.pid]
    assert owned_pids(bystander.pid, mark + "0", "0" * 16) == []
    assert not send_signal(bystander.pid, mark + "0", signal.SIGKILL)
    time.sleep(0.1)
    assert bystander.poll() is None
    assert send_signal(bystander.pid, mark, signal.SIGKILL)
    assert bystander.wait(5) == -9
    assert not send_signal(bystander.pid, mark, signal.SIGKILL)


def test_a_pid_of_an_earlier_boot_is_left_alone(root: Path, bystander: subprocess.Popen[bytes]) -> None:
    mark = start_mark(bystander.pid)
    assert mark is not None
    other_boot = "00000000-0000-4000-8000-000000000000:" + mark.rpartition(":")[2]
    pidfile.write(root / "run" / "kafka.pid.json", record_of(bystander.pid, other_boot))
    assert stop_all(root / "run", grace_seconds=0.1) == []
    assert bystander.poll() is None


def test_the_true_mark_does_end_it(root: Path, bystander: subprocess.Popen[bytes]) -> None:
    """The check above would also pass if nothing were ever ended."""
    mark = start_mark(bystander.pid)
    assert mark is not None
    pidfile.write(root / "run" / "kafka.pid.json", record_of(bystander.pid, mark))
    assert stop_all(root / "run", grace_seconds=5) == ["kafka"]
    assert bystander.wait(5) == -15


@pytest.mark.parametrize("content", ["", "{", "[1]", '{"pid": 1}', json.dumps({"name": "x"})])
def test_a_broken_pid_file_counts_as_none(root: Path, content: str) -> None:
    (root / "run").mkdir()
    (root / "run" / "x.pid.json").write_text(content)
    assert running(root / "run") == []
    assert stop_all(root / "run") == []


def test_nothing_recorded_nothing_to_do(root: Path) -> None:
    assert running(root / "run") == []
    assert stop_all(root / "run") == []
