"""Dead letters: records that can never work, kept whole with the reason, to be listed and replayed."""

from collections.abc import Sequence

from shared.contracts.topics import BY_NAME, DLQ_PARTITIONS
from shared.decoding import Record, Rejection
from shared.publishing import Publisher, RawRecord, utc_now

REASON = "dlq_reason"
ORIGIN = "dlq_origin"
GROUP = "dlq_group"
TIME = "dlq_time"
OWN_HEADERS = frozenset({REASON, ORIGIN, GROUP, TIME})
MAX_REASON = 500


def to_dead_letter(rejection: Rejection, group: str) -> RawRecord:
    """The dead letter of a rejected record: key, headers and bytes unchanged, and why, from where, when."""
    record = rejection.record
    topic = BY_NAME[record.topic]
    return RawRecord(
        topic.dlq,
        DLQ_PARTITIONS,
        record.key,
        record.value,
        [
            *((name, value) for name, value in record.headers if name not in OWN_HEADERS),
            (REASON, rejection.reason[:MAX_REASON].encode("utf-8", "replace")),
            (ORIGIN, f"{record.topic}/{record.partition}/{record.offset}".encode()),
            (GROUP, group.encode()),
            (TIME, utc_now().isoformat().encode()),
        ],
    )


def to_replay(record: Record) -> RawRecord:
    """The original of a dead letter, to be sent to the topic that it came from."""
    topic = BY_NAME[record.topic.removesuffix(".dlq")]
    headers = [(name, value) for name, value in record.headers if name not in OWN_HEADERS]
    return RawRecord(topic.name, topic.partitions, record.key, record.value, headers)


async def bury(publisher: Publisher, rejections: Sequence[Rejection], group: str) -> None:
    """Send dead letters and wait until each is confirmed. Raises as ``Publisher.publish`` does."""
    await publisher.publish_raw([to_dead_letter(r, group) for r in rejections])
