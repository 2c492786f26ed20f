"""Alternating runs of the apps under the same load; medians and ratios as a table and as JSON.

``python -m tests.bench.http_frameworks.run [--rounds 7] [--seconds 3] [--connections 64] [--json FILE]``
"""

import argparse
import importlib.util
import json
import os
import platform
import socket
import statistics
import subprocess
import sys
import time
from importlib.metadata import version
from pathlib import Path

from tests.bench.http_frameworks.apps import APPS

HERE = "tests.bench.http_frameworks"
ROOT = Path(__file__).parents[3]
BASE = "fastapi"


def free_port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return int(free.getsockname()[1])


def wait_port(port: int, seconds: float = 20.0) -> None:
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.05)
    raise TimeoutError(f"no server on port {port}")


def cpu_seconds(pid: int) -> float:
    fields = Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def measure(app: str, connections: int, seconds: float) -> dict[str, float]:
    port = free_port()
    server = subprocess.Popen([sys.executable, "-m", f"{HERE}.apps", app, str(port)], cwd=ROOT)
    try:
        wait_port(port)
        before = cpu_seconds(server.pid)
        load = [sys.executable, "-m", f"{HERE}.load", str(port), str(connections), str(seconds)]
        found = json.loads(subprocess.run(load, cwd=ROOT, capture_output=True, check=True).stdout)
        used = cpu_seconds(server.pid) - before
    finally:
        server.terminate()
        server.wait()
    return {**found, "cpu_us": 1e6 * used / (found["requests_per_s"] * (seconds + 0.3))}


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=7)
    parser.add_argument("--seconds", type=float, default=3.0)
    parser.add_argument("--connections", type=int, default=64)
    parser.add_argument("--json", type=Path)
    options = parser.parse_args()
    apps = [name for name in APPS if name != "fastapi" or importlib.util.find_spec("fastapi")]
    if BASE not in apps:
        print("FastAPI isn't installed (pip install fastapi): Litestar alone, without ratios")
    runs: dict[str, list[dict[str, float]]] = {name: [] for name in apps}
    for number in range(options.rounds):
        for name in apps if number % 2 else reversed(apps):
            runs[name].append(measure(name, options.connections, options.seconds))
    medians = {
        name: {key: statistics.median(run[key] for run in found) for key in found[0]}
        for name, found in runs.items()
    }
    base = medians.get(BASE)
    print(
        "| app | requests/s | ratio | p50 ms | p99 ms | server CPU µs a request |\n|---|---|---|---|---|---|"
    )
    for name, found in medians.items():
        ratio = f"{found['requests_per_s'] / base['requests_per_s']:.2f}" if base else "–"
        print(
            f"| {name} | {found['requests_per_s']:.0f} | {ratio} | {found['p50_ms']:.1f} | {found['p99_ms']:.1f}"
            f" | {found['cpu_us']:.0f} |"
        )
    if options.json:
        packages = [
            p
            for p in ("fastapi", "litestar", "pydantic", "msgspec", "uvicorn")
            if importlib.util.find_spec(p)
        ]
        record = {
            "python": platform.python_version(),
            "cores": os.cpu_count(),
            "versions": {p: version(p) for p in packages},
            "rounds": options.rounds,
            "seconds": options.seconds,
            "connections": options.connections,
            "medians": medians,
            "runs": runs,
        }
        options.json.write_text(json.dumps(record, indent=2) + "\n")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
