"""The probe of a container without curl: ``python -m shared.healthcheck [URL …]``; exit 0 when one answers 200.

Standard library only, and no proxy: it asks the process beside it. Without a URL it asks for the liveness of
whichever service runs here, by the ports that are theirs unless configured otherwise.
"""

import sys
from collections.abc import Sequence
from http.client import HTTPConnection, HTTPException
from urllib.parse import urlsplit

TIMEOUT_S = 5.0
"""More than the 4 s after which readiness says that the database gives no answer."""
USUAL = tuple(f"http://127.0.0.1:{port}/health/live" for port in (8001, 8002, 8003, 8004))
MAX_SHOWN = 1000
EXIT_UNHEALTHY = 1
EXIT_USAGE = 2
OK = 200


def probe(url: str, timeout_s: float = TIMEOUT_S) -> tuple[bool, str]:
    """Whether ``url`` answers 200 within ``timeout_s`` seconds, and what it says. Raises ValueError on a bad URL."""
    parts = urlsplit(url)
    if parts.scheme != "http" or not parts.hostname:
        raise ValueError(f"{url}: must be http://host:port/path")
    connection = HTTPConnection(parts.hostname, parts.port, timeout=timeout_s)
    try:
        connection.request("GET", parts.path or "/")
        response = connection.getresponse()
        body = response.read(MAX_SHOWN).decode("utf-8", "replace")
    except (OSError, HTTPException) as error:
        return False, f"{url}: {error or type(error).__name__}"
    finally:
        connection.close()
    return response.status == OK, f"{url}: {response.status} {body}"


def main(urls: Sequence[str]) -> int:
    """Probe until one is healthy; says what each answered. 0 healthy, 1 not, 2 on a URL that is none."""
    for url in urls or USUAL:
        try:
            healthy, answer = probe(url)
        except ValueError as error:
            print(error, file=sys.stderr)  # noqa: T201
            return EXIT_USAGE
        print(answer)  # noqa: T201 - Docker keeps it as the health log
        if healthy:
            return 0
    return EXIT_UNHEALTHY


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
