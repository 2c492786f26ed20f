"""Apache Kafka itself: data on disk, kill -9, and a start on other ports."""

from __future__ import annotations

import threading
import time
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from aiokafka.errors import KafkaError

from deploy.local import free_ports
from deploy.local.apache_libs import available
from deploy.local.broker_apache import ApacheBroker

if TYPE_CHECKING:
    from tests.integration.local.conftest import KafkaClient

_usable = available()
pytestmark = [
    pytest.mark.apache,
    pytest.mark.skipif(not _usable.ok, reason=f"Apache Kafka: {_usable.reason}"),
]
REPORTS = [f"ngõ 12 ngập, lần {number}" for number in range(500)]


@pytest.fixture
def broker(root: Path) -> ApacheBroker:
    return ApacheBroker(root, *free_ports(1))


def test_data_survives_a_restart_on_another_port_with_other_properties(
    root: Path, broker: ApacheBroker, kafka_client: type[KafkaClient]
) -> None:
    broker.start()
    client = kafka_client(broker.bootstrap)
    client.create("received")
    client.send("received", REPORTS)
    client.commit("desk", "received", 7)
    with pytest.raises(KafkaError):
        client.send("typo", ["topics don't appear by themselves"])
    assert broker.stop()
    assert "shutting down" in broker.process.log_file.read_text()

    properties = {"auto.create.topics.enable": "true"}
    moved = ApacheBroker(root, *free_ports(1), properties=properties)
    moved.start()
    client = kafka_client(moved.bootstrap)
    assert client.read("received") == REPORTS
    assert client.committed("desk", "received") == 7
    client.send("typo", ["but for whom wants them"])
    assert client.read("typo") == ["but for whom wants them"]


def test_kill_9_while_records_flow_loses_nothing_confirmed(
    broker: ApacheBroker, kafka_client: type[KafkaClient]
) -> None:
    broker.start()
    client = kafka_client(broker.bootstrap)
    client.create("received")
    client.send("received", REPORTS)
    confirmed = list(REPORTS)
    # the one under way when the server dies may or may not be there afterwards
    sending = threading.Thread(target=_send_until_it_fails, args=(client, confirmed))
    sending.start()
    time.sleep(1)
    broker.kill()
    assert broker.process.exit_code == -9
    assert not broker.is_alive()
    sending.join(90)
    assert not sending.is_alive()

    assert len(confirmed) > len(REPORTS)

    broker.start()
    found = client.read("received")
    assert found[: len(confirmed)] == confirmed
    client.send("received", ["after the crash"])
    assert client.read("received")[-1] == "after the crash"


def _send_until_it_fails(client: KafkaClient, confirmed: list[str]) -> None:
    for number in range(1_000_000):
        try:
            client.send("received", [f"in flight {number}"])
        except (KafkaError, OSError):
            return
        confirmed.append(f"in flight {number}")
