"""The whole system as processes, on Apache Kafka, for the tests that kill parts of it."""

from collections.abc import Iterator

import pytest

from deploy.local.apache_libs import available
from deploy.local.ports import Ports
from deploy.local.system import System
from tests.e2e.observer import Observer


@pytest.fixture(scope="session", autouse=True)
def apache() -> None:
    """Skips, with the reason, where Java 17 or Maven are missing."""
    usable = available()
    if not usable.ok:
        pytest.skip(f"Apache Kafka can't be started here: {usable.reason}")


@pytest.fixture(scope="module")
def system(tmp_path_factory: pytest.TempPathFactory) -> Iterator[System]:
    """A running system of the module's own, on free ports."""
    made = System.make(tmp_path_factory.mktemp("system"), "apache", 1.0, Ports.free())
    made.start()
    yield made
    made.stop()


@pytest.fixture(scope="module")
def observer(system: System) -> Iterator[Observer]:
    """What the databases, the mail sink and the services say."""
    watching = Observer(system)
    yield watching
    watching.close()
