"""Raw records into events, each on its own: one bad record never spoils its batch."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Generic, TypeAlias, TypeVar

import msgspec
from aiokafka import ConsumerRecord

from shared.contracts.envelope import Envelope, EnvelopeError, read_headers
from shared.contracts.events import Event

E = TypeVar("E", bound=Event)

Record: TypeAlias = "ConsumerRecord[bytes | None, bytes | None]"


@dataclass(frozen=True, slots=True)
class Received(Generic[E]):
    """An event as it arrived, with its envelope and the record it came in."""

    event: E
    envelope: Envelope
    record: Record


@dataclass(frozen=True, slots=True)
class Rejection:
    """A record that cannot ever work, and why. The reason names fields, never their values."""

    record: Record
    reason: str


class EventDecoder:
    """Decodes the records of topics that carry these event types. Built once per subscriber."""

    def __init__(self, types: Sequence[type[Event]]) -> None:
        self._by_type = {t.TYPE: msgspec.json.Decoder(t) for t in types}

    def decode(self, record: Record) -> Received[Event]:
        """The event of one record. Raises ValueError with a reason when it cannot ever work."""
        if not record.value:
            raise ValueError("the record has no body")
        envelope = read_headers(record.headers)
        decoder = self._by_type.get(envelope.type)
        if decoder is None:
            raise ValueError(f"event type {envelope.type[:80]!r} does not belong on {record.topic}")
        return Received(decoder.decode(record.value), envelope, record)

    def split(self, records: Sequence[Record]) -> tuple[list[Received[Event]], list[Rejection]]:
        """The events of a batch in order, and the records that were none."""
        good: list[Received[Event]] = []
        bad: list[Rejection] = []
        for record in records:
            try:
                good.append(self.decode(record))
            except (
                EnvelopeError,
                msgspec.MsgspecError,
                UnicodeDecodeError,
                ValueError,
                RecursionError,
            ) as error:
                bad.append(Rejection(record, f"invalid: {error}"))
        return good, bad
