"""The supervisor: start, wait, stop, kill, restart of one child."""

from __future__ import annotations

import os
import signal
import time
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from deploy.local import AlreadyRunningError, ManagedProcess, StartError, free_ports

if TYPE_CHECKING:
    from tests.integration.local.conftest import Python

SLEEP = "import time; print('here I am'); time.sleep(600)"
STUBBORN = "import signal; signal.signal(signal.SIGTERM, signal.SIG_IGN);" + SLEEP
# a parent that runs a child and passes no signal on, as some console scripts do
WRAPPER = (
    "import subprocess, sys;"
    "subprocess.call([sys.executable, '-u', '-c',"
    " 'import os, time; print(\"pid\", os.getpid()); time.sleep(600)'])"
)


def web_server(port: int) -> str:
    return (
        "from http.server import HTTPServer, SimpleHTTPRequestHandler;"
        f"HTTPServer(('127.0.0.1', {port}), SimpleHTTPRequestHandler).serve_forever()"
    )


def wait_for_line(process: ManagedProcess, start: str) -> str:
    def lines() -> list[str]:
        text = process.log_file.read_text().splitlines() if process.log_file.exists() else []
        return [line for line in text if line.startswith(start)]

    process.wait_until(lambda: bool(lines()), f"print {start!r}", 10)
    return lines()[-1]


def wait_for_end(process: ManagedProcess) -> None:
    end = time.monotonic() + 20
    while process.exit_code is None:
        assert time.monotonic() < end
        time.sleep(0.01)


def exists(pid: int) -> bool:
    """Whether the process runs; asks the kernel and not the code under test."""
    try:
        state = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]
    except OSError:
        return False
    return state != "Z"


def test_start_wait_and_stop(python: Python) -> None:
    [port] = free_ports(1)
    process = python(web_server(port))
    assert not process.is_alive()
    process.start()
    process.wait_port("127.0.0.1", port, 10)
    process.wait_url(f"http://127.0.0.1:{port}/", 10)
    pid = process.pid
    assert pid is not None
    assert exists(pid)
    assert process.is_alive()
    assert process.stop(grace_seconds=5)
    assert not exists(pid)
    assert not process.is_alive()
    assert process.exit_code == -signal.SIGTERM
    assert not process.pid_file.exists()


def test_a_ctrl_c_in_the_terminal_does_not_reach_the_child(python: Python) -> None:
    process = python(SLEEP)
    process.start()
    assert process.pid is not None
    assert os.getsid(process.pid) == process.pid
    assert os.getpgid(process.pid) != os.getpgid(0)


def test_environment_and_working_directory_reach_the_child(python: Python, tmp_path: Path) -> None:
    source = "import os; print('GOT', os.environ['COLOUR'], 'PATH' in os.environ, os.getcwd());"
    process = python(source + SLEEP, env={"COLOUR": "xanh"}, cwd=tmp_path)
    process.start()
    assert wait_for_line(process, "GOT") == f"GOT xanh True {tmp_path.resolve()}"


def test_an_early_end_is_told_with_exit_code_and_the_new_log_lines(python: Python) -> None:
    process = python("print('from the first run')")
    process.start()
    wait_for_end(process)
    process.command[-1] = "print('cannot open the shop'); raise SystemExit(3)"
    process.start()
    with pytest.raises(StartError, match=r"ended \(exit code 3\)") as caught:
        process.wait_port("127.0.0.1", free_ports(1)[0], 20)
    assert "cannot open the shop" in str(caught.value)
    assert "from the first run" not in str(caught.value)
    assert str(process.log_file) in str(caught.value)


def test_a_passed_deadline_is_told_with_the_log(python: Python) -> None:
    process = python(SLEEP)
    process.start()
    wait_for_line(process, "here I am")
    started = time.monotonic()
    with pytest.raises(StartError, match=r"did not answer on .* within 0\.5 s") as caught:
        process.wait_port("127.0.0.1", free_ports(1)[0], 0.5)
    assert 0.4 < time.monotonic() - started < 5
    assert "here I am" in str(caught.value)
    assert process.is_alive()  # the caller decides what happens to it


def test_a_url_that_says_404_is_no_answer(python: Python) -> None:
    [port] = free_ports(1)
    process = python(web_server(port))
    process.start()
    process.wait_port("127.0.0.1", port, 10)
    with pytest.raises(StartError, match="did not answer at"):
        process.wait_url(f"http://127.0.0.1:{port}/no-such-file", 0.3)


def test_only_http_addresses_can_be_waited_for(python: Python) -> None:
    process = python(SLEEP)
    process.start()
    with pytest.raises(ValueError, match="only http://"):
        process.wait_url("file:///etc/hostname", 1)


def test_a_missing_program_is_a_clear_error(root: Path) -> None:
    process = ManagedProcess("x", ["no-such-program"], run_dir=root / "run", log_file=root / "x.log")
    with pytest.raises(StartError, match="no-such-program"):
        process.start()
    assert not process.is_alive()


def test_a_second_start_is_refused(python: Python) -> None:
    process = python(SLEEP)
    process.start()
    with pytest.raises(AlreadyRunningError, match=f"pid {process.pid}"):
        process.start()
    with pytest.raises(AlreadyRunningError):
        python(SLEEP).start()  # another object, the same pid file


def test_restart_gives_a_new_process(python: Python) -> None:
    [port] = free_ports(1)
    process = python(web_server(port))
    process.start()
    process.wait_port("127.0.0.1", port, 10)
    first = process.pid
    process.restart(grace_seconds=5)
    process.wait_port("127.0.0.1", port, 10)
    assert first is not None
    assert process.pid not in {None, first}
    assert not exists(first)


def test_what_ignores_sigterm_is_killed_after_the_grace(python: Python) -> None:
    process = python(STUBBORN)
    process.start()
    wait_for_line(process, "here I am")
    started = time.monotonic()
    assert not process.stop(grace_seconds=0.5)
    assert 0.4 < time.monotonic() - started < 5
    assert process.exit_code == -signal.SIGKILL


def test_kill_is_a_sigkill_and_leaves_it_startable(python: Python) -> None:
    process = python(STUBBORN)
    process.start()
    process.kill()
    assert process.exit_code == -signal.SIGKILL
    assert not process.is_alive()
    process.start()
    assert process.is_alive()


def test_stop_and_kill_of_what_does_not_run_do_nothing(python: Python) -> None:
    process = python(SLEEP)
    assert process.stop()
    process.kill()
    assert process.exit_code is None


@pytest.mark.parametrize("end", ["stop", "kill"])
def test_children_of_the_child_end_with_it(python: Python, end: str) -> None:
    process = python(WRAPPER)
    process.start()
    grandchild = int(wait_for_line(process, "pid").split()[1])
    assert grandchild != process.pid
    getattr(process, end)()
    assert not exists(grandchild)


def test_a_grandchild_that_outlives_the_child_still_counts(python: Python) -> None:
    process = python(WRAPPER)
    process.start()
    grandchild = int(wait_for_line(process, "pid").split()[1])
    os.kill(process.pid or 0, signal.SIGKILL)
    time.sleep(0.1)
    assert process.is_alive()
    process.stop(grace_seconds=5)
    assert not exists(grandchild)
