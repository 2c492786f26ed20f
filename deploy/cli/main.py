"""The ``haichieu`` command."""

import sys

import click

from deploy.cli.classifier import classifier
from deploy.cli.demo import demo
from deploy.cli.dlq import dlq
from deploy.cli.send import import_file, send
from deploy.cli.stack import down, status, up
from deploy.cli.topics import topics
from shared import logging


@click.group(context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(package_name="haichieu")
def cli() -> None:
    """haichieu: from a report to the right desk, and the answer back.

    All addresses come from the environment (HAICHIEU_*, see .env.example); `haichieu up` starts a local stack and
    the other commands then find it by themselves.
    """
    logging.configure("cli", "warning", "console")


for command in (demo, up, down, status, send, import_file, classifier, topics, dlq):
    cli.add_command(command)


def main() -> None:
    """Entry point; a failure is one clear line, not a traceback."""
    try:
        cli(standalone_mode=False)
    except click.ClickException as error:
        error.show()
        sys.exit(error.exit_code)
    except click.exceptions.Exit as leave:
        sys.exit(leave.exit_code)
    except (click.Abort, KeyboardInterrupt):
        sys.exit(130)
    except (OSError, RuntimeError) as error:
        click.echo(f"haichieu: {error}", err=True)
        sys.exit(1)
