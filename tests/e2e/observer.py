"""Looks at a running system from outside: its database, its mail sink, its interfaces."""

import time
from collections import Counter
from collections.abc import Callable
from email import message_from_bytes
from pathlib import Path

import httpx
from pymongo import MongoClient

from deploy.local.system import System


class Observer:
    """Counts what arrived where."""

    def __init__(self, system: System) -> None:
        self.system = system
        uri = system.stack.environment()["HAICHIEU_MONGO_URI"]
        self.client: MongoClient = MongoClient(uri, serverSelectionTimeoutMS=30_000)
        self.database = self.client["haichieu"]
        self.intake = system.services.url("intake")

    def close(self) -> None:
        self.client.close()

    def classified(self) -> Counter[str]:
        return Counter(d["_id"] for d in self.database.classifications.find({}, {"_id": 1}))

    def places_in_cases(self) -> Counter[str]:
        """Report id → in how many cases it is."""
        cases = self.database.cases.find({}, {"reports.report_id": 1})
        return Counter(r["report_id"] for d in cases for r in d["reports"])

    def unpublished(self) -> int:
        return self.database.cases.count_documents({"outbox.0": {"$exists": True}})

    def deliveries(self) -> dict[str, str]:
        """Notification id → state."""
        return {d["_id"]: d["state"] for d in self.database.deliveries.find({}, {"state": 1})}

    def required(self) -> set[str]:
        """How many desks each case's own history says were told: (case, generation, reason, desk)."""
        return {
            (d["_id"], entry.get("version"), told["reason"], desk)
            for d in self.database.cases.find({}, {"history": 1})
            for entry in d["history"]
            for told in entry.get("told", ())
            for desk in told["desks"]
        }

    def mails(self) -> dict[str, list[str]]:
        """Notification id → Message-IDs of the mails that carry it."""
        found: dict[str, list[str]] = {}
        for path in mail_files(self.system):
            message = message_from_bytes(path.read_bytes())
            found.setdefault(str(message["X-Haichieu-Notification"]), []).append(str(message["Message-ID"]))
        return found

    def accepted_and_stored(self) -> int:
        return self.database.reports.count_documents({})

    def wait(self, what: str, holds: Callable[[], bool], seconds: float) -> None:
        end = time.monotonic() + seconds
        while not holds():
            assert time.monotonic() < end, f"{what}: not within {seconds:g} s; {self.summary()}"
            time.sleep(0.5)

    def summary(self) -> str:
        states = Counter(self.deliveries().values())
        return (
            f"reports {self.accepted_and_stored()}, classified {len(self.classified())},"
            f" in cases {len(self.places_in_cases())}, unpublished {self.unpublished()}, deliveries {dict(states)}"
        )

    def send(self, lines: list[bytes], channel: str = "api", patience_s: float = 90.0) -> list[dict]:
        """Send a batch, again and again with the same keys until intake takes it, as a client should."""
        import json

        token = self.system.secrets.channel_tokens[channel]
        end = time.monotonic() + patience_s
        while True:
            try:
                answer = httpx.post(
                    f"{self.intake}/v1/reports:batch",
                    content=b"\n".join(lines),
                    headers={"Authorization": f"Bearer {token}", "Content-Type": "application/x-ndjson"},
                    timeout=20,
                )
                if answer.status_code < 500:
                    answers = [json.loads(line) for line in answer.text.splitlines()]
                    if all("report_id" in a for a in answers):
                        return answers
            except httpx.HTTPError:
                pass
            assert time.monotonic() < end, "intake took no report for too long"
            time.sleep(0.3)


def mail_files(system: System) -> list[Path]:
    """The messages that the sink holds."""
    return sorted(system.root.glob("data/mail/**/*.eml"))
