"""Pid files: what lets `down` in another process end exactly what `up` started."""

from __future__ import annotations

import json
import signal
import time
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING

from deploy.local.errors import StopError
from deploy.local.identity import group_members, owned_pids, send_signal, start_mark

if TYPE_CHECKING:
    from collections.abc import Callable, Collection
    from pathlib import Path

SUFFIX = ".pid.json"
_KILL_SECONDS = 10.0
_POLL_SECONDS = 0.02


@dataclass(frozen=True, slots=True)
class PidRecord:
    """One started process: its name in the stack, its identity, and when it started."""

    name: str
    pid: int
    mark: str
    token: str
    started_at: float
    """Wall clock, seconds since 1970; for showing and for the order of stopping only."""

    def alive(self) -> bool:
        """Whether the process, or a child left in its group, still runs."""
        return start_mark(self.pid) == self.mark or bool(group_members(self.pid, self.token))

    def signal(self, signal_number: signal.Signals) -> None:
        """Send a signal to the process and to its children; never to a reused pid."""
        for pid in owned_pids(self.pid, self.mark, self.token):
            mark = self.mark if pid == self.pid else start_mark(pid)
            if mark is not None:
                send_signal(pid, mark, signal_number)


def write(path: Path, record: PidRecord) -> None:
    """Write the record so that a reader sees either all of it or nothing."""
    path.parent.mkdir(parents=True, exist_ok=True)
    fresh = path.with_name(f".{path.name}.{record.pid}")
    fresh.write_text(json.dumps(asdict(record)), encoding="utf-8")
    fresh.replace(path)


def read(path: Path) -> PidRecord | None:
    """The record in a pid file; None when there is none or it is not one of ours."""
    try:
        return PidRecord(**json.loads(path.read_text(encoding="utf-8")))
    except (OSError, ValueError, TypeError):
        return None


def stop_recorded(
    record: PidRecord, grace_seconds: float, after_signal: Callable[[], None] | None = None
) -> bool:
    """SIGTERM, then SIGKILL after `grace_seconds`; True when the first was enough.

    `after_signal` runs once after SIGTERM. Raises StopError when even SIGKILL did not end it.
    """
    record.signal(signal.SIGTERM)
    if after_signal is not None:
        after_signal()
    if _wait_gone(record, grace_seconds):
        return True
    kill_recorded(record)
    return False


def kill_recorded(record: PidRecord) -> None:
    """SIGKILL at once. Raises StopError when the process is still there 10 seconds later."""
    record.signal(signal.SIGKILL)
    if not _wait_gone(record, _KILL_SECONDS, again=signal.SIGKILL):
        message = f"{record.name} (pid {record.pid}) is still there after SIGKILL"
        raise StopError(message)


def _wait_gone(record: PidRecord, seconds: float, again: signal.Signals | None = None) -> bool:
    end = time.monotonic() + seconds
    while record.alive():
        if time.monotonic() >= end:
            return False
        time.sleep(_POLL_SECONDS)
        if again is not None:  # a child forked since the last look
            record.signal(again)
    return True


def running(run_dir: Path) -> list[PidRecord]:
    """The living processes that have a pid file in `run_dir`, oldest first."""
    records = (read(path) for path in run_dir.glob(f"[!.]*{SUFFIX}"))
    alive = [record for record in records if record is not None and record.alive()]
    return sorted(alive, key=lambda record: record.started_at)


def stop_all(run_dir: Path, grace_seconds: float = 15.0, only: Collection[str] | None = None) -> list[str]:
    """Stop what `run_dir` records, newest first, and remove the pid files.

    With `only`, just the processes of these names. Answers the names that were stopped.
    Works from any process of the same user. Raises StopError as `kill_recorded` does.
    """
    chosen = [r for r in running(run_dir) if only is None or r.name in only]
    stopped = []
    for record in reversed(chosen):
        stop_recorded(record, grace_seconds)
        stopped.append(record.name)
    for path in run_dir.glob(f"[!.]*{SUFFIX}"):
        record_left = read(path)
        if record_left is None or not record_left.alive():
            path.unlink(missing_ok=True)
    return stopped
