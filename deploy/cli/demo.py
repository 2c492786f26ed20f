"""``haichieu demo``: the whole system, with sample reports and a live view."""

import signal
import sys

import click
import httpx
from rich.console import Console

from deploy.cli.state import home
from deploy.demo.run import Demo, DemoError, wait_for_stop
from deploy.local import pidfile
from deploy.local.errors import LocalStackError

GRACE_S = 20.0


@click.command()
@click.option("--once", is_flag=True, help="End by itself; exit 0 only if every report reached its end.")
@click.option("--speed", default=60.0, show_default=True, help="Shown seconds per real second.")
@click.option("--broker", type=click.Choice(["embedded", "apache"]), default="embedded", show_default=True)
@click.option("--stop", is_flag=True, help="End a demonstration that was left running.")
def demo(once: bool, speed: float, broker: str, stop: bool) -> None:
    """Start a system of its own, send the sample reports through it, and tell the story of one emergency.

    The clock runs faster, so that a quarter of an hour without an answer takes some seconds.
    """
    root = home().resolve() / "demo"
    if stop:
        click.echo(f"stopped: {', '.join(pidfile.stop_all(root / 'run', GRACE_S)) or 'nothing'}")
        return
    signal.signal(signal.SIGTERM, _leave)
    console = Console()
    run: Demo | None = None
    try:
        run = Demo(root, "apache" if broker == "apache" else "embedded", speed, console)
        run.run()
        if not once:
            console.print("Ctrl-C stops everything", style="bold")
            wait_for_stop()
    except (DemoError, LocalStackError, httpx.HTTPError) as error:
        raise click.ClickException(f"{error} (logs: {root / 'logs'})") from error
    finally:
        if run:
            console.print("stopping …")
            run.system.stop()


def _leave(*_: object) -> None:
    """A TERM ends it as Ctrl-C does: everything that was started is stopped."""
    sys.exit(143)
