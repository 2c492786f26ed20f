"""A breaking change of an event fails here: the golden files are what other versions have sent."""

import json
from pathlib import Path

import msgspec
import pytest

from shared.contracts import asyncapi
from shared.contracts.envelope import Envelope, EnvelopeError, read_headers
from shared.contracts.events import Event
from shared.contracts.topics import BY_NAME, TOPICS

GOLDEN = Path(__file__).parent / "golden"
EVENTS = sorted({event for topic in TOPICS for event in topic.events}, key=lambda e: e.TYPE)


@pytest.mark.parametrize("event", EVENTS, ids=lambda e: e.TYPE)
def test_what_was_sent_is_still_read_whole(event: type[Event]):
    golden = json.loads((GOLDEN / f"{event.TYPE}.json").read_text())
    read = msgspec.json.decode(json.dumps(golden), type=event)
    assert json.loads(msgspec.json.encode(read)) == golden


@pytest.mark.parametrize("event", EVENTS, ids=lambda e: e.TYPE)
def test_the_golden_file_fills_every_field(event: type[Event]):
    golden = json.loads((GOLDEN / f"{event.TYPE}.json").read_text())
    assert set(golden) == set(event.__struct_fields__)


def test_every_golden_file_has_its_event():
    assert {path.stem for path in GOLDEN.glob("*.json")} == {event.TYPE for event in EVENTS}


@pytest.mark.parametrize("event", EVENTS, ids=lambda e: e.TYPE)
def test_unknown_fields_are_ignored_and_the_model_is_frozen(event: type[Event]):
    golden = json.loads((GOLDEN / f"{event.TYPE}.json").read_text())
    read = msgspec.json.decode(json.dumps(golden | {"added_later": 1}), type=event)
    with pytest.raises(AttributeError):
        setattr(read, event.__struct_fields__[0], "x")


def test_type_names_end_in_their_version():
    for event in EVENTS:
        prefix, version = event.TYPE.rsplit(".", 1)
        assert prefix.startswith("haichieu.")
        assert version == "v1"


def test_headers_survive_the_round_trip():
    from datetime import UTC, datetime

    envelope = Envelope("id", "haichieu.x.v1", "haichieu/test", datetime(2026, 1, 2, tzinfo=UTC), "00-a-b-01")
    assert read_headers(envelope.to_headers()) == envelope


@pytest.mark.parametrize("missing", ["ce_id", "ce_type", "ce_source", "ce_time"])
def test_a_missing_header_is_named(missing: str):
    from datetime import UTC, datetime

    headers = Envelope("i", "t", "s", datetime(2026, 1, 2, tzinfo=UTC)).to_headers()
    with pytest.raises(EnvelopeError, match=missing):
        read_headers([h for h in headers if h[0] != missing])


def test_no_event_can_name_a_person():
    """No field of any event is made for a person; desks act, units own, sources are only counted."""
    schema = json.dumps(asyncapi.document()["components"]["schemas"])
    for word in ("person", "sender", "phone", "author", "full_name", "opinion", "belief", "reporter"):
        assert f'"{word}' not in schema


def test_topics_have_partitions_retention_and_dead_letters():
    for topic in TOPICS:
        assert topic.partitions >= 1
        assert topic.retention_s >= 24 * 3600
        assert topic.dlq == f"{topic.name}.dlq"
        assert BY_NAME[topic.name] is topic


def test_the_asyncapi_document_names_every_topic_and_both_sides():
    document = asyncapi.document()
    assert set(document["channels"]) == {t.name for t in TOPICS}
    sent = {name for names in asyncapi.PRODUCERS.values() for name in names}
    received = {name for names in asyncapi.CONSUMERS.values() for name in names}
    assert sent == received == set(BY_NAME)
