"""What can be stored: the checks that decoding doesn't make, so that one record never spoils its batch."""

from datetime import UTC, datetime

MAX_INT = 2**63 - 1
MAX_NAME = 300
MAX_ANSWER = 20_000


def utc(moment: datetime) -> datetime:
    """The moment in UTC. Raises ValueError for one without a zone or beyond the calendar."""
    if moment.tzinfo is None:
        raise ValueError("a time has no zone")
    try:
        return moment.astimezone(UTC)
    except OverflowError:
        raise ValueError("a time lies beyond the calendar") from None


def whole(number: int) -> int:
    """The number. Raises ValueError when it needs more than 64 bits."""
    if not -MAX_INT <= number <= MAX_INT:
        raise ValueError("a number is too large")
    return number


def clipped(text: str | None, limit: int = MAX_NAME) -> str | None:
    """The text, at most ``limit`` characters of it."""
    return text if text is None or len(text) <= limit else f"{text[: limit - 1]}…"
