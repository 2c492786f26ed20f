"""``haichieu classifier``: what people tell the classifier, and what it makes of it."""

import click

from deploy.cli.correct import correct
from deploy.cli.review import review


@click.group()
def classifier() -> None:
    """The classifier's labels: look at doubtful ones, correct them."""


for command in (review, correct):
    classifier.add_command(command)
