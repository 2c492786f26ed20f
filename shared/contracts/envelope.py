"""CloudEvents 1.0 in Kafka binary mode: the attributes are record headers, the event is the JSON body.

Source: CloudEvents Kafka protocol binding 1.0.2, section 3.2 (``ce_`` header prefix, UTF-8 values).
"""

from collections.abc import Iterable
from datetime import datetime

import msgspec

from shared.contracts.events import Event

SPEC_VERSION = b"1.0"
CONTENT_TYPE = b"application/json"

Headers = list[tuple[str, bytes]]


class Envelope(msgspec.Struct, frozen=True):
    """The attributes of one event. ``id`` derives from the event's cause, so a repeat has the same id."""

    id: str
    type: str
    source: str
    time: datetime
    traceparent: str | None = None

    def to_headers(self) -> Headers:
        """As Kafka record headers."""
        headers = [
            ("ce_specversion", SPEC_VERSION),
            ("ce_id", self.id.encode()),
            ("ce_type", self.type.encode()),
            ("ce_source", self.source.encode()),
            ("ce_time", self.time.isoformat().encode()),
            ("content-type", CONTENT_TYPE),
        ]
        if self.traceparent:
            headers.append(("traceparent", self.traceparent.encode()))
        return headers


class EnvelopeError(ValueError):
    """The headers are not those of a CloudEvent; the text names the header."""


def read_headers(headers: Iterable[tuple[str, bytes]]) -> Envelope:
    """The envelope of a record. Raises EnvelopeError naming the missing or malformed header."""
    found = dict(headers)
    try:
        return Envelope(
            id=found["ce_id"].decode(),
            type=found["ce_type"].decode(),
            source=found["ce_source"].decode(),
            time=datetime.fromisoformat(found["ce_time"].decode()),
            traceparent=found["traceparent"].decode("ascii", "replace") if "traceparent" in found else None,
        )
    except KeyError as missing:
        raise EnvelopeError(f"header {missing.args[0]} is missing") from None
    except ValueError as error:
        raise EnvelopeError(f"a CloudEvents header is malformed: {error}") from None


def encode(event: Event) -> bytes:
    """The JSON body of an event."""
    return _ENCODER.encode(event)


_ENCODER = msgspec.json.Encoder()
