"""The embedded database: restart, kill -9, and no stray configuration."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from pymongo import MongoClient
from pymongo.collection import Collection

from deploy.local import free_ports
from deploy.local.database import Database


@pytest.fixture
def database(root: Path) -> Database:
    return Database(root, *free_ports(1))


@contextmanager
def reports(database: Database) -> Iterator[Collection[dict[str, Any]]]:
    with MongoClient[dict[str, Any]](database.uri, serverSelectionTimeoutMS=5000) as client:
        yield client["intake"]["reports"]


def test_documents_and_indexes_survive_a_restart(database: Database) -> None:
    database.start()
    with reports(database) as collection:
        collection.create_index("receipt", unique=True, name="by_receipt")
        collection.insert_many([{"_id": n, "receipt": f"R{n}"} for n in range(300)])
    started = time.monotonic()
    assert database.stop()
    assert time.monotonic() - started < 1.5  # 2.1 s without the connection after SIGTERM
    assert not database.is_alive()
    database.start()
    with reports(database) as collection:
        assert collection.count_documents({}) == 300
        assert collection.find_one({"receipt": "R299"}) == {"_id": 299, "receipt": "R299"}
        assert "by_receipt" in collection.index_information()
    database.restart()
    with reports(database) as collection:
        assert collection.count_documents({}) == 300


def test_acknowledged_writes_survive_kill_9(database: Database) -> None:
    database.start()
    with reports(database) as collection:
        for number in range(20):
            collection.insert_one({"_id": number})
    database.kill()
    assert database.process.exit_code == -9
    database.start()
    with reports(database) as collection:
        assert [document["_id"] for document in collection.find().sort("_id")] == list(range(20))


def test_it_is_a_replica_set_with_transactions(database: Database) -> None:
    database.start()
    with reports(database) as collection, collection.database.client.start_session() as session:
        session.start_transaction()
        collection.insert_one({"_id": 1}, session=session)
        session.abort_transaction()
        with session.start_transaction():
            collection.insert_one({"_id": 2}, session=session)
        assert [document["_id"] for document in collection.find()] == [2]


def test_a_configuration_lying_about_is_not_picked_up(
    database: Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "secantusd.toml").write_text("[server]\nno_such_setting = 1\n")
    monkeypatch.chdir(tmp_path)
    database.start()
    assert database.is_alive()


def test_a_stop_right_after_a_start_is_not_lost(database: Database) -> None:
    for _ in range(5):
        database.start()
        assert database.stop()
    assert database.process.exit_code == 0
