"""The whole system as processes on the embedded stack, with a collector for traces beside it."""

from collections.abc import Iterator

import pytest

from deploy.demo.desk import Desk
from deploy.local.ports import LOOPBACK, Ports
from deploy.local.system import System
from tests.integration.system.collector import Collector

SPEED = 60.0


@pytest.fixture(scope="session")
def collector() -> Iterator[Collector]:
    """An OTLP/HTTP collector that keeps what it is sent."""
    with Collector() as running:
        yield running


@pytest.fixture(scope="session")
def system(tmp_path_factory: pytest.TempPathFactory, collector: Collector) -> Iterator[System]:
    """A running system whose clock is 60 times faster."""
    made = System.make(
        tmp_path_factory.mktemp("system"),
        "embedded",
        SPEED,
        Ports.free(),
        HAICHIEU_OTLP_ENDPOINT=collector.url,
        CLASSIFIER_REVIEW_SHARE="1",
    )
    made.start()
    yield made
    made.stop()


@pytest.fixture(scope="session")
def desk(system: System) -> Desk:
    """What a person at a desk can do."""
    mail = f"http://{LOOPBACK}:{system.services.ports.mail_page}"
    return Desk(mail, system.services.url("escalation"), system.secrets.operator_token)
