"""The four services as processes of the local stack."""

import sys
import time
from collections.abc import Iterable, Mapping
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from deploy.local.ports import LOOPBACK, Ports
from deploy.local.process import ManagedProcess
from deploy.local.secrets import Secrets

NAMES = ("intake", "classifier", "escalation", "notifier")
PROJECT = Path(__file__).resolve().parents[2]
GRACE_S = 20.0


class Services:
    """Starts, stops and kills the services; ``env`` says where broker, database and mail are."""

    def __init__(
        self, root: Path, ports: Ports, env: Mapping[str, str], names: Iterable[str] = NAMES
    ) -> None:
        self.ports = ports
        self.env = dict(env)
        self.processes = {
            name: ManagedProcess(
                name,
                [sys.executable, "-m", f"services.{name}"],
                run_dir=root / "run",
                log_file=root / "logs" / f"{name}.log",
                env=self.env,
                cwd=PROJECT,
            )
            for name in names
        }

    def url(self, name: str) -> str:
        """Base address of a service."""
        return f"http://{LOOPBACK}:{getattr(self.ports, name)}"

    def start(self, deadline_s: float = 60.0) -> None:
        """Start all and wait until each is ready. Raises StartError with the last log lines."""
        for process in self.processes.values():
            process.start()
        end = time.monotonic() + deadline_s
        for name, process in self.processes.items():
            process.wait_url(f"{self.url(name)}/health/ready", max(1.0, end - time.monotonic()))

    def stop(self) -> None:
        """Stop all gently, side by side."""
        with ThreadPoolExecutor(max(1, len(self.processes))) as pool:
            list(pool.map(lambda p: p.stop(GRACE_S), self.processes.values()))


def environment(ports: Ports, secrets: Secrets, stack: Mapping[str, str], **more: str) -> dict[str, str]:
    """The variables of the four services on a local stack."""
    return {
        **stack,
        "HAICHIEU_INSTANCE": "local",
        "INTAKE_PORT": str(ports.intake),
        "INTAKE_TOKENS": secrets.channel_hashes(),
        "INTAKE_SEAL_PUBLIC_KEY": secrets.seal_public_key,
        "INTAKE_RECEIPT_KEY": secrets.receipt_key,
        "CLASSIFIER_PORT": str(ports.classifier),
        "CLASSIFIER_TOKENS": secrets.operator_hash(),
        "ESCALATION_PORT": str(ports.escalation),
        "ESCALATION_POLICIES": str(PROJECT / "deploy/policies/hanoi"),
        "ESCALATION_TOKENS": secrets.operator_hash(),
        "NOTIFIER_PORT": str(ports.notifier),
        "NOTIFIER_PUBLIC_URL": f"http://{LOOPBACK}:{ports.notifier}",
        "NOTIFIER_LINK_KEYS": secrets.link_key,
        "NOTIFIER_WEBHOOK_SECRET": secrets.webhook_secret,
        "NOTIFIER_TOKENS": secrets.operator_hash(),
        **more,
    }
