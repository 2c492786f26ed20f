"""Runs each contender in a process of its own, in turn, and prints medians as a table.

    python -m tests.bench.classifier [--runs 3] [--reports 8000] [--json FILE]

Same texts for all: reports of the training set of 150 to 250 characters. One thread each. What is compared is in
``contenders.py``; rate counts reports after the model is loaded, memory is the whole process at its largest.
"""

import json
import os
import statistics
import subprocess
import sys
from pathlib import Path

import click
from rich.console import Console
from rich.table import Table

from tests.bench.classifier.contenders import CONTENDERS

ONE_THREAD = {f"{name}_NUM_THREADS": "1" for name in ("OMP", "OPENBLAS", "MKL")}
HEADINGS = ("reports/s", "ratio to ours", "start s", "memory MB", "main topic right on gold")


@click.command()
@click.option("--runs", default=3, show_default=True)
@click.option("--reports", default=8000, show_default=True, help="Texts labelled in each run.")
@click.option("--json", "target", type=click.Path(path_type=Path))
def main(runs: int, reports: int, target: Path | None) -> None:
    """Measure and print."""
    console = Console(width=130)
    measured: dict[str, list[dict[str, float]]] = {name: [] for name in CONTENDERS}
    for run in range(runs):
        for name in CONTENDERS:
            console.print(f"run {run + 1}: {name}", style="dim")
            measured[name].append(_run(name, reports))
    medians = {
        name: {key: statistics.median(one[key] for one in rows) for key in rows[0]}
        for name, rows in measured.items()
    }
    ours = medians["ours: everything"]["rate"]
    table = Table(title=f"{reports} reports of about 200 characters, medians of {runs} alternating runs")
    for heading in ("", *HEADINGS):
        table.add_column(heading, justify="right" if heading else "left")
    for name, m in medians.items():
        right = f"{m['right']:.3f}" if m["right"] >= 0 else "—"
        table.add_row(
            name,
            f"{m['rate']:,.0f}",
            f"{m['rate'] / ours:.2f}",
            f"{m['start']:.2f}",
            f"{m['memory']:.0f}",
            right,
        )
    console.print(table)
    if target:
        target.write_text(json.dumps(medians, indent=1) + "\n", "utf-8")


def _run(name: str, reports: int) -> dict[str, float]:
    command = [sys.executable, "-m", "tests.bench.classifier.contenders", name, str(reports)]
    done = subprocess.run(command, check=True, capture_output=True, env={**os.environ, **ONE_THREAD})
    measured: dict[str, float] = json.loads(done.stdout.splitlines()[-1])
    return measured


if __name__ == "__main__":
    main()
