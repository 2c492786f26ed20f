"""Real processes in a temporary folder; whatever a test leaves running is ended by pid file."""

from __future__ import annotations

import asyncio
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from aiokafka import AIOKafkaConsumer, AIOKafkaProducer, TopicPartition
from aiokafka.admin import AIOKafkaAdminClient, NewTopic

from deploy.local import ManagedProcess, stop_all

Python = Callable[..., ManagedProcess]


@pytest.fixture
def root(tmp_path: Path) -> Iterator[Path]:
    """A folder of a stack; what still runs in it afterwards is ended."""
    yield tmp_path
    stop_all(tmp_path / "run", grace_seconds=5)


@pytest.fixture
def python(root: Path) -> Python:
    """Makes a process that runs a piece of Python."""

    def make(source: str, name: str = "child", **options: object) -> ManagedProcess:
        command = [sys.executable, "-u", "-c", source]
        log_file = root / "logs" / f"{name}.log"
        return ManagedProcess(name, command, run_dir=root / "run", log_file=log_file, **options)  # type: ignore[arg-type]

    return make


class KafkaClient:
    """What the broker tests need of a client, one connection per call."""

    def __init__(self, bootstrap: str) -> None:
        self.bootstrap = bootstrap

    def create(self, topic: str, partitions: int = 1) -> None:
        asyncio.run(self._create(topic, partitions))

    def send(self, topic: str, values: list[str]) -> None:
        """Returns when the broker confirmed all of them with acks=all."""
        asyncio.run(self._send(topic, values))

    def read(self, topic: str) -> list[str]:
        """All records of partition 0."""
        return asyncio.run(self._read(topic))

    def commit(self, group: str, topic: str, offset: int) -> None:
        asyncio.run(self._commit(group, topic, offset))

    def committed(self, group: str, topic: str) -> int | None:
        return asyncio.run(self._committed(group, topic))

    async def _create(self, topic: str, partitions: int) -> None:
        admin = AIOKafkaAdminClient(bootstrap_servers=self.bootstrap)
        await admin.start()
        try:
            await admin.create_topics([NewTopic(topic, partitions, 1)])
        finally:
            await admin.close()

    async def _send(self, topic: str, values: list[str]) -> None:
        options = {"bootstrap_servers": self.bootstrap, "acks": "all", "request_timeout_ms": 3000}
        async with AIOKafkaProducer(**options) as producer:
            sent = [await producer.send(topic, value.encode()) for value in values]
            await asyncio.gather(*sent)

    async def _read(self, topic: str) -> list[str]:
        # no seek_to_beginning: a reset to the latest offset, under way since assign, can win over it
        options = {"bootstrap_servers": self.bootstrap, "auto_offset_reset": "earliest"}
        async with AIOKafkaConsumer(**options) as consumer:
            partition = TopicPartition(topic, 0)
            consumer.assign([partition])
            end = (await consumer.end_offsets([partition]))[partition]
            values: list[str] = []
            while await consumer.position(partition) < end:
                batch = await consumer.getmany(partition, timeout_ms=1000)
                values += [record.value.decode() for record in batch.get(partition, [])]
            return values

    async def _commit(self, group: str, topic: str, offset: int) -> None:
        async with self._member(group) as consumer:
            partition = TopicPartition(topic, 0)
            consumer.assign([partition])
            await consumer.commit({partition: offset})

    async def _committed(self, group: str, topic: str) -> int | None:
        async with self._member(group) as consumer:
            partition = TopicPartition(topic, 0)
            consumer.assign([partition])
            offset: int | None = await consumer.committed(partition)
            return offset

    def _member(self, group: str) -> AIOKafkaConsumer:
        return AIOKafkaConsumer(bootstrap_servers=self.bootstrap, group_id=group, enable_auto_commit=False)


@pytest.fixture
def kafka_client() -> type[KafkaClient]:
    return KafkaClient
