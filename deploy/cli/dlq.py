"""``haichieu dlq``: dead letters, listed with their reasons and sent again when the fault is mended."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import click
from aiokafka import AIOKafkaConsumer, TopicPartition

from deploy.cli.state import common_settings
from shared.contracts.topics import BY_NAME, TOPICS
from shared.dead_letters import GROUP, ORIGIN, REASON, TIME, to_replay
from shared.decoding import Record
from shared.publishing import Publisher
from shared.settings import CommonSettings
from shared.telemetry import Metrics

TOPIC = click.Choice([topic.name for topic in TOPICS])
REPLAYED = "haichieu.dlq-replay"
"""Consumer group that remembers up to where each dead-letter topic was sent again."""


@click.group()
def dlq() -> None:
    """Dead letters: list them, send them again."""


@dlq.command("list")
@click.option("--topic", type=TOPIC, help="Only of this topic.")
@click.option("--limit", default=50, show_default=True, help="Most letters shown for each topic.")
def list_letters(topic: str | None, limit: int) -> None:
    """Show dead letters: where from, when, why. Never their content."""
    settings = common_settings()
    names = [topic] if topic else [t.name for t in TOPICS]
    total = 0
    for name in names:
        letters = asyncio.run(_read(settings, BY_NAME[name].dlq, from_replayed=False))
        total += len(letters)
        for letter in letters[-limit:]:
            headers = {key: value.decode("utf-8", "replace") for key, value in letter.headers}
            when = headers.get(TIME, "")[:19]
            click.echo(f"{headers.get(ORIGIN)}  {when}  {headers.get(GROUP)}  {headers.get(REASON)}")
    click.echo(f"{total} dead letters", err=True)


@dlq.command()
@click.argument("topic", type=TOPIC)
@click.option("--yes", is_flag=True, help="Don't ask.")
def replay(topic: str, yes: bool) -> None:
    """Send the dead letters of TOPIC again, those only that were not sent again before."""
    settings = common_settings()
    letters = asyncio.run(_read(settings, BY_NAME[topic].dlq, from_replayed=True))
    if not letters:
        click.echo("nothing to replay")
        return
    if not yes:
        click.confirm(f"send {len(letters)} letters to {topic} again?", abort=True)
    asyncio.run(_replay(settings, BY_NAME[topic].dlq, letters))
    click.echo(f"{len(letters)} sent again")


async def _read(settings: CommonSettings, name: str, *, from_replayed: bool) -> list[Record]:
    letters: list[Record] = []
    async with _consumer(settings, name) as (consumer, partitions):
        ends = await consumer.end_offsets(partitions)
        for tp in partitions:
            start = await consumer.committed(tp) if from_replayed else None
            if start is None:
                await consumer.seek_to_beginning(tp)
            else:
                consumer.seek(tp, start)
        while [tp for tp in partitions if await consumer.position(tp) < ends[tp]]:
            for records in (await consumer.getmany(timeout_ms=500)).values():
                letters.extend(records)
    return letters


async def _replay(settings: CommonSettings, name: str, letters: list[Record]) -> None:
    publisher = Publisher(settings.kafka_bootstrap, "haichieu/cli", Metrics())
    await publisher.start()
    try:
        await publisher.publish_raw([to_replay(letter) for letter in letters])
    finally:
        await publisher.stop()
    done = {TopicPartition(name, letter.partition): letter.offset + 1 for letter in letters}
    async with _consumer(settings, name) as (consumer, _):
        await consumer.commit(done)


@asynccontextmanager
async def _consumer(
    settings: CommonSettings, name: str
) -> AsyncIterator[tuple[AIOKafkaConsumer, list[TopicPartition]]]:
    consumer = AIOKafkaConsumer(
        bootstrap_servers=settings.kafka_bootstrap,
        group_id=REPLAYED,
        enable_auto_commit=False,
        auto_offset_reset="earliest",
    )
    await consumer.start()
    try:
        partitions = [TopicPartition(name, n) for n in consumer.partitions_for_topic(name) or {0}]
        consumer.assign(partitions)
        yield consumer, partitions
    finally:
        await consumer.stop()
