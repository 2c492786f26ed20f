"""The configuration of a single Kafka server that is broker and controller at once (KRaft)."""

from __future__ import annotations

import base64
import uuid
from typing import TYPE_CHECKING

from deploy.local.ports import LOOPBACK

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

_NODE = 1
_ASCII_END = 128


def server_properties(data_dir: Path, port: int, controller_port: int, extra: Mapping[str, str]) -> str:
    """The text of server.properties; `extra` overrides and adds.

    The data folder does not depend on the ports, so they may change between two runs.
    """
    properties = {
        "process.roles": "broker,controller",
        "node.id": str(_NODE),
        "controller.quorum.voters": f"{_NODE}@{LOOPBACK}:{controller_port}",
        "controller.listener.names": "CONTROLLER",
        "listeners": f"PLAINTEXT://{LOOPBACK}:{port},CONTROLLER://{LOOPBACK}:{controller_port}",
        "advertised.listeners": f"PLAINTEXT://{LOOPBACK}:{port}",
        "listener.security.protocol.map": "PLAINTEXT:PLAINTEXT,CONTROLLER:PLAINTEXT",
        "log.dirs": str(data_dir),
        # topics are created by the project, with their partitions
        "auto.create.topics.enable": "false",
        # one server: one copy of everything
        "offsets.topic.replication.factor": "1",
        "transaction.state.log.replication.factor": "1",
        "transaction.state.log.min.isr": "1",
        "share.coordinator.state.topic.replication.factor": "1",
        "share.coordinator.state.topic.min.isr": "1",
        # few partitions of its own topics (default 50): a shorter start after a crash
        "offsets.topic.num.partitions": "10",
        "transaction.state.log.num.partitions": "10",
        # the first consumer of a group need not wait 3 s for others
        "group.initial.rebalance.delay.ms": "0",
        # After a kill the controller waits for the old session to end before it lets the
        # server in again. With the default of 9 s a start took 11.8 s instead of 2.0 s.
        "broker.session.timeout.ms": "3000",
        "broker.heartbeat.interval.ms": "500",
    }
    properties.update(extra)
    return "".join(f"{key}={_escaped(value)}\n" for key, value in properties.items())


def _escaped(value: str) -> str:
    """A value as Java reads it back: backslash and non-ASCII characters escaped."""
    units = value.replace("\\", "\\\\").encode("utf-16-be")
    pairs = [int.from_bytes(units[i : i + 2], "big") for i in range(0, len(units), 2)]
    return "".join(chr(unit) if unit < _ASCII_END else f"\\u{unit:04x}" for unit in pairs)


def new_cluster_id() -> str:
    """A random cluster id in Kafka's form: 22 characters of URL-safe base64."""
    while True:
        identifier = base64.urlsafe_b64encode(uuid.uuid4().bytes).decode("ascii").rstrip("=")
        if not identifier.startswith("-"):  # it would look like an option on a command line
            return identifier
