"""One supervised child process: start, wait until it answers, stop, kill, restart.

Plain threads and subprocess, so that it serves tests, the command line and event loops alike.
"""

from __future__ import annotations

import threading
import time
from functools import partial
from typing import TYPE_CHECKING

from deploy.local import pidfile
from deploy.local.errors import AlreadyRunningError, StartError
from deploy.local.spawn import spawn
from deploy.local.waiting import last_lines, port_answers, url_answers

if TYPE_CHECKING:
    import signal
    import subprocess
    from collections.abc import Callable, Mapping, Sequence
    from pathlib import Path

_POLL_SECONDS = 0.02


class ManagedProcess:
    """A child in its own session, so that a Ctrl-C in the terminal does not reach it.

    Its output is appended to `log_file`; `run_dir` gets `<name>.pid.json`. `env` is added to
    the environment of this process. Stop, kill and is_alive go by the pid file and so work
    on a process that another one started with the same name and run_dir.
    """

    def __init__(
        self,
        name: str,
        command: Sequence[str],
        *,
        run_dir: Path,
        log_file: Path,
        env: Mapping[str, str] | None = None,
        cwd: Path | None = None,
    ) -> None:
        self.name = name
        self.command = list(command)
        self.env = dict(env or {})
        self.cwd = cwd
        self.log_file = log_file
        self.pid_file = run_dir / f"{name}{pidfile.SUFFIX}"
        self._child: subprocess.Popen[bytes] | None = None
        self._record: pidfile.PidRecord | None = None
        self._log_start = 0
        self._lock = threading.RLock()

    @property
    def pid(self) -> int | None:
        """The pid of the living process, else None."""
        record = self._living()
        return record.pid if record else None

    @property
    def exit_code(self) -> int | None:
        """How the last process started *here* ended (-9: killed); None while it runs."""
        return self._child.poll() if self._child else None

    def is_alive(self) -> bool:
        """Whether the process, or a child it left behind, runs."""
        return self._living() is not None

    def start(self) -> None:
        """Start the child and return at once.

        Raises AlreadyRunningError, or StartError when the program cannot be executed.
        """
        with self._lock:
            if (record := self._living()) is not None:
                message = f"{self.name} runs already (pid {record.pid}, {self.pid_file})"
                raise AlreadyRunningError(message)
            self.log_file.parent.mkdir(parents=True, exist_ok=True)
            with self.log_file.open("ab") as log:
                self._log_start = log.tell()
                try:
                    self._child, self._record = spawn(
                        self.name, self.command, env=self.env, cwd=self.cwd, log=log
                    )
                except OSError as error:
                    raise self._failure(f"{self.name} cannot be started: {error}") from error
            pidfile.write(self.pid_file, self._record)

    def wait_until(self, answers: Callable[[], bool], what: str, deadline_seconds: float) -> None:
        """Poll `answers` until it is true. `what` completes "did not … within N s".

        Raises StartError, with the log lines since the start, when the process ends first
        or the deadline passes.
        """
        end = time.monotonic() + deadline_seconds
        while not answers():
            if not self.is_alive():
                code = "" if self.exit_code is None else f" (exit code {self.exit_code})"
                raise self._failure(f"{self.name} ended{code} before it did {what}")
            if time.monotonic() >= end:
                raise self._failure(f"{self.name} did not {what} within {deadline_seconds:g} s")
            time.sleep(_POLL_SECONDS)

    def wait_port(self, host: str, port: int, deadline_seconds: float = 30.0) -> None:
        """Wait until the TCP port accepts connections; raises as `wait_until`."""
        self.wait_until(partial(port_answers, host, port), f"answer on {host}:{port}", deadline_seconds)

    def wait_url(self, url: str, deadline_seconds: float = 30.0) -> None:
        """Wait until the http URL gives a 2xx; raises as `wait_until`."""
        self.wait_until(partial(url_answers, url), f"answer at {url}", deadline_seconds)

    def stop(self, grace_seconds: float = 15.0, after_signal: Callable[[], None] | None = None) -> bool:
        """SIGTERM, then SIGKILL after the grace; True when it went by itself or was not there.

        Raises StopError when it cannot be ended at all.
        """
        with self._lock:
            record = self._living()
            gently = record is None or pidfile.stop_recorded(record, grace_seconds, after_signal)
            self._forget()
            return gently

    def kill(self) -> None:
        """SIGKILL without warning, as a crash would; returns when it is gone."""
        with self._lock:
            if (record := self._living()) is not None:
                pidfile.kill_recorded(record)
            self._forget()

    def signal(self, number: signal.Signals) -> None:
        """Send a signal to the process and its children, if they run."""
        if (record := self._living()) is not None:
            record.signal(number)

    def restart(self, grace_seconds: float = 15.0) -> None:
        """Stop if it runs, then start; the caller waits for an answer."""
        with self._lock:
            self.stop(grace_seconds)
            self.start()

    def _living(self) -> pidfile.PidRecord | None:
        if self._child is not None:
            self._child.poll()  # reap, or the dead child would stay a zombie
        for record in (self._record, pidfile.read(self.pid_file)):
            if record is not None and record.alive():
                return record
        return None

    def _forget(self) -> None:
        if self._child is not None:
            self._child.wait()
        self.pid_file.unlink(missing_ok=True)

    def _failure(self, reason: str) -> StartError:
        return StartError(reason, str(self.log_file), last_lines(self.log_file, since_byte=self._log_start))
