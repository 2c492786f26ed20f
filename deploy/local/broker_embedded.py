"""The embedded broker: noida-db's Kafka, one small binary that starts in milliseconds.

Its limits (a second dynamic group member stalls the group; it saves its log about once a
second, so a kill loses the last second; small logs only) are told in the design notes. What
depends on replicas, failover or durability is tested on `broker_apache` instead.
"""

from __future__ import annotations

import importlib.util
from pathlib import Path
from typing import TYPE_CHECKING

from deploy.local.errors import UnavailableError
from deploy.local.ports import LOOPBACK
from deploy.local.server import LocalServer
from deploy.local.waiting import kafka_answers

if TYPE_CHECKING:
    from collections.abc import Sequence

_EXECUTABLE = 0o755


class EmbeddedBroker(LocalServer):
    """noida-db with only its Kafka switched on; data in `data/kafka-embedded`."""

    name = "kafka"
    directory = "kafka-embedded"

    @property
    def bootstrap(self) -> str:
        """`host:port` for bootstrap.servers."""
        return self.address

    def _prepare(self) -> Sequence[str]:
        return [
            *(str(_binary()), "start", "--only", "kafka"),
            *("--kafka-port", str(self.port), "--host", LOOPBACK),
            *("--data-dir", str(self.data_dir)),
        ]

    def _answers(self) -> bool:
        return kafka_answers(LOOPBACK, self.port)


def _binary() -> Path:
    """The binary itself: the console script only runs it as a child and passes no signal on."""
    spec = importlib.util.find_spec("noida_db")
    folder = Path(spec.origin).parent if spec and spec.origin else None
    binary = folder / "noida-db" if folder else None
    if binary is None or not binary.is_file():
        message = "noida-db is not installed in this environment"
        raise UnavailableError(message)
    if not binary.stat().st_mode & 0o100:  # some installers drop the bit
        binary.chmod(_EXECUTABLE)
    return binary
