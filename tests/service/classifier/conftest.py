"""The classifier's handlers on a real broker and database."""

from collections.abc import AsyncIterator

import pytest

from services.classifier.domain.classify import Classifier
from services.classifier.store import CLASSIFICATIONS, CORRECTIONS, INDEXES, REVIEWS
from shared.settings import CommonSettings
from tests.service.classifier.rig import Rig


@pytest.fixture(scope="session")
def classifier() -> Classifier:
    return Classifier.load()


@pytest.fixture
async def rig(common: CommonSettings, classifier: Classifier) -> AsyncIterator[Rig]:
    rig = Rig(common, classifier)
    for name in (CLASSIFICATIONS, REVIEWS, CORRECTIONS):
        await rig.mongo.database.drop_collection(name)
    await rig.mongo.ensure(INDEXES)
    await rig.publisher.start()
    yield rig
    await rig.publisher.stop()
    rig.mongo.close()
