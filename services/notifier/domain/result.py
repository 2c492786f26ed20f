"""What a channel reports about one attempt. ``detail`` is shown to operators: codes and causes, no addresses."""

import re
from dataclasses import dataclass
from typing import TypeAlias

MAX_DETAIL = 200
_ADDRESS = re.compile(r"<?[^\s<>@]+@[^\s<>@]+>?|https?://\S+")


@dataclass(frozen=True, slots=True)
class Delivered:
    """The receiving server took responsibility for the message."""

    detail: str = ""


@dataclass(frozen=True, slots=True)
class Retry:
    """It failed, and may work later. ``after_s``: the server asked to wait this many seconds."""

    detail: str
    after_s: float | None = None


@dataclass(frozen=True, slots=True)
class Rejected:
    """It can never work at this endpoint."""

    detail: str


DeliveryResult: TypeAlias = Delivered | Retry | Rejected


def cleaned(detail: str) -> str:
    """What a server said, on one line, short, without e-mail and web addresses."""
    printable = "".join(c if c.isprintable() else " " for c in detail)
    return _ADDRESS.sub("<address>", " ".join(printable.split()))[:MAX_DETAIL]
