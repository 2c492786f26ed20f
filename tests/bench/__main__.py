"""``make bench``: the pipeline beside the floor pipeline, and an emergency behind a backlog.

Prints tables, writes ``.haichieu/bench/result.json``. All figures are ratios of medians of alternating runs on
one machine at one time; absolute figures are printed for orientation only.
"""

import argparse
import json
import shutil
import statistics
from pathlib import Path

from rich.console import Console
from rich.table import Table

from deploy.local.apache_libs import available
from deploy.local.ports import Ports
from deploy.local.services import NAMES
from deploy.local.system import System
from tests.bench import overtake
from tests.bench.pipeline import Bench, Run

ROOT = Path(".haichieu/bench")


def main() -> None:
    """Run what was asked for."""
    parser = argparse.ArgumentParser(prog="make bench", description=__doc__)
    parser.add_argument("--reports", type=int, default=10_000, help="reports of a run")
    parser.add_argument("--runs", type=int, default=3, help="alternating runs of each")
    parser.add_argument("--backlog", type=int, default=50_000, help="ordinary reports before the emergency")
    parser.add_argument("--only", choices=["pipeline", "overtake"], help="one of the two")
    args = parser.parse_args()
    console = Console()
    shutil.rmtree(ROOT, ignore_errors=True)
    broker = "apache" if available().ok else "embedded"
    system = System.make(ROOT, broker, 1.0, Ports.free(), say=console.print)
    console.print(f"broker: {broker}; database: SecantusDB; mail: the local sink")
    result: dict[str, object] = {"broker": broker, "reports": args.reports, "runs": args.runs}
    system.start()
    system.services.stop()
    try:
        if args.only != "overtake":
            result["pipeline"] = pipeline(console, system, args.reports, args.runs)
        if args.only != "pipeline":
            result["overtake"] = overtake.measure(console, system, args.backlog)
    finally:
        system.stop()
    (ROOT / "result.json").write_text(json.dumps(result, indent=2))
    console.print(f"written: {ROOT / 'result.json'}")


def pipeline(console: Console, system: System, reports: int, runs: int) -> dict[str, object]:
    """Alternate system and floor; returns the medians and their ratios."""
    bench = Bench(system, reports)
    warm, shape = bench.run_system("warm")
    console.print(f"warm-up: {warm.rate:.0f} reports/s")
    pairs: list[tuple[Run, Run]] = []
    for n in range(runs):
        ours, shape = bench.run_system(f"system{n}")
        floor = bench.run_floor(f"floor{n}", shape)
        pairs.append((ours, floor))
        console.print(f"run {n + 1}: system {ours.rate:.0f}, floor {floor.rate:.0f} reports/s")
    table = Table(title=f"{reports} reports, medians of {runs} alternating runs")
    for column in ("", "system", "floor", "ratio"):
        table.add_column(column, justify="left" if not column else "right")
    found: dict[str, object] = {"shape": {"records": shape.records, "documents": shape.documents}}
    rate = [statistics.median(r.rate for r in side) for side in zip(*pairs, strict=True)]
    table.add_row("reports/s", f"{rate[0]:.0f}", f"{rate[1]:.0f}", f"{rate[0] / rate[1]:.2f}")
    found["throughput"] = {"system": rate[0], "floor": rate[1], "ratio": rate[0] / rate[1]}
    for name in (*NAMES, "all"):
        cost = [statistics.median(_cost(run, name) for run in side) for side in zip(*pairs, strict=True)]
        table.add_row(
            f"CPU s per 1,000: {name}", f"{cost[0]:.3f}", f"{cost[1]:.3f}", f"{cost[0] / cost[1]:.2f}"
        )
        found[f"cpu_{name}"] = {"system": cost[0], "floor": cost[1], "ratio": cost[0] / cost[1]}
    console.print(table)
    return found


def _cost(run: Run, name: str) -> float:
    seconds = sum(run.cpu.values()) if name == "all" else run.cpu[name]
    return seconds / run.reports * 1000


if __name__ == "__main__":
    main()
