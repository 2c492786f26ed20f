"""Does it answer yet? Checks for a port, an HTTP URL and a Kafka broker, and the log's tail."""

from __future__ import annotations

import http.client
import socket
import struct
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

if TYPE_CHECKING:
    from pathlib import Path

_ATTEMPT_SECONDS = 2.0
_TAIL_BYTES = 16_384
_API_VERSIONS = 18
_CORRELATION = 4242


def port_answers(host: str, port: int) -> bool:
    """Whether a TCP connection to the port succeeds within 2 seconds."""
    try:
        socket.create_connection((host, port), _ATTEMPT_SECONDS).close()
    except OSError:
        return False
    return True


def url_answers(url: str) -> bool:
    """Whether a GET of the http URL gives a 2xx within 2 seconds (no proxy, no redirect).

    Raises ValueError when the URL is not an http one.
    """
    parts = urlsplit(url)
    if parts.scheme != "http" or parts.hostname is None:
        message = f"only http:// addresses can be waited for, not {url!r}"
        raise ValueError(message)
    target = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    connection = http.client.HTTPConnection(parts.hostname, parts.port or 80, timeout=_ATTEMPT_SECONDS)
    try:
        connection.request("GET", target)
        return 200 <= connection.getresponse().status < 300  # noqa: PLR2004 - the 2xx class
    except (OSError, http.client.HTTPException):
        return False
    finally:
        connection.close()


def kafka_answers(host: str, port: int) -> bool:
    """Whether a broker answers an ApiVersions request (version 0) without an error.

    An open port is not enough: the request proves that the broker handles requests.
    """
    client = b"haichieu"
    request = struct.pack(f">hhih{len(client)}s", _API_VERSIONS, 0, _CORRELATION, len(client), client)
    try:
        with socket.create_connection((host, port), _ATTEMPT_SECONDS) as connection:
            connection.settimeout(_ATTEMPT_SECONDS)
            connection.sendall(struct.pack(">i", len(request)) + request)
            answer = connection.makefile("rb").read(10)
    except OSError:
        return False
    if len(answer) < 10:  # noqa: PLR2004 - length, correlation id, error code
        return False
    _, correlation, error = struct.unpack(">iih", answer)
    return bool(correlation == _CORRELATION and error == 0)


def last_lines(path: Path, lines: int = 20, since_byte: int = 0) -> list[str]:
    """The last lines of a log file, none older than the byte position `since_byte`."""
    try:
        with path.open("rb") as log:
            end = log.seek(0, 2)
            log.seek(max(since_byte, end - _TAIL_BYTES))
            text = log.read().decode("utf-8", errors="replace")
    except OSError:
        return []
    return text.splitlines()[-lines:]
