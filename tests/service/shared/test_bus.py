"""The delivery rules on a real broker: what is bad is put aside, what fails comes again, nothing is lost."""

import asyncio
from datetime import UTC, datetime
from uuid import uuid4

import pytest
from aiokafka import AIOKafkaConsumer

from shared import messaging
from shared.contracts.events import Action, Actor, CaseCommand
from shared.contracts.topics import CASES_COMMANDS
from shared.decoding import Rejection
from shared.messaging import Bus
from shared.publishing import Outgoing, RawRecord, partition_of
from shared.settings import CommonSettings
from shared.telemetry import Metrics

NOW = datetime(2026, 11, 16, 3, tzinfo=UTC)


def command(case_id: str, number: int = 0) -> Outgoing:
    event = CaseCommand(
        command_id=f"{case_id}-{number}",
        case_id=case_id,
        action=Action.ACKNOWLEDGE,
        actor=Actor(desk="01/union", via="test"),
        at=NOW,
    )
    return Outgoing(CASES_COMMANDS, case_id, event, event.command_id, NOW)


class Probe:
    """A bus with one subscriber that keeps what it got, of this probe's cases only."""

    def __init__(self, common: CommonSettings) -> None:
        self.mark = uuid4().hex[:8]
        self.bus = Bus(common, "test", Metrics())
        self.seen: list[CaseCommand] = []
        self.fail_times = 0
        self.reject: set[str] = set()
        self.group = f"test-{self.mark}"
        self.sub = self.bus.subscribe(CASES_COMMANDS, group=self.group, handler=self.handle, max_records=100)

    async def handle(self, items):
        mine = [item for item in items if item.event.case_id.startswith(self.mark)]
        if mine and self.fail_times:
            self.fail_times -= 1
            raise ConnectionError("the database is away")
        self.seen += [item.event for item in mine if item.event.command_id not in self.reject]
        return [
            Rejection(item.record, "cannot_apply: no such case")
            for item in mine
            if item.event.command_id in self.reject
        ]

    async def __aenter__(self):
        await self.bus.connect()
        return self

    async def __aexit__(self, *_):
        await self.bus.stop()

    def case(self, n: int) -> str:
        return f"{self.mark}-{n}"

    async def until(self, count: int, seconds: float = 20):
        async with asyncio.timeout(seconds):
            while len(self.seen) < count:
                await asyncio.sleep(0.05)

    async def dead(self, seconds: float = 15, count: int = 1):
        consumer = AIOKafkaConsumer(
            CASES_COMMANDS.dlq,
            bootstrap_servers=self.bus.settings.kafka_bootstrap,
            auto_offset_reset="earliest",
        )
        await consumer.start()
        found = []
        try:
            async with asyncio.timeout(seconds):
                while len(found) < count:
                    for records in (await consumer.getmany(timeout_ms=200)).values():
                        found += [r for r in records if self.mark in str(r.key)]
        finally:
            await consumer.stop()
        return found


async def test_order_is_kept_per_key_in_small_and_packed_batches(common: CommonSettings):
    async with Probe(common) as probe:
        await probe.bus.consume()
        sent = [command(probe.case(n % 7), n) for n in range(300)]
        await probe.bus.publisher.publish(sent[:150])
        await probe.bus.publisher.publish(sent[150:160])
        await probe.bus.publisher.publish(sent[160:])
        await probe.until(300)
        for n in range(7):
            got = [c.command_id for c in probe.seen if c.case_id == probe.case(n)]
            assert got == [o.id for o in sent if o.key == probe.case(n)]


async def test_one_bad_record_is_put_aside_whole_and_the_rest_goes_on(common: CommonSettings):
    async with Probe(common) as probe:
        key = probe.case(1).encode()
        poison = RawRecord(CASES_COMMANDS.name, CASES_COMMANDS.partitions, key, b"{nonsense", [("x", b"y")])
        await probe.bus.publisher.publish([command(probe.case(1), 1)])
        await probe.bus.publisher.publish_raw([poison])
        await probe.bus.publisher.publish([command(probe.case(1), 2)])
        await probe.bus.consume()
        await probe.until(2)
        (letter,) = await probe.dead()
        headers = dict(letter.headers)
        assert (letter.key, letter.value, headers["x"]) == (key, b"{nonsense", b"y")
        assert b"ce_id is missing" in headers["dlq_reason"]
        assert headers["dlq_origin"].startswith(b"cases.commands/")


async def test_what_a_handler_rejects_is_put_aside(common: CommonSettings):
    async with Probe(common) as probe:
        probe.reject = {f"{probe.case(1)}-1"}
        await probe.bus.publisher.publish([command(probe.case(1), n) for n in range(3)])
        await probe.bus.consume()
        await probe.until(2)
        (letter,) = await probe.dead()
        assert b"no such case" in dict(letter.headers)["dlq_reason"]


async def test_a_transient_failure_brings_the_whole_batch_again(common: CommonSettings):
    async with Probe(common) as probe:
        probe.fail_times = 2
        await probe.bus.publisher.publish([command(probe.case(n), n) for n in range(50)])
        await probe.bus.consume()
        await probe.until(50)
        assert len({c.command_id for c in probe.seen}) == 50
        assert probe.fail_times == 0


async def test_offsets_are_committed_only_after_the_handler(common: CommonSettings):
    async with Probe(common) as probe:
        probe.fail_times = 10_000
        await probe.bus.publisher.publish([command(probe.case(1), n) for n in range(5)])
        await probe.bus.consume()
        await asyncio.sleep(1.5)
        assert probe.sub.failures > 0
        assert not probe.seen
    again = Probe(common)
    again.mark = probe.mark
    again.bus.subscriptions.clear()
    bus = Bus(common, "test", Metrics())
    bus.subscribe(CASES_COMMANDS, group=probe.group, handler=again.handle)
    await bus.connect()
    await bus.consume()
    try:
        await again.until(5)
    finally:
        await bus.stop()


async def test_when_all_is_invalid_the_topic_is_held_not_emptied(
    common: CommonSettings, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(messaging, "ALL_INVALID_LIMIT", 50)
    async with Probe(common) as probe:

        async def reject_all(items):
            return [Rejection(item.record, "cannot_apply: everything fails") for item in items]

        probe.sub.handler = reject_all
        await probe.bus.publisher.publish([command(probe.case(1), n) for n in range(60)])
        await probe.bus.consume()
        async with asyncio.timeout(15):
            while not probe.sub.stopped_for:
                await asyncio.sleep(0.05)
        assert "in a row were invalid" in probe.sub.stopped_for


def test_keys_go_where_every_kafka_client_puts_them():
    """Values from Kafka's own murmur2 test vectors (org.apache.kafka.common.utils.UtilsTest)."""
    from aiokafka.partitioner import murmur2

    assert murmur2(b"21") & 0xFFFFFFFF == -973932308 & 0xFFFFFFFF
    assert murmur2(b"foobar") & 0xFFFFFFFF == -790332482 & 0xFFFFFFFF
    assert partition_of(b"foobar", 8) == (murmur2(b"foobar") & 0x7FFFFFFF) % 8
