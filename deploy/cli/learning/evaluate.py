"""``haichieu classifier evaluate``: figures on the frozen gold set, beside two simple rivals."""

import json
from dataclasses import asdict
from math import isnan
from pathlib import Path

import click
from rich.console import Console
from rich.table import Table

from deploy.cli.learning import models
from deploy.cli.learning.redaction import redaction_table
from services.classifier.domain.classify import Classifier
from services.classifier.learning.corpus import GOLD, ORIGIN, TRAIN, load
from services.classifier.learning.evaluation import Evaluation, Figures
from services.classifier.learning.evaluation import evaluate as measure

KEY_FIGURES = {
    "topics: macro F1": "macro F1",
    "main topic right": "main topic",
    "emergencies found": "emergencies",
    "false emergencies per 1,000": "false /1,000",
    "urgency: quadratic kappa": "kappa",
    "place right": "place",
}
"""Figure → heading of its column in the table of slices."""


@click.command()
@click.argument("version", required=False)
@click.option(
    "--set", "folder", type=click.Path(exists=True, file_okay=False, path_type=Path), default=GOLD,
    help="Folder with labelled reports; default: the frozen gold set.",
)  # fmt: skip
@click.option(
    "--json", "target", type=click.Path(dir_okay=False, path_type=Path), help="Write the figures here too."
)
def evaluate(version: str | None, folder: Path, target: Path | None) -> None:
    """Measure VERSION (default: the one in force): the whole with 95 % intervals, slices, rivals, redaction."""
    registry = models.registry()
    classifier = Classifier.load(model=registry.path(version) if version else registry.current())
    examples = load(folder)
    console = Console(width=120)
    with Console(stderr=True).status(f"{len(examples)} reports"):
        found = measure(classifier, examples, load(TRAIN))
        redaction = redaction_table(examples)
    name = classifier.model.version if classifier.model else ""
    console.print(whole(found, name), slices(found), redaction)
    console.print(ORIGIN, style="dim")
    if target:
        target.write_text(json.dumps(asdict(found), indent=1, ensure_ascii=False) + "\n", "utf-8")


def whole(found: Evaluation, name: str) -> Table:
    """The model with intervals, beside lexicon and majority."""
    table = Table(title=f"{name} on {found.reports} reports")
    for heading in ("", "model", "95 % interval", "lexicon and rules only", "commonest labels"):
        table.add_column(heading, justify="left" if not heading else "right")
    for figure, value in found.model.items():
        interval = f"{_show(figure, value.low)} to {_show(figure, value.high)}"
        rivals = [_show(figure, rival[figure].value) for rival in (found.lexicon_only, found.majority)]
        table.add_row(figure, _show(figure, value.value), interval, *rivals)
    return table


def slices(found: Evaluation) -> Table:
    """The key figures of each slice; one that lies more than 0.08 below the whole is marked."""
    table = Table(title="Slices")
    table.add_column("")
    table.add_column("reports", justify="right")
    for heading in KEY_FIGURES.values():
        table.add_column(heading, justify="right")
    for name, (reports, figures) in {"all": (found.reports, found.model), **found.slices}.items():
        table.add_row(
            name, str(reports), *(_compared(figure, figures, found.model) for figure in KEY_FIGURES)
        )
    return table


def _compared(figure: str, figures: Figures, of_all: Figures) -> str:
    shown = _show(figure, figures[figure].value)
    behind = "per 1,000" not in figure and of_all[figure].value - figures[figure].value > BEHIND
    return f"[bold red]{shown}[/]" if behind else shown


BEHIND = 0.08


def _show(figure: str, value: float) -> str:
    if isnan(value):
        return "—"
    return f"{value:.1f}" if "per 1,000" in figure else f"{value:.3f}"
