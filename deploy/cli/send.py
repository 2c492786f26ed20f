"""``haichieu send`` and ``haichieu import``: reports into the running system."""

import sys
from pathlib import Path
from uuid import uuid4

import click
import httpx

from deploy.cli.state import home
from deploy.demo import sending
from deploy.local import secrets
from deploy.local.ports import LOOPBACK
from deploy.local.system import System
from services.intake import importer
from shared.contracts.taxonomy import Channel

ADDRESS = click.option(
    "--url", envvar="INTAKE_PUBLIC_URL", help="Address of intake; default: the local stack."
)
TOKEN = click.option("--token", envvar="CHANNEL_TOKEN", help="Channel token; default: the local stack's.")


@click.command()
@click.argument("what")
@click.option("--from", "reported_from", help="Unit of the reporter, e.g. 'phường Hoàng Mai'.")
@click.option("--channel", type=click.Choice([c.value for c in Channel]), default="api", show_default=True)
@ADDRESS
@TOKEN
def send(what: str, reported_from: str | None, channel: str, url: str | None, token: str | None) -> None:
    """Send WHAT: a text, or a .jsonl file with `id`, `channel`, `text`, `reported_from` a line."""
    path = Path(what)
    if what.endswith(".jsonl"):
        reports = sending.read(path)
    else:
        reports = [{"id": str(uuid4()), "channel": channel, "text": what, "reported_from": reported_from}]
    channels = {str(r.get("channel") or "api") for r in reports}
    try:
        answers = sending.send(reports, _url(url), {c: _token(token, c) for c in channels})
    except httpx.HTTPError as error:
        raise click.ClickException(f"intake did not take it: {error}") from error
    for answer in answers:
        click.echo(f"{answer.external_id}  {answer.receipt or 'refused: ' + answer.problem}")
    if any(answer.problem for answer in answers):
        raise click.exceptions.Exit(1)


@click.command("import")
@click.argument("path", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@ADDRESS
@TOKEN
def import_file(path: Path, url: str | None, token: str | None) -> None:
    """Send the rows of an Excel or CSV file; lists every row that can't be sent, and why."""
    code = importer.run(path, _url(url), _token(token, Channel.EXCEL.value), sys.stdout)
    if code:
        raise click.exceptions.Exit(code)


def _url(given: str | None) -> str:
    return given or f"http://{LOOPBACK}:{System.load_ports(home().resolve()).intake}"


def _token(given: str | None, channel: str) -> str:
    return given or secrets.load_or_make(home().resolve()).channel_tokens[channel]
