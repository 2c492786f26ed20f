"""Ids that derive from their cause, so that a repeat of the cause gives the same id."""

from uuid import NAMESPACE_URL, UUID, uuid5

NAMESPACE = uuid5(NAMESPACE_URL, "https://haichieu.example/ids")
"""Fixed for good: another namespace would make every retry a new report."""


def report_id(channel: str, external_id: str) -> str:
    """Id of a report: equal for equal channel and external message id or Idempotency-Key."""
    return str(uuid5(NAMESPACE, f"report\x1f{channel}\x1f{external_id}"))


def derived(cause: str, *parts: str | int) -> str:
    """Id of something that follows from ``cause`` (an id): equal for equal cause and parts."""
    return str(uuid5(UUID(cause), "\x1f".join(map(str, parts))))
