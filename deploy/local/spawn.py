"""Start one child process so that it can be found, waited for and ended later."""

from __future__ import annotations

import os
import secrets
import subprocess
import time
from typing import TYPE_CHECKING

from deploy.local.identity import TOKEN_VARIABLE, start_mark
from deploy.local.pidfile import PidRecord

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path
    from typing import BinaryIO


def spawn(
    name: str, command: Sequence[str], *, env: Mapping[str, str], cwd: Path | None, log: BinaryIO
) -> tuple[subprocess.Popen[bytes], PidRecord]:
    """Run the command in a session of its own, with no input and all output to `log`.

    `env` is added to the environment of this process. Raises OSError when the program
    cannot be executed or `cwd` does not exist.
    """
    token = secrets.token_hex(8)
    child = subprocess.Popen(
        command,
        stdin=subprocess.DEVNULL,
        stdout=log,
        stderr=subprocess.STDOUT,
        env={**os.environ, **env, TOKEN_VARIABLE: token},
        cwd=cwd,
        start_new_session=True,
    )
    # a child that has ended already has no mark, and so never matches a process
    mark = start_mark(child.pid) or "ended"
    return child, PidRecord(name, child.pid, mark, token, time.time())
