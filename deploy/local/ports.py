"""The ports of the local stack, and what to do when one is taken."""

from __future__ import annotations

import random
import socket
from dataclasses import dataclass, fields

from deploy.local.errors import LocalStackError, PortTakenError

LOOPBACK = "127.0.0.1"
# Below the range from which Linux (32768) and macOS (49152) take ports for outgoing
# connections: a server that is down for a moment must find its port free again.
_TEST_RANGE = range(20_000, 32_000)
_MAX_SHIFT = 100
_given: set[int] = set()
_random = random.SystemRandom()


@dataclass(frozen=True, slots=True)
class Ports:
    """TCP ports on the loopback address, one per part; the values are the defaults."""

    intake: int = 8001
    classifier: int = 8002
    escalation: int = 8003
    notifier: int = 8004
    kafka: int = 9092
    mongodb: int = 27017
    smtp: int = 8025
    mail_page: int = 8026

    @classmethod
    def free(cls) -> Ports:
        """Ports nobody uses now, for tests that run side by side."""
        return cls(*free_ports(len(fields(cls))))

    def items(self) -> list[tuple[str, int]]:
        """Pairs of part and port."""
        return [(field.name, getattr(self, field.name)) for field in fields(self)]


def is_free(port: int, host: str = LOOPBACK) -> bool:
    """Whether a server could listen on the port now (connections in TIME_WAIT don't count)."""
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
            probe.listen(1)
        except OSError:
            return False
    return True


def require_free(name: str, port: int, host: str = LOOPBACK) -> None:
    """Raise PortTakenError, naming part and port, unless the port is free."""
    if not is_free(port, host):
        raise PortTakenError(name, host, port)


def free_ports(count: int) -> list[int]:
    """Different ports that are free now and that this process has not been given before.

    Raises LocalStackError when too few are left.
    """
    candidates = [port for port in _TEST_RANGE if port not in _given]
    _random.shuffle(candidates)
    chosen: list[int] = []
    for port in candidates:
        if len(chosen) == count:
            break
        if is_free(port):
            chosen.append(port)
    if len(chosen) < count:
        message = f"only {len(chosen)} of {count} ports are free in {_TEST_RANGE}"
        raise LocalStackError(message)
    _given.update(chosen)
    return chosen


def shifted(ports: Ports) -> tuple[Ports, list[str]]:
    """The same ports with each taken one moved up to the next free one.

    Answers also a message for each move, to show before anything starts. Raises
    PortTakenError when the 100 ports above a taken one are taken too.
    """
    used = {port for _, port in ports.items()}
    chosen: dict[str, int] = {}
    messages: list[str] = []
    for name, wanted in ports.items():
        port = wanted
        if not is_free(wanted):
            above = range(wanted + 1, min(wanted + 1 + _MAX_SHIFT, 65_536))
            found = next((p for p in above if p not in used and is_free(p)), None)
            if found is None:
                raise PortTakenError(name, LOOPBACK, wanted)
            port = found
            messages.append(f"port {wanted} ({name}) is in use by another program: using {port}")
        used.add(port)
        chosen[name] = port
    return Ports(**chosen), messages
