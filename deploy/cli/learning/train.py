"""``haichieu classifier train``: a new version from the training set and the corrections."""

from pathlib import Path

import click
from rich.console import Console

from deploy.cli.learning import models
from services.classifier.domain.classify import Classifier
from services.classifier.learning.corpus import TRAIN


@click.command()
@click.option("--version", help="Name of the new version; default: the time.")
@click.option(
    "--set", "folder", type=click.Path(exists=True, file_okay=False, path_type=Path), default=TRAIN,
    help="Folder with labelled reports; default: the training set.",
)  # fmt: skip
@click.option("--corpus-only", is_flag=True, help="Leave the corrections out; needs no database.")
def train(version: str | None, folder: Path, corpus_only: bool) -> None:
    """Train a new version. It isn't in force before `promote`."""
    from services.classifier.learning.training import train as make  # noqa: PLC0415 - needs the extra `train`

    at = models.now()
    corrections = [] if corpus_only else models.corrections()
    with Console(stderr=True).status("reading") as status:
        model = make(
            Classifier.load(model=None),
            version or f"{at:%Y%m%d-%H%M%S}",
            corrections,
            say=status.update,
            folder=folder,
        )
    path = models.registry().add(model, at)
    click.echo(
        f"{model.version}: {model.card['training_set']['reports']} reports, {len(corrections)} corrections"
    )
    click.echo(f"written to {path}; next: haichieu classifier evaluate {model.version}")
