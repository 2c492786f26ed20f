"""The embedded broker: what it keeps over a restart, and over a kill."""

from __future__ import annotations

import time
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from deploy.local import PortTakenError, free_ports
from deploy.local.broker_embedded import EmbeddedBroker

if TYPE_CHECKING:
    from tests.integration.local.conftest import KafkaClient

REPORTS = [f"ngõ 12 ngập, lần {number}" for number in range(200)]


@pytest.fixture
def broker(root: Path) -> EmbeddedBroker:
    return EmbeddedBroker(root, *free_ports(1))


def test_records_and_offsets_survive_a_restart(
    broker: EmbeddedBroker, kafka_client: type[KafkaClient]
) -> None:
    broker.start()
    client = kafka_client(broker.bootstrap)
    client.create("reports")
    client.send("reports", REPORTS)
    client.commit("desk", "reports", 7)
    assert broker.stop()
    assert not broker.is_alive()
    broker.start()
    assert client.read("reports") == REPORTS
    assert client.committed("desk", "reports") == 7
    broker.restart()
    assert client.read("reports") == REPORTS


def test_a_kill_keeps_what_is_older_than_its_saving_interval(
    broker: EmbeddedBroker, kafka_client: type[KafkaClient]
) -> None:
    broker.start()
    client = kafka_client(broker.bootstrap)
    client.create("reports")
    client.send("reports", REPORTS)
    time.sleep(3)  # it saves about once a second; a younger record may be lost
    broker.kill()
    assert broker.process.exit_code == -9
    broker.start()
    assert client.read("reports") == REPORTS


def test_a_taken_port_is_told_before_anything_starts(root: Path, broker: EmbeddedBroker) -> None:
    broker.start()
    other = EmbeddedBroker(root / "other", broker.port)
    with pytest.raises(PortTakenError, match=rf"port {broker.port} \(kafka\)"):
        other.start()
    assert not other.is_alive()
    assert broker.is_alive()
