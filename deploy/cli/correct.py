"""``haichieu classifier correct``: a correction onto the bus, as any partner would send it."""

import asyncio
from uuid import uuid4

import click
from aiokafka.errors import KafkaError

from deploy.cli.state import common_settings
from services.classifier.checking import fault
from services.intake.domain.redact import redact
from shared.clock import SystemClock
from shared.contracts.events import Actor, CorrectClassification
from shared.contracts.taxonomy import Topic, Urgency
from shared.contracts.topics import CLASSIFICATIONS_COMMANDS
from shared.publishing import Outgoing, Publisher
from shared.settings import CommonSettings
from shared.telemetry import Metrics
from shared.units import find_unit

TOPICS = click.Choice([topic.value for topic in Topic])
LEVELS = click.Choice([level.name.lower() for level in Urgency])


@click.command()
@click.argument("report_id")
@click.option(
    "--topic", "topics", type=TOPICS, multiple=True, required=True, help="Up to three, the main one first."
)
@click.option("--urgency", type=LEVELS, required=True)
@click.option("--place", "places", multiple=True, help="Unit that the text names, by code or name.")
@click.option("--no-place", is_flag=True, help="The text names no unit. Without --place: not judged.")
@click.option("--text", help="Text of a report that isn't in the review queue; it is redacted first.")
@click.option("--note", help="Why; it is redacted first.")
@click.option("--desk", default="01/union", show_default=True, help="Desk that corrects.")
def correct(
    report_id: str,
    topics: tuple[str, ...],
    urgency: str,
    places: tuple[str, ...],
    no_place: bool,
    text: str | None,
    note: str | None,
    desk: str,
) -> None:
    """Say what the labels of REPORT_ID should be; the same labels confirm them."""
    settings = common_settings()
    command = CorrectClassification(
        command_id=str(uuid4()),
        report_id=report_id,
        actor=Actor(desk=desk, via="cli"),
        at=SystemClock(settings.clock_speed, settings.clock_epoch).now(),
        topics=tuple(map(Topic, topics)),
        urgency=Urgency[urgency.upper()],
        places=_codes(places, no_place=no_place),
        text=redact(text).text if text else None,
        note=redact(note).text if note else None,
    )
    if why := fault(command):
        raise click.UsageError(why)
    try:
        asyncio.run(_send(settings, command))
    except (KafkaError, OSError) as error:
        raise click.ClickException(
            f"no Kafka at {settings.kafka_bootstrap}: {type(error).__name__}"
        ) from error
    click.echo(f"{command.command_id}  on the bus; `haichieu dlq list` tells if it can't be kept")


def _codes(places: tuple[str, ...], *, no_place: bool) -> tuple[str, ...] | None:
    if no_place and places:
        raise click.UsageError("--place and --no-place exclude each other")
    codes = []
    for place in places:
        code = find_unit(place)
        if code is None:
            raise click.UsageError(
                f"no unit, or more than one, is named {place!r}; add its province or give its code"
            )
        codes.append(code)
    return tuple(codes) if codes or no_place else None


async def _send(settings: CommonSettings, command: CorrectClassification) -> None:
    publisher = Publisher(settings.kafka_bootstrap, "haichieu/cli", Metrics())
    await publisher.start()
    try:
        out = Outgoing(CLASSIFICATIONS_COMMANDS, command.report_id, command, command.command_id, command.at)
        await publisher.publish([out])
    finally:
        await publisher.stop()
