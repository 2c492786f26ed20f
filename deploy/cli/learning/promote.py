"""``haichieu classifier promote`` and ``history``: which version is in force, and what was done."""

from datetime import datetime

import click
from rich.console import Console
from rich.table import Table

from deploy.cli.learning import models
from services.classifier.domain.classify import Classifier
from services.classifier.learning import gate
from services.classifier.learning.corpus import GOLD, load
from services.classifier.learning.figures import measure
from services.classifier.learning.predictions import of_classifier


@click.command()
@click.argument("version")
def promote(version: str) -> None:
    """Put VERSION in force, unless the frozen gold set regresses. Services take it up when they start again."""
    registry = models.registry()
    old, new = (Classifier.load(model=path) for path in (registry.current(), registry.path(version)))
    gold = load(GOLD)
    with Console(stderr=True).status("measuring both on the gold set"):
        before, after = (measure(of_classifier(c, gold), resamples=0) for c in (old, new))
    figures = {name: [round(before[name].value, 4), round(after[name].value, 4)] for name in after}
    if reasons := gate.refusals(before, after):
        registry.note("refused", version, models.now(), reasons=reasons, figures=figures)
        raise click.ClickException("\n  ".join([f"{version} is not promoted:", *reasons]))
    registry.promote(version, models.now(), figures)
    click.echo(f"{version} is in force; restart the classifier to use it")


@click.command()
def history() -> None:
    """Show what was trained, promoted and refused, and why."""
    registry = models.registry()
    table = Table(title=f"in force: {Classifier.load(model=registry.current()).model.version}")  # type: ignore[union-attr]
    for heading in ("when", "what", "version", "emergencies", "macro F1", "why not"):
        table.add_column(heading)
    for line in registry.history():
        figures = line.get("figures", {})
        table.add_row(
            f"{datetime.fromisoformat(line['at']):%Y-%m-%d %H:%M}",
            line["what"],
            line["version"],
            _change(figures.get("emergencies found")),
            _change(figures.get("topics: macro F1")),
            "; ".join(line.get("reasons", ())),
        )
    Console(width=140).print(table)


def _change(pair: list[float] | None) -> str:
    return f"{pair[0]:.3f} → {pair[1]:.3f}" if pair else ""
