"""The embedded database: SecantusDB, which speaks MongoDB's protocol over WiredTiger."""

from __future__ import annotations

import signal
import time
from typing import TYPE_CHECKING

from deploy.local.ports import LOOPBACK
from deploy.local.server import LocalServer, program
from deploy.local.waiting import port_answers

if TYPE_CHECKING:
    from collections.abc import Sequence

_NUDGES = 20
_NUDGE_SECONDS = 0.1


class Database(LocalServer):
    """One SecantusDB server that fsyncs every commit; data in `data/mongodb`.

    It introduces itself as the only member of a replica set, so transactions and change
    streams work.
    """

    name = "mongodb"
    directory = "mongodb"
    cache_size = "256M"
    """Memory for WiredTiger's cache; the server's own default of 1G is for one on its own."""

    @property
    def uri(self) -> str:
        """Connection string for MongoDB clients."""
        return f"mongodb://{self.address}/?directConnection=true"

    def _prepare(self) -> Sequence[str]:
        # naming a file, even an empty one, keeps it from picking up a configuration of the
        # user or the machine
        empty = self.run_dir / "mongodb.toml"
        empty.write_text("", encoding="utf-8")
        return [
            *(program("secantusd-py"), "--config", str(empty)),
            *("--host", LOOPBACK, "--port", str(self.port)),
            *("--storage-path", str(self.data_dir), "--cache-size", self.cache_size),
            "--sync-on-commit",
        ]

    def _answers(self) -> bool:
        return port_answers(LOOPBACK, self.port)  # it listens only after recovery

    def _after_sigterm(self) -> None:
        # Its stop waits 2 s for an accept() that only a connection ends. And a SIGTERM right
        # after its start can be lost: what still listens after a connection gets another.
        for again in range(_NUDGES):
            time.sleep(_NUDGE_SECONDS)
            if not port_answers(LOOPBACK, self.port):
                return
            if again:
                self.process.signal(signal.SIGTERM)
