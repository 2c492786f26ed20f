"""Real mail server and webhook receiver beside the stack."""

from collections.abc import AsyncIterator, Iterator

import pytest

from services.notifier.store.deliveries import DELIVERIES
from services.notifier.store.links import LINKS
from shared.mongo import Mongo
from shared.settings import CommonSettings
from tests.service.notifier.mail_server import MailServer
from tests.service.notifier.receiver import Receiver
from tests.service.notifier.running import Listener


@pytest.fixture(autouse=True)
async def empty(common: CommonSettings) -> None:
    """Each test starts without deliveries."""
    mongo = Mongo(common)
    for name in (DELIVERIES, LINKS):
        await mongo.database.drop_collection(name)
    mongo.close()


@pytest.fixture
def mail() -> Iterator[MailServer]:
    server = MailServer()
    server.start()
    yield server
    server.stop()


@pytest.fixture
async def hooks() -> AsyncIterator[Receiver]:
    async with Receiver() as receiver:
        yield receiver


@pytest.fixture
async def heard(common: CommonSettings) -> AsyncIterator[Listener]:
    async with Listener(common) as listener:
        yield listener
