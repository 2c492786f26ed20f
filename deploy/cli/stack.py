"""``haichieu up|down|status``: the whole system on this machine."""

import click
import httpx

from deploy.cli.state import home
from deploy.local import pidfile
from deploy.local.errors import LocalStackError
from deploy.local.ports import LOOPBACK
from deploy.local.services import NAMES
from deploy.local.stack import BrokerKind
from deploy.local.system import ENVIRONMENT_FILE, System

GRACE_S = 20.0


@click.command()
@click.option(
    "--broker",
    type=click.Choice(["embedded", "apache"]),
    default="embedded",
    show_default=True,
    help="embedded: small and quick; apache: Apache Kafka from its Maven artefacts, needs Java 17 and Maven.",
)
@click.option(
    "--clock-speed", default=1.0, show_default=True, help="Shown seconds per real second, for demos."
)
def up(broker: BrokerKind, clock_speed: float) -> None:
    """Start broker, database, mail sink and the four services in the background."""
    try:
        system = System.make(home(), broker, clock_speed, say=_tell)
        system.start()
    except LocalStackError as error:
        raise click.ClickException(str(error)) from error
    click.echo(system.addresses())


@click.command()
def down() -> None:
    """Stop all that `haichieu up` started. Data stays."""
    root = home().resolve()
    try:
        stopped = pidfile.stop_all(root / "run", GRACE_S, only=NAMES)
        stopped += pidfile.stop_all(root / "run", GRACE_S)
    except LocalStackError as error:
        raise click.ClickException(str(error)) from error
    (root / ENVIRONMENT_FILE).unlink(missing_ok=True)
    click.echo(f"stopped: {', '.join(stopped)}" if stopped else "nothing was running")


@click.command()
def status() -> None:
    """Show what runs and how it fares; exit 1 when a part isn't ready."""
    root = home().resolve()
    records = {record.name: record for record in pidfile.running(root / "run")}
    if not records:
        click.echo("nothing is running here; `haichieu up` starts it")
        raise click.exceptions.Exit(1)
    ports = System.load_ports(root)
    healthy = True
    for name in ("kafka", "mongodb", "mail", *NAMES):
        record = records.get(name)
        state = "running" if record else "down"
        if record and name in NAMES:
            state = _ready(getattr(ports, name))
        healthy &= state in ("running", "ready")
        click.echo(f"{name:12} {state:10} {f'pid {record.pid}' if record else ''}".rstrip())
    if not healthy:
        raise click.exceptions.Exit(1)


def _ready(port: int) -> str:
    try:
        answer = httpx.get(f"http://{LOOPBACK}:{port}/health/ready", timeout=5)
    except httpx.HTTPError:
        return "no answer"
    if answer.is_success:
        return "ready"
    return "; ".join(f"{k}: {v}" for k, v in answer.json().get("parts", {}).items() if v != "ok")


def _tell(message: str) -> None:
    click.echo(message, err=True)
