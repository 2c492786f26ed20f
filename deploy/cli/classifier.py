"""``haichieu classifier``: its labels, what people say of them, and the models that learn from it."""

import click

from deploy.cli.correct import correct
from deploy.cli.learning.evaluate import evaluate
from deploy.cli.learning.explain import explain
from deploy.cli.learning.promote import history, promote
from deploy.cli.learning.train import train
from deploy.cli.review import review


@click.group()
def classifier() -> None:
    """The classifier: look at doubtful labels, correct them, train and promote what learns from it."""


for command in (explain, review, correct, train, evaluate, promote, history):
    classifier.add_command(command)
