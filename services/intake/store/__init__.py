"""What intake keeps: reports and their cases' timelines, sealed originals, the spool, the source keys.

| collection | written by | one document |
| --- | --- | --- |
| ``reports`` | the consumer of reports.received (and of reports.sealed for held ones) | an accepted report, redacted |
| ``sealed`` | the consumer of reports.sealed | a sealed original |
| ``case_links`` | the consumer of cases.events | report id → case id |
| ``case_timelines`` | the consumers of cases.events and notifications.delivered | what happened to a case |
| ``spool`` | requests while Kafka is away | the events of one accepted report |
| ``source_keys`` | whoever needs one first | the random key of a source-mark period |
"""

from collections.abc import Mapping, Sequence

from pymongo import ASCENDING, IndexModel

INDEXES: Mapping[str, Sequence[IndexModel]] = {
    "reports": (IndexModel([("receipt", ASCENDING)], name="by_receipt", unique=True),),
    "spool": (IndexModel([("seq", ASCENDING)], name="in_order"),),
    "source_keys": (IndexModel([("expires_at", ASCENDING)], name="expired", expireAfterSeconds=0),),
}
"""Collection → indexes; look-ups by ``_id`` need none."""

COLLECTIONS = ("reports", "sealed", "case_links", "case_timelines", "spool", "source_keys")
