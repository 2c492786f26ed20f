"""One running intake per module."""

from collections.abc import AsyncIterator

import pytest

from shared.settings import CommonSettings
from tests.service.intake.harness import Intake, running


@pytest.fixture(scope="module")
async def intake(common: CommonSettings) -> AsyncIterator[Intake]:
    async with running(common) as found:
        yield found
