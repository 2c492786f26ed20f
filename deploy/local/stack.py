"""The local stack: broker, database and mail sink, started together under one folder."""

from __future__ import annotations

import time
from concurrent.futures import Future, ThreadPoolExecutor
from typing import TYPE_CHECKING, Literal, Self

from deploy.local.broker_apache import ApacheBroker
from deploy.local.broker_embedded import EmbeddedBroker
from deploy.local.database import Database
from deploy.local.mail_sink.server import MailSink
from deploy.local.ports import LOOPBACK, Ports

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path
    from types import TracebackType

    from deploy.local.server import LocalServer

BrokerKind = Literal["embedded", "apache"]


class Stack:
    """What the four services need to run on one machine, as a context manager.

    Everything lies under `root`: `data/` (stays between runs), `logs/`, `run/` (pid files,
    generated configuration). `broker_properties` go to Apache Kafka only; `libs_cache` is
    where its jars lie (default: the user's cache folder).
    """

    def __init__(
        self,
        root: Path,
        *,
        broker: BrokerKind = "embedded",
        ports: Ports | None = None,
        broker_properties: Mapping[str, str] | None = None,
        libs_cache: Path | None = None,
    ) -> None:
        self.root = root.resolve()
        self.ports = ports or Ports()
        self.broker: ApacheBroker | EmbeddedBroker
        if broker == "apache":
            self.broker = ApacheBroker(
                root, self.ports.kafka, properties=broker_properties, libs_cache=libs_cache
            )
        else:
            self.broker = EmbeddedBroker(root, self.ports.kafka)
        self.database = Database(root, self.ports.mongodb)
        self.mail = MailSink(root, self.ports.smtp, self.ports.mail_page)

    @property
    def servers(self) -> tuple[LocalServer, ...]:
        """The parts, the slowest to start first."""
        return (self.broker, self.database, self.mail)

    @property
    def run_dir(self) -> Path:
        """Where the pid files lie; `pidfile.running` and `pidfile.stop_all` take it."""
        return self.root / "run"

    def environment(self) -> dict[str, str]:
        """The variables by which the services find the stack."""
        return {
            "HAICHIEU_KAFKA_BOOTSTRAP": self.broker.bootstrap,
            "HAICHIEU_MONGO_URI": self.database.uri,
            "NOTIFIER_SMTP_HOST": LOOPBACK,
            "NOTIFIER_SMTP_PORT": str(self.ports.smtp),
        }

    def start(self, deadline_seconds: float = 90.0) -> None:
        """Start all parts side by side and wait until each answers.

        When one fails, or on Ctrl-C, the parts started here are stopped again and the error
        is raised (see `LocalServer.start`); parts that ran before are left alone.
        """
        before = [server for server in self.servers if server.is_alive()]
        with ThreadPoolExecutor(len(self.servers)) as pool:
            started = [pool.submit(server.start, deadline_seconds) for server in self.servers]
            try:
                for each in started:
                    each.result()
            except BaseException:
                mine = [server for server in self.servers if server not in before]
                _give_up(mine, started)
                raise

    def stop(self) -> None:
        """Stop all parts side by side; safe to call again."""
        with ThreadPoolExecutor(len(self.servers)) as pool:
            list(pool.map(lambda server: server.stop(), self.servers))

    def is_alive(self) -> bool:
        """Whether all parts run."""
        return all(server.is_alive() for server in self.servers)

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.stop()


def _give_up(servers: Sequence[LocalServer], starting: Sequence[Future[None]]) -> None:
    """Stop the servers again and again until none of them can still come up."""
    while True:
        settled = all(future.done() for future in starting)
        for server in servers:
            server.stop()
        if settled:
            return
        time.sleep(0.05)
