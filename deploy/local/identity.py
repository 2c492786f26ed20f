"""Which processes are ours: a pid alone is no proof, because the kernel reuses pids.

A process is known by its pid *and* the moment it started. The children it leaves behind
in its process group are known by a random token in their environment.
"""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
from pathlib import Path

TOKEN_VARIABLE = "LOCAL_STACK_PROCESS"  # noqa: S105 - the name of a variable, not a secret
_PROC = Path("/proc")


def start_mark(pid: int) -> str | None:
    """The moment process `pid` started, as text that differs between two uses of one pid.

    None when there is no such process or only its zombie is left. On Linux it is the boot
    id with the clock ticks since boot, elsewhere what `ps` prints (whole seconds).
    """
    if not _PROC.joinpath("self/stat").exists():
        return _start_mark_by_ps(pid)
    fields = _stat_fields(pid)
    if fields is None or fields[0] in {"Z", "X"}:
        return None
    boot = _PROC.joinpath("sys/kernel/random/boot_id").read_text(encoding="ascii").strip()
    return f"{boot}:{fields[19]}"


def _start_mark_by_ps(pid: int) -> str | None:
    command = ["ps", "-o", "state=,lstart=", "-p", str(pid)]
    found = subprocess.run(command, capture_output=True, text=True, check=False)
    state, _, started = found.stdout.strip().partition(" ")
    return started.strip() or None if state and not state.startswith("Z") else None


def _stat_fields(pid: int) -> list[str] | None:
    """Fields of /proc/PID/stat from the state on: 0 state, 2 group, 19 start time, 20 size."""
    try:
        text = _PROC.joinpath(str(pid), "stat").read_text(encoding="utf-8", errors="replace")
    except OSError:
        return None
    return text.rpartition(")")[2].split()


def group_members(group: int, token: str) -> list[int]:
    """Pids of the living processes of a process group that carry our token (Linux only)."""
    marker = f"{TOKEN_VARIABLE}={token}".encode()
    members = []
    for entry in _PROC.glob("[0-9]*"):
        pid = int(entry.name)
        fields = _stat_fields(pid)
        if fields is None or fields[0] in {"Z", "X"} or fields[2] != str(group):
            continue
        if fields[20] == "0":  # on its way out, its environment is gone already: wait for it
            members.append(pid)
            continue
        with contextlib.suppress(OSError):
            if marker in entry.joinpath("environ").read_bytes().split(b"\0"):
                members.append(pid)
    return members


def owned_pids(pid: int, mark: str, token: str) -> list[int]:
    """The living processes among (pid started at mark, its group with our token)."""
    owned = [member for member in group_members(pid, token) if member != pid]
    return [pid, *owned] if start_mark(pid) == mark else owned


def send_signal(pid: int, mark: str, signal_number: signal.Signals) -> bool:
    """Signal process `pid` if it is still the one that started at `mark`.

    Where the kernel offers a handle on a process, it is opened before the check, so that
    the pid cannot be reused between the check and the signal. Answers whether it was sent.
    """
    try:
        handle = os.pidfd_open(pid) if hasattr(os, "pidfd_open") else None
    except OSError:
        return False
    try:
        if start_mark(pid) != mark:
            return False
        if handle is None:
            os.kill(pid, signal_number)
        else:
            signal.pidfd_send_signal(handle, signal_number)
    except ProcessLookupError:
        return False
    finally:
        if handle is not None:
            os.close(handle)
    return True
