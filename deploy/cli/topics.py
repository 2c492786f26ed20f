"""``haichieu topics``: what the contract says and what the broker has."""

import asyncio

import click
from aiokafka.errors import KafkaError

from deploy.cli.state import common_settings
from shared import topic_admin
from shared.contracts.topics import DAYS


@click.command()
@click.option("--create", is_flag=True, help="Create what is missing.")
def topics(create: bool) -> None:
    """List the topics with partitions and retention; exit 1 when the broker differs from the contract."""
    settings = common_settings()
    try:
        created = (
            asyncio.run(topic_admin.create(settings.kafka_bootstrap, settings.kafka_replication))
            if create
            else []
        )
        problems = asyncio.run(topic_admin.problems(settings.kafka_bootstrap))
    except (KafkaError, OSError) as error:
        raise click.ClickException(
            f"no Kafka at {settings.kafka_bootstrap}: {type(error).__name__}"
        ) from error
    for name, (partitions, retention_s) in topic_admin.wanted().items():
        note = "created" if name in created else ""
        click.echo(f"{name:32} {partitions:3} partitions  {retention_s // DAYS:3} days  {note}".rstrip())
    for problem in problems:
        click.echo(problem, err=True)
    if problems:
        raise click.exceptions.Exit(1)
