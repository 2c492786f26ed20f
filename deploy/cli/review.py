"""``haichieu classifier review``: the reports whose labels a person should look at."""

from typing import Any

import click
import httpx

from deploy.cli.state import home
from deploy.local import secrets
from deploy.local.ports import LOOPBACK
from deploy.local.system import System
from shared.contracts.taxonomy import TOPIC_NAMES, URGENCY_NAMES, Topic, Urgency
from shared.units import unit_name

TIMEOUT_S = 10
REASONS = {"unsure": "máy không chắc", "random": "rút thăm"}


@click.command()
@click.option(
    "--limit", default=20, show_default=True, type=click.IntRange(1, 200), help="Most reports shown."
)
@click.option("--url", envvar="REVIEWS_URL", help="Address of the classifier; default: the local stack.")
@click.option("--token", envvar="REVIEWS_TOKEN", help="Token of a reviewer; default: the local stack's.")
def review(limit: int, url: str | None, token: str | None) -> None:
    """List the reports that wait for a person, the most doubtful first; texts are redacted."""
    base = url or f"http://{LOOPBACK}:{System.load_ports(home().resolve()).classifier}"
    bearer = token or secrets.load_or_make(home().resolve()).operator_token
    try:
        answer = httpx.get(
            f"{base}/v1/reviews",
            params={"limit": limit},
            headers={"Authorization": f"Bearer {bearer}"},
            timeout=TIMEOUT_S,
        )
        answer.raise_for_status()
    except httpx.HTTPError as error:
        raise click.ClickException(f"the classifier did not answer: {error}") from error
    found = answer.json()
    for one in found["reviews"]:
        click.echo("\n".join(lines(one)) + "\n")
    click.echo(f"{len(found['reviews'])} reports{', and more' if found['next'] else ''}", err=True)


def lines(one: dict[str, Any]) -> tuple[str, str, str]:
    """A review as it is shown: id, labels, text."""
    topics = ", ".join(TOPIC_NAMES[Topic(code)][0] for code in one["topics"])
    urgency = URGENCY_NAMES[Urgency(one["urgency"])][0]
    places = ", ".join(unit_name(code) or code for code in one["places"][:3]) or "không rõ nơi"
    why = f"{REASONS[one['why']]}, {one['doubt']:.0%} ngờ"
    return one["report_id"], f"  {topics} · {urgency} · {places} ({why})", f"  {one['text']}"
