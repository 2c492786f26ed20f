"""The stack that the tests run on: started once per session, on free ports, in a temporary folder.

A developer who keeps a stack running names it, and the session starts in a second:
``TEST_STACK="127.0.0.1:9092 mongodb://127.0.0.1:27017" pytest``.
"""

import asyncio
import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from uuid import uuid4

import pytest

from shared import topic_admin
from shared.settings import CommonSettings


@dataclass(frozen=True, slots=True)
class Addresses:
    """Where the session's broker and database are."""

    kafka: str
    mongo: str


@pytest.fixture(scope="session")
def addresses(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Addresses]:
    """Broker and database, topics created."""
    named = os.environ.get("TEST_STACK")
    if named:
        kafka, mongo = named.split()
        asyncio.run(topic_admin.create(kafka))
        yield Addresses(kafka, mongo)
        return
    from deploy.local.ports import Ports
    from deploy.local.stack import Stack

    root: Path = tmp_path_factory.mktemp("stack")
    with Stack(root, ports=Ports.free()) as stack:
        env = stack.environment()
        found = Addresses(env["HAICHIEU_KAFKA_BOOTSTRAP"], env["HAICHIEU_MONGO_URI"])
        asyncio.run(topic_admin.create(found.kafka))
        yield found


@pytest.fixture(scope="module")
def common(addresses: Addresses) -> CommonSettings:
    """Settings with a database of the module's own. The topics are the session's: tell records by their ids."""
    return CommonSettings(
        _env_file=None,
        kafka_bootstrap=addresses.kafka,
        mongo_uri=addresses.mongo,
        mongo_database=f"test_{uuid4().hex[:10]}",
        kafka_empty_fetch_pause_ms=25,
        instance=f"t{uuid4().hex[:6]}",
        log_format="console",
    )
