"""Runs of the system and of the floor, alternating on one stack: throughput, and CPU seconds of each process."""

import asyncio
import os
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx
from aiokafka.admin import AIOKafkaAdminClient, NewTopic
from pymongo import MongoClient

from deploy.demo import figures
from deploy.local.services import NAMES, PROJECT
from deploy.local.system import System
from tests.bench import shape as shapes
from tests.bench.floor import PREFIX, STAGES
from tests.bench.load import batches

PATIENCE_S = 400.0
TICKS = os.sysconf("SC_CLK_TCK")


@dataclass(frozen=True, slots=True)
class Run:
    """One run: real seconds from the first report sent to the last message delivered, CPU seconds by process."""

    seconds: float
    cpu: dict[str, float]
    reports: int

    @property
    def rate(self) -> float:
        """Reports a second."""
        return self.reports / self.seconds


def cpu_seconds(pid: int) -> float:
    """User and system time of a process so far."""
    fields = Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()
    return (int(fields[11]) + int(fields[12])) / TICKS


class Bench:
    """A system whose services are started for each run, on a stack that stays."""

    def __init__(self, system: System, reports: int) -> None:
        self.system = system
        self.reports = reports
        env = system.stack.environment()
        self.kafka, self.mongo = env["HAICHIEU_KAFKA_BOOTSTRAP"], env["HAICHIEU_MONGO_URI"]
        self.client: MongoClient[dict[str, Any]] = MongoClient(self.mongo)
        self.urls = {name: system.services.url(name) for name in NAMES}

    def run_system(self, name: str) -> tuple[Run, shapes.Shape]:
        """The real services, from HTTP to the mail sink."""
        services = self.system.services
        for process in services.processes.values():
            process.env["HAICHIEU_MONGO_DATABASE"] = name
        before = asyncio.run(shapes.ends(self.kafka))
        services.start()
        try:
            bodies = list(batches(name, self.reports))
            pids = {n: p.pid for n, p in services.processes.items() if p.pid}
            cpu = {n: cpu_seconds(pid) for n, pid in pids.items()}
            began = time.monotonic()
            self._post(bodies)
            self._wait(lambda: self._finished(name))
            seconds = time.monotonic() - began
            run = Run(seconds, {n: cpu_seconds(pid) - cpu[n] for n, pid in pids.items()}, self.reports)
        finally:
            services.stop()
        record_bytes, records = asyncio.run(shapes.of_topics(self.kafka, before))
        document_bytes, documents = shapes.of_database(self.mongo, name)
        return run, shapes.Shape(self.reports, record_bytes, records, document_bytes, documents)

    def run_floor(self, name: str, shape: shapes.Shape) -> Run:
        """The floor's processes, doing what ``shape`` says."""
        folder = self.system.root / "floor"
        folder.mkdir(exist_ok=True)
        shape.save(str(folder / f"{name}.json"))
        asyncio.run(self._floor_topics())
        go = folder / f"{name}.go"
        env = os.environ | {
            "BENCH_KAFKA": self.kafka,
            "BENCH_MONGO": self.mongo,
            "BENCH_DATABASE": name,
            "BENCH_SHAPE": str(folder / f"{name}.json"),
            "BENCH_REPORTS": str(self.reports),
            "BENCH_GO": str(go),
        }
        processes = {
            stage: subprocess.Popen([sys.executable, "-m", "tests.bench.floor", stage], env=env, cwd=PROJECT)
            for stage in STAGES
        }
        try:
            time.sleep(4)
            cpu = {stage: cpu_seconds(p.pid) for stage, p in processes.items()}
            began = time.monotonic()
            go.touch()
            told = int(shape.per_report("notifications.requested") * self.reports)
            self._wait(lambda: self._floor_finished(self.client[name], told))
            seconds = time.monotonic() - began
            return Run(seconds, {s: cpu_seconds(p.pid) - cpu[s] for s, p in processes.items()}, self.reports)
        finally:
            for process in processes.values():
                process.terminate()
            for process in processes.values():
                process.wait(20)

    def _post(self, bodies: list[bytes]) -> None:
        token = self.system.secrets.channel_tokens["api"]
        headers = {"Authorization": f"Bearer {token}", "Content-Type": "application/x-ndjson"}
        with httpx.Client(base_url=self.urls["intake"], headers=headers, timeout=120) as client:
            for body in bodies:
                client.post("/v1/reports:batch", content=body).raise_for_status()

    def _finished(self, name: str) -> bool:
        now = figures.read(self.urls)
        if now.silent or now.in_cases < self.reports or now.lag:
            return False
        database = self.client[name]
        waiting = database["deliveries"].find_one({"state": "pending"}, {"_id": 1})
        return (
            waiting is None
            and database["cases"].find_one({"outbox.0": {"$exists": True}}, {"_id": 1}) is None
        )

    def _floor_finished(self, database: Any, told: int) -> bool:
        done = database["deliveries"].count_documents({"state": "delivered"})
        return done >= told - 2 and database["reports"].count_documents({}) >= self.reports

    def _wait(self, holds: Callable[[], bool]) -> None:
        end = time.monotonic() + PATIENCE_S
        while not holds():
            if time.monotonic() > end:
                raise TimeoutError(f"the run did not end in {PATIENCE_S:g} s: {figures.read(self.urls)}")
            time.sleep(0.25)

    async def _floor_topics(self) -> None:
        admin = AIOKafkaAdminClient(bootstrap_servers=self.kafka)
        await admin.start()
        try:
            present = set(await admin.list_topics())
            wanted = [PREFIX + topic for topic in shapes.TOPICS]
            if stale := [topic for topic in wanted if topic in present]:
                await admin.delete_topics(stale)
                await asyncio.sleep(1.5)
            await admin.create_topics([NewTopic(topic, 8, 1) for topic in wanted])
        finally:
            await admin.close()
