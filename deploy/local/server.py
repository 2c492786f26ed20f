"""What the broker, the database and the mail sink have in common."""

from __future__ import annotations

import sys
from abc import ABC, abstractmethod
from pathlib import Path
from typing import TYPE_CHECKING

from deploy.local.errors import UnavailableError
from deploy.local.ports import LOOPBACK, require_free
from deploy.local.process import ManagedProcess

if TYPE_CHECKING:
    from collections.abc import Sequence


class LocalServer(ABC):
    """A server process of the stack on the loopback address.

    Everything it writes lies under `root`: `data/<directory>/`, `logs/<name>.log` and
    `run/<name>.pid.json`. Data stays between runs.
    """

    name: str
    """Its name in logs, pid files and messages."""
    directory: str
    """Its folder below `root/data`."""
    grace_seconds: float = 15.0
    """How long `stop` waits after SIGTERM before SIGKILL."""

    def __init__(self, root: Path, port: int) -> None:
        self.root = root.resolve()
        self.port = port
        self.data_dir = self.root / "data" / self.directory
        self.run_dir = self.root / "run"
        self.process = ManagedProcess(
            self.name, [], run_dir=self.run_dir, log_file=self.root / "logs" / f"{self.name}.log"
        )

    @property
    def address(self) -> str:
        """`host:port`, for clients."""
        return f"{LOOPBACK}:{self.port}"

    def start(self, deadline_seconds: float = 60.0) -> None:
        """Start and wait until it answers; when that fails, nothing of it is left running.

        Raises AlreadyRunningError, PortTakenError, UnavailableError when a program is
        missing, or StartError with the last log lines.
        """
        if not self.process.is_alive():  # else AlreadyRunningError says more than a taken port
            for name, port in self._own_ports():
                require_free(name, port)
            self.data_dir.mkdir(parents=True, exist_ok=True)
            self.run_dir.mkdir(parents=True, exist_ok=True)
            self.process.command = list(self._prepare())
        self.process.start()
        try:
            self.process.wait_until(self._answers, f"answer on {self.address}", deadline_seconds)
        except BaseException:
            self.process.kill()
            raise

    def stop(self) -> bool:
        """End it cleanly (SIGTERM); False when it had to be killed after the grace."""
        return self.process.stop(self.grace_seconds, self._after_sigterm)

    def kill(self) -> None:
        """Kill -9, for crash tests."""
        self.process.kill()

    def restart(self, deadline_seconds: float = 60.0) -> None:
        """Stop if it runs, start, wait until it answers; raises as `start`."""
        self.stop()
        self.start(deadline_seconds)

    def is_alive(self) -> bool:
        """Whether the process runs (it may still be starting)."""
        return self.process.is_alive()

    def _own_ports(self) -> list[tuple[str, int]]:
        return [(self.name, self.port)]

    @abstractmethod
    def _prepare(self) -> Sequence[str]:
        """Make what the server needs on disk; answer its command line."""

    @abstractmethod
    def _answers(self) -> bool:
        """Whether the server serves requests now."""

    def _after_sigterm(self) -> None:  # noqa: B027 - most servers need nothing here
        """Called once after SIGTERM."""


def program(name: str) -> str:
    """Path of a console script of the running environment (the folder of the interpreter).

    Raises UnavailableError when it is not installed there.
    """
    path = Path(sys.executable).parent / name
    if not path.exists():
        message = f"{name} is not in {path.parent}: install the project with its local extra"
        raise UnavailableError(message)
    return str(path)
