"""Token buckets by network, in memory: who asks too often waits. No address is kept, only a salted hash."""

import hmac
import math
import secrets
from ipaddress import IPv4Network, IPv6Address, IPv6Network, ip_address

V4_PREFIX = 24
V6_PREFIX = 56
UNKNOWN = "unknown"


def network_of(address: str | None) -> str:
    """The /24 or /56 that an address lies in; ``"unknown"`` for what is no address."""
    try:
        parsed = ip_address(address or "")
    except ValueError:
        return UNKNOWN
    if isinstance(parsed, IPv6Address):
        if parsed.ipv4_mapped is None:
            return str(IPv6Network((int(parsed), V6_PREFIX), strict=False))
        parsed = parsed.ipv4_mapped
    return str(IPv4Network((int(parsed), V4_PREFIX), strict=False))


class RateLimit:
    """``burst`` requests at once, ``per_minute`` steadily, for each network. Times in seconds of any steady clock."""

    def __init__(self, burst: int, per_minute: float, max_networks: int = 20_000) -> None:
        self._burst = float(burst)
        self._per_s = per_minute / 60
        self._max = max_networks
        self._salt = secrets.token_bytes(16)
        self._buckets: dict[bytes, tuple[float, float]] = {}

    def wait(self, network: str, now_s: float) -> int:
        """Take one request: 0 when it may pass, else the whole seconds until the next may."""
        key = hmac.digest(self._salt, network.encode(), "sha256")[:16]
        level, at = self._buckets.pop(key, (self._burst, now_s))
        level = min(self._burst, level + (now_s - at) * self._per_s)
        passes = level >= 1
        self._buckets[key] = (level - 1 if passes else level, now_s)
        if len(self._buckets) > self._max:
            del self._buckets[next(iter(self._buckets))]
        return 0 if passes else max(1, math.ceil((1 - level) / self._per_s))
