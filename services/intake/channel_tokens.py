"""Which channel a token opens: token names are channels, with a label where a channel has more than one.

``zalo=<sha256>`` and ``zalo:2=<sha256>`` are both Zalo's: the second one lets a token be changed without a gap.
"""

from collections.abc import Mapping

from shared import tokens
from shared.contracts.taxonomy import Channel

LABEL = ":"


def read(entries: str) -> Mapping[str, str]:
    """Token name → hash, from ``channel=sha256hex`` entries. Raises ValueError for a name that is no channel."""
    kept = (line for line in entries.splitlines() if not line.lstrip().startswith("#"))
    found = tokens.parse("\n".join(kept))
    for name in found:
        if name.partition(LABEL)[0] not in set(Channel):
            raise ValueError(f"{name[:40]!r} is no channel; there are {', '.join(Channel)}")
    return found


def channel_of(authorization: str | None, known: Mapping[str, str]) -> Channel | None:
    """The channel whose token an Authorization header carries; takes equally long for every token."""
    name = tokens.whose(authorization, dict(known))
    return Channel(name.partition(LABEL)[0]) if name else None
