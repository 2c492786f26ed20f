"""``haichieu classifier``: how it learns from what people correct."""

import click

from deploy.cli.learning.evaluate import evaluate
from deploy.cli.learning.explain import explain
from deploy.cli.learning.promote import history, promote
from deploy.cli.learning.train import train


@click.group()
def classifier() -> None:
    """Train, measure and promote versions of the classifier's model; explain a label."""


for command in (train, evaluate, promote, history, explain):
    classifier.add_command(command)
