"""The whole system on one machine: stack, topics, services, and the file by which other commands find them."""

import asyncio
import json
import time
from collections.abc import Callable
from pathlib import Path

from deploy.local import secrets
from deploy.local.ports import LOOPBACK, Ports, shifted
from deploy.local.services import Services, environment
from deploy.local.stack import BrokerKind, Stack
from shared import topic_admin

ENVIRONMENT_FILE = "stack.env"
PORTS_FILE = "ports.json"
EMBEDDED_FETCH_PAUSE_MS = 25


class System:
    """Stack and services under one folder, with the file by which other commands find them."""

    def __init__(self, root: Path, stack: Stack, services: Services, keys: secrets.Secrets) -> None:
        self.root = root
        self.stack = stack
        self.services = services
        self.secrets = keys

    @classmethod
    def make(
        cls,
        root: Path,
        broker: BrokerKind = "embedded",
        clock_speed: float = 1.0,
        ports: Ports | None = None,
        say: Callable[[str], None] = print,
        **more: str,
    ) -> "System":
        """Prepare, moving ports that are taken and saying so. Starts nothing yet."""
        root = root.resolve()
        keys = secrets.load_or_make(root)
        if ports is None:
            ports, moved = shifted(Ports())
            for message in moved:
                say(message)
        stack = Stack(root, broker=broker, ports=ports)
        if clock_speed != 1.0:
            more |= {"HAICHIEU_CLOCK_SPEED": str(clock_speed), "HAICHIEU_CLOCK_EPOCH": str(time.time())}
        if broker == "embedded":
            more["HAICHIEU_KAFKA_EMPTY_FETCH_PAUSE_MS"] = str(EMBEDDED_FETCH_PAUSE_MS)
        more["CLASSIFIER_MODELS"] = str(root / "models")
        env = environment(ports, keys, stack.environment(), **more)
        return cls(root, stack, Services(root, ports, env), keys)

    def start(self) -> None:
        """Start broker, database and mail, make the topics, start the services; stops all again on failure."""
        self.stack.start()
        try:
            asyncio.run(topic_admin.create(self.stack.environment()["HAICHIEU_KAFKA_BOOTSTRAP"]))
            self.services.start()
        except BaseException:
            self.stop()
            raise
        lines = [f"{name}={value}" for name, value in self.services.env.items()]
        (self.root / ENVIRONMENT_FILE).write_text("\n".join(lines) + "\n", encoding="utf-8")
        ports = dict(self.services.ports.items())
        (self.root / PORTS_FILE).write_text(json.dumps(ports), encoding="utf-8")

    def stop(self) -> None:
        """Stop the services, then what they stand on."""
        self.services.stop()
        self.stack.stop()
        (self.root / ENVIRONMENT_FILE).unlink(missing_ok=True)

    def addresses(self) -> str:
        """Where things are, as text."""
        ports = self.services.ports
        return f"""haichieu is up:
  form for residents   http://{LOOPBACK}:{ports.intake}/
  cases (token below)  http://{LOOPBACK}:{ports.escalation}/v1/cases
  mail that was sent   http://{LOOPBACK}:{ports.mail_page}/
  OpenAPI              http://{LOOPBACK}:{ports.intake}/schema/openapi.json
  logs                 {self.root / "logs"}
  operator's token     {self.secrets.operator_token}
`haichieu status` shows how it fares, `haichieu down` stops it."""

    @staticmethod
    def load_ports(root: Path) -> Ports:
        """The ports of the stack that runs under ``root``."""
        path = root / PORTS_FILE
        return Ports(**json.loads(path.read_text(encoding="utf-8"))) if path.exists() else Ports()
