"""``haichieu classifier train``: a new version from the training set and the corrections."""

from dataclasses import replace
from pathlib import Path

import click
from rich.console import Console

from deploy.cli.learning import models
from services.classifier.domain.classify import Classifier
from services.classifier.domain.linear import Linear
from services.classifier.learning import card
from services.classifier.learning.corpus import GOLD, TRAIN, fingerprint, load
from services.classifier.learning.evaluation import evaluate


@click.command()
@click.option("--version", help="Name of the new version; default: the time.")
@click.option(
    "--set", "folder", type=click.Path(exists=True, file_okay=False, path_type=Path), default=TRAIN,
    help="Folder with labelled reports; default: the training set.",
)  # fmt: skip
@click.option(
    "--into", type=click.Path(file_okay=False, path_type=Path),
    help="Write to this folder instead of among the versions.",
)  # fmt: skip
@click.option("--corpus-only", is_flag=True, help="Leave the corrections out; needs no database.")
def train(version: str | None, folder: Path, into: Path | None, corpus_only: bool) -> None:
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
        status.update("measuring on the gold set")
        found = evaluate(Classifier.load(model=None).with_model(model), load(GOLD), load(TRAIN))
    model = replace(model, card=card.measured(model.card, found, fingerprint(GOLD)))
    path = save(model, into) if into else models.registry().add(model, at)
    click.echo(
        f"{model.version}: {model.card['training_set']['reports']} reports, {len(corrections)} corrections"
    )
    for name in ("topics: macro F1", "main topic right", "emergencies found", "false emergencies per 1,000"):
        click.echo(f"  {name}: {found.model[name].value:.3f}")
    click.echo(f"written to {path}, with its card")


def save(model: Linear, folder: Path) -> Path:
    """Write the model that comes with the code, over the one before."""
    model.save(folder)
    (folder / "card.md").write_text(card.as_markdown(model.version, model.card), "utf-8")
    return folder
