"""Kill -9 on Apache Kafka: each service and the broker, at random moments, while 5,000 reports flow."""

import json
import random
import threading
import time

import pytest

from deploy.demo import sending
from deploy.demo.run import REPORTS, SAMPLE
from tests.e2e.observer import Observer

pytestmark = [pytest.mark.apache, pytest.mark.slow, pytest.mark.timeout(420)]

COUNT = 5_000
BATCH = 50
UNITS = ("phường Hoàng Mai", "phường Hà Đông", "xã Mỹ Đức", "phường Từ Liêm", "xã Đông Anh", "phường Ba Đình")
VICTIMS = ("intake", "classifier", "escalation", "notifier", "kafka")
SETTLE_S = 150


def lines(name: str, count: int) -> list[bytes]:
    """Load made from the sample texts; every report has a key of its own."""
    texts = [report["text"] for file in REPORTS for report in sending.read(SAMPLE / file)][::5]
    chosen = random.Random(name)
    return [
        json.dumps(
            {
                "idempotency_key": f"{name}-{n}",
                "text": chosen.choice(texts),
                "reported_from": chosen.choice(UNITS),
            },
            ensure_ascii=False,
        ).encode()
        for n in range(count)
    ]


class Killer(threading.Thread):
    """Kills one part after another, each at a random moment, and starts it again."""

    def __init__(self, system, seed: int) -> None:
        super().__init__(daemon=True)
        self.system = system
        self.random = random.Random(seed)
        self.enough = threading.Event()
        self.killed: list[str] = []
        self.error: BaseException | None = None

    def run(self) -> None:
        try:
            while not self.enough.wait(self.random.uniform(0.5, 2.0)):
                for victim in self.random.sample(VICTIMS, len(VICTIMS)):
                    self._kill(victim)
                    self.enough.wait(self.random.uniform(0.5, 2.0))
        except BaseException as error:
            self.error = error

    def _kill(self, victim: str) -> None:
        self.killed.append(victim)
        if victim == "kafka":
            self.system.stack.broker.kill()
            time.sleep(self.random.uniform(0.1, 1.0))
            self.system.stack.broker.start()
            return
        process = self.system.services.processes[victim]
        process.kill()
        time.sleep(self.random.uniform(0.1, 1.0))
        process.start()


def settled(observer: Observer, ids: set[str]) -> bool:
    return (
        ids <= set(observer.classified())
        and ids <= set(observer.places_in_cases())
        and observer.unpublished() == 0
        and all_delivered(observer)
    )


def all_delivered(observer: Observer) -> bool:
    states = observer.deliveries()
    return len(states) == len(observer.required()) and set(states.values()) == {"delivered"}


def assert_exactly_once(observer: Observer, ids: set[str]) -> None:
    classified, held = observer.classified(), observer.places_in_cases()
    assert ids <= set(classified)
    assert set(classified.values()) == {1}
    assert ids <= set(held)
    assert set(held.values()) == {1}
    deliveries = observer.deliveries()
    assert len(deliveries) == len(observer.required())
    assert set(deliveries.values()) == {"delivered"}
    mails = observer.mails()
    assert set(mails) == set(deliveries)
    assert all(len(set(message_ids)) == 1 for message_ids in mails.values())


def test_nothing_is_lost_or_doubled_when_every_part_is_killed(system, observer: Observer):
    killer = Killer(system, seed=20261123)
    killer.start()
    ids: set[str] = set()
    load = lines("kill", COUNT)
    for start in range(0, COUNT, BATCH):
        ids.update(answer["report_id"] for answer in observer.send(load[start : start + BATCH]))
        time.sleep(0.2)
    killer.enough.set()
    killer.join(60)
    assert killer.error is None
    assert len(ids) == COUNT
    assert set(killer.killed) == set(VICTIMS)
    observer.wait("settled", lambda: settled(observer, ids), SETTLE_S)
    assert_exactly_once(observer, ids)
    doubled = sum(len(m) - 1 for m in observer.mails().values())
    print(
        f"\n{COUNT} reports, {len(killer.killed)} kills, {len(observer.deliveries())} notifications,"
        f" {doubled} mails sent again with the same Message-ID"
    )


def test_kafka_away_for_a_minute_intake_answers_and_everything_arrives(system, observer: Observer):
    load = lines("away", 600)
    system.stack.broker.kill()
    began = time.monotonic()
    ids: set[str] = set()
    slowest = 0.0
    for start in range(0, len(load), 10):
        sent = time.monotonic()
        ids.update(a["report_id"] for a in observer.send(load[start : start + 10], patience_s=5))
        slowest = max(slowest, time.monotonic() - sent)
        time.sleep(max(0.0, 1.0 - (time.monotonic() - sent)))
    assert time.monotonic() - began >= 55
    system.stack.broker.start()
    observer.wait("settled", lambda: settled(observer, ids), SETTLE_S)
    assert_exactly_once(observer, ids)
    print(
        f"\nKafka away for {time.monotonic() - began:.0f} s: {len(ids)} accepted, slowest answer {slowest:.2f} s"
    )


def test_the_database_away_nothing_is_lost_and_recovery_is_by_itself(system, observer: Observer):
    load = lines("database", 600)
    system.stack.database.kill()
    ids: set[str] = set()
    for start in range(0, len(load), 30):
        ids.update(a["report_id"] for a in observer.send(load[start : start + 30], patience_s=10))
        time.sleep(0.5)
    system.stack.database.start()
    observer.wait("settled", lambda: settled(observer, ids), SETTLE_S)
    assert_exactly_once(observer, ids)
