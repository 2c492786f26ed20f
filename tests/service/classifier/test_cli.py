"""``haichieu classifier``: what is listed and what is sent, against a real server and a real bus."""

import asyncio

import pytest
from click.testing import CliRunner, Result

from deploy.cli.main import cli
from shared.contracts.taxonomy import Topic, Urgency
from shared.contracts.topics import CLASSIFICATIONS_COMMANDS
from tests.service.classifier.rig import LAMP, Rig
from tests.service.classifier.test_http import Served, queue, served

__all__ = ["served"]
REPORT = "6a1c2f1e-0d7b-5c43-9f52-0a8a55a3d0b1"
LABELS = ("--topic", "infrastructure", "--urgency", "normal")


async def run(rig: Rig, *args: str, **env: str) -> Result:
    """The command in a thread of its own, as it starts its own event loop."""
    common = {
        "HAICHIEU_KAFKA_BOOTSTRAP": rig.common.kafka_bootstrap,
        "HAICHIEU_HOME": "/nonexistent",
    }
    return await asyncio.to_thread(CliRunner().invoke, cli, ["classifier", *args], env=common | env)


async def test_open_reviews_are_listed_in_vietnamese(rig: Rig, served: Served):
    (report,) = await queue(rig, LAMP)
    done = await run(rig, "review", REVIEWS_URL=served.url, REVIEWS_TOKEN=served.token)
    assert done.exit_code == 0, done.output
    assert report in done.stdout
    assert LAMP in done.stdout
    assert "rút thăm" in done.stdout
    assert "1 reports" in done.stderr
    refused = await run(rig, "review", REVIEWS_URL=served.url, REVIEWS_TOKEN="wrong")
    assert (refused.exit_code, "401" in refused.output) == (1, True)


async def test_a_correction_is_sent_redacted_and_can_be_kept(rig: Rig):
    done = await run(
        rig,
        *("correct", REPORT, "--topic", "environment", "--topic", "community_life", "--urgency", "high"),
        *("--place", "phường Hoàng Mai, Hà Nội", "--text", "Karaoke tới khuya, gọi 0957 613 882"),
        *("--note", "viết cho nguoi.dan@example.vn", "--desk", "00319/union"),
    )
    assert done.exit_code == 0, done.output
    (sent,) = await rig.published(CLASSIFICATIONS_COMMANDS, {REPORT}, 1)
    command = sent.event
    assert command.topics == (Topic.ENVIRONMENT, Topic.COMMUNITY_LIFE)
    assert (command.urgency, command.places) == (Urgency.HIGH, ("00319",))
    assert (command.text, command.note) == ("Karaoke tới khuya, gọi [PHONE]", "viết cho [EMAIL]")
    assert (command.actor.desk, command.actor.via) == ("00319/union", "cli")
    assert await rig.correct(command) == []


@pytest.mark.parametrize(
    ("args", "told"),
    [
        ((*LABELS, "--topic", "other"), "stands alone"),
        ((*LABELS, "--place", "phường Không Có"), "no unit"),
        ((*LABELS, "--place", "00319", "--no-place"), "exclude"),
        ((*LABELS, "--desk", "chị Hoa"), "no desk"),
        (("--topic", "politics", "--urgency", "normal"), "politics"),
    ],
    ids=repr,
)
async def test_what_cannot_be_kept_is_not_sent(rig: Rig, args: tuple[str, ...], told: str):
    done = await run(rig, "correct", REPORT, *args)
    assert done.exit_code == 2
    assert told in done.output


async def test_without_a_bus_it_says_so(rig: Rig):
    done = await run(rig, "correct", REPORT, *LABELS, HAICHIEU_KAFKA_BOOTSTRAP="127.0.0.1:9")
    assert done.exit_code == 1
    assert "no Kafka at 127.0.0.1:9" in done.output
