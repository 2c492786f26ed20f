"""The three parts together."""

from __future__ import annotations

import smtplib
import socket
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from pymongo import MongoClient

from deploy.local import AlreadyRunningError, Ports, PortTakenError, Stack, running, stop_all
from deploy.local.apache_libs import available

if TYPE_CHECKING:
    from tests.integration.local.conftest import KafkaClient


def test_up_data_down_and_up_again(root: Path, kafka_client: type[KafkaClient]) -> None:
    ports = Ports.free()
    with Stack(root, ports=ports) as stack:
        environment = stack.environment()
        assert environment == {
            "HAICHIEU_KAFKA_BOOTSTRAP": f"127.0.0.1:{ports.kafka}",
            "HAICHIEU_MONGO_URI": f"mongodb://127.0.0.1:{ports.mongodb}/?directConnection=true",
            "NOTIFIER_SMTP_HOST": "127.0.0.1",
            "NOTIFIER_SMTP_PORT": str(ports.smtp),
        }
        kafka = kafka_client(environment["HAICHIEU_KAFKA_BOOTSTRAP"])
        kafka.create("reports")
        kafka.send("reports", ["một"])
        with MongoClient[dict[str, str]](environment["HAICHIEU_MONGO_URI"]) as mongo:
            mongo["x"]["y"].insert_one({"_id": "một"})
        with smtplib.SMTP(environment["NOTIFIER_SMTP_HOST"], ports.smtp, timeout=10) as client:
            client.sendmail("a@b.example", ["c@d.example"], b"Subject: x\r\n\r\nx")
        names = {record.name for record in running(stack.run_dir)}
        assert names == {"kafka", "mongodb", "mail"}
    assert not stack.is_alive()
    assert running(stack.run_dir) == []
    assert {path.name for path in root.iterdir()} == {"data", "logs", "run"}

    with Stack(root, ports=Ports.free()) as again:
        assert kafka_client(again.broker.bootstrap).read("reports") == ["một"]
        with MongoClient[dict[str, str]](again.database.uri) as mongo:
            assert mongo["x"]["y"].find_one() == {"_id": "một"}
        assert len(list(again.mail.data_dir.glob("*.eml"))) == 1


def test_when_one_part_cannot_start_none_is_left(root: Path) -> None:
    ports = Ports.free()
    with socket.create_server(("127.0.0.1", ports.smtp)):
        stack = Stack(root, ports=ports)
        with pytest.raises(PortTakenError, match=rf"port {ports.smtp} \(smtp\)"):
            stack.start()
    assert running(stack.run_dir) == []
    stack.start()  # nothing is in the way of a second try
    assert stack.is_alive()
    stack.stop()


def test_a_second_up_is_refused_and_leaves_the_first_alone(root: Path) -> None:
    with Stack(root, ports=Ports.free()) as first:
        with pytest.raises(AlreadyRunningError):
            Stack(root, ports=Ports.free()).start()
        assert first.is_alive()


def test_what_died_is_started_beside_what_runs_by_its_own_start(root: Path) -> None:
    with Stack(root, ports=Ports.free()) as stack:
        stack.database.kill()
        assert not stack.is_alive()
        stack.database.start()
        assert stack.is_alive()


def test_down_by_the_pid_files_alone(root: Path) -> None:
    stack = Stack(root, ports=Ports.free())
    stack.start()
    assert sorted(stop_all(stack.run_dir)) == ["kafka", "mail", "mongodb"]
    assert not stack.is_alive()


def test_two_stacks_side_by_side(root: Path) -> None:
    ports = Ports.free()
    with Stack(root / "a", ports=ports), Stack(root / "b", ports=Ports.free()) as second:
        with pytest.raises(PortTakenError, match="kafka"):
            Stack(root / "c", ports=replace(Ports.free(), kafka=ports.kafka)).start()
        assert second.is_alive()


@pytest.mark.apache
@pytest.mark.skipif(not available().ok, reason=f"Apache Kafka: {available().reason}")
def test_with_apache_kafka(root: Path, kafka_client: type[KafkaClient]) -> None:
    with Stack(root, broker="apache", ports=Ports.free()) as stack:
        kafka = kafka_client(stack.environment()["HAICHIEU_KAFKA_BOOTSTRAP"])
        kafka.create("reports", partitions=6)
        kafka.create("one")
        kafka.send("one", ["một"])
        assert kafka.read("one") == ["một"]
