"""What the contract's types can't say about a request: a request that fails here can never be delivered."""

from datetime import UTC, datetime
from uuid import UUID

from shared.contracts.events import NotificationRequested

EARLIEST = datetime(2000, 1, 1, tzinfo=UTC)
LATEST = datetime(2200, 1, 1, tzinfo=UTC)
MAX_DESK_BYTES = 200
MAX_ENDPOINTS = 20
MAX_EXCERPT = 20_000


def check(request: NotificationRequested) -> None:
    """Raise ValueError that names the field, never its value."""
    for name, value in (("notification_id", request.notification_id), ("case_id", request.case_id)):
        try:
            canonical = str(UUID(value)) == value
        except ValueError:
            canonical = False
        if not canonical:
            raise ValueError(f"{name} is not a lower-case UUID")
    if not 0 < len(request.recipient.desk.encode()) <= MAX_DESK_BYTES:
        raise ValueError(f"recipient.desk must have 1 to {MAX_DESK_BYTES} bytes")
    if len(request.recipient.endpoints) > MAX_ENDPOINTS:
        raise ValueError(f"recipient.endpoints has more than {MAX_ENDPOINTS} entries")
    if len(request.case.excerpt) > MAX_EXCERPT:
        raise ValueError(f"case.excerpt has more than {MAX_EXCERPT} characters")
    times = {
        "requested_at": request.requested_at,
        "case.opened_at": request.case.opened_at,
        "case.acknowledge_by": request.case.acknowledge_by,
        "case.resolve_by": request.case.resolve_by,
    }
    for name, at in times.items():
        if at is not None and (at.tzinfo is None or not EARLIEST <= at <= LATEST):
            raise ValueError(f"{name} must have an offset and lie between {EARLIEST:%Y} and {LATEST:%Y}")
