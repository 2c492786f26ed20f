"""Records that cannot ever work are told apart from their batch, each with the field that is wrong."""

from datetime import UTC, datetime

import msgspec
import pytest
from aiokafka import ConsumerRecord

from shared.contracts.envelope import Envelope
from shared.contracts.events import ReportReceived
from shared.contracts.taxonomy import Channel
from shared.decoding import EventDecoder

NOW = datetime(2026, 11, 25, tzinfo=UTC)
GOOD = "4b1c2f6e-6d0a-5c3e-9d0e-0d3c1b2a4f5e"


def record(report_id: str) -> "ConsumerRecord[bytes, bytes]":
    event = ReportReceived(report_id=report_id, channel=Channel.WEB, text="Ngõ ngập", received_at=NOW)
    envelope = Envelope("id", event.TYPE, "haichieu/test", NOW, None)
    body = msgspec.json.encode(event)
    return ConsumerRecord(
        "reports.received", 0, 1, 0, 0, None, body, None, 0, len(body), tuple(envelope.to_headers())
    )


@pytest.mark.parametrize("bad", ["", "no uuid", GOOD.upper(), f"{GOOD}\n", f"{{{GOOD}}}", GOOD[:-1]])
def test_an_id_that_is_no_uuid_is_refused_and_its_batch_goes_on(bad: str) -> None:
    good, rejected = EventDecoder([ReportReceived]).split([record(bad), record(GOOD)])
    assert [item.event.report_id for item in good] == [GOOD]
    (rejection,) = rejected
    assert "report_id" in rejection.reason
