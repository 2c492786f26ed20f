"""The real broker: Apache Kafka 4 in KRaft mode on this machine's Java, data on disk."""

from __future__ import annotations

import subprocess
from typing import TYPE_CHECKING

from deploy.local.apache_config import new_cluster_id, server_properties
from deploy.local.apache_libs import APACHE_DIR, available, fetch, java
from deploy.local.errors import StartError, UnavailableError
from deploy.local.ports import LOOPBACK, free_ports
from deploy.local.server import LocalServer
from deploy.local.waiting import kafka_answers

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

_FORMAT_SECONDS = 60


class ApacheBroker(LocalServer):
    """A single Apache Kafka server; data in `data/kafka-apache`.

    Acknowledged records survive `kill`; after one, a start takes some seconds longer.
    `properties` are added to server.properties and win over the defaults.
    """

    name = "kafka"
    directory = "kafka-apache"
    grace_seconds = 30.0
    heap_megabytes = 512

    def __init__(
        self,
        root: Path,
        port: int,
        *,
        properties: Mapping[str, str] | None = None,
        libs_cache: Path | None = None,
    ) -> None:
        super().__init__(root, port)
        self.properties = dict(properties or {})
        self.libs_cache = libs_cache

    @property
    def bootstrap(self) -> str:
        """`host:port` for bootstrap.servers."""
        return self.address

    def _prepare(self) -> Sequence[str]:
        usable = available(self.libs_cache)
        executable = java()
        if not usable.ok or executable is None:
            message = f"Apache Kafka cannot run here: {usable.reason}"
            raise UnavailableError(message)
        libs = fetch(self.libs_cache)
        config = self.run_dir / "kafka.properties"
        [controller_port] = free_ports(1)
        text = server_properties(self.data_dir, self.port, controller_port, self.properties)
        config.write_text(text, encoding="ascii")
        command = [
            executable,
            f"-Xmx{self.heap_megabytes}m",
            "-XX:+ExitOnOutOfMemoryError",
            f"-Dlog4j2.configurationFile={APACHE_DIR / 'log4j2.properties'}",
            *("-cp", f"{libs}/*"),
        ]
        self._format(command, config)
        return [*command, "kafka.Kafka", str(config)]

    def _format(self, command: Sequence[str], config: Path) -> None:
        """Give a new data folder its cluster id; a formatted one is left as it is."""
        if (self.data_dir / "meta.properties").exists():
            return
        tool = [*command, "kafka.tools.StorageTool", "format", "--ignore-formatted"]
        arguments = ["--cluster-id", new_cluster_id(), "--config", str(config)]
        done = subprocess.run(
            [*tool, *arguments], capture_output=True, text=True, check=False, timeout=_FORMAT_SECONDS
        )
        if done.returncode != 0:
            lines = (done.stdout + done.stderr).splitlines()[-20:]
            reason = f"the data folder {self.data_dir} could not be formatted"
            raise StartError(reason, "StorageTool", lines)

    def _answers(self) -> bool:
        return kafka_answers(LOOPBACK, self.port)
