"""Persistent SMTP connections, opened as needed, each used by one message at a time."""

import asyncio
import contextlib
import ssl
import time
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from pathlib import Path

import aiosmtplib

IDLE_S = 60.0
"""A connection that was idle this long is closed rather than used; servers drop them after a few minutes."""


@dataclass(frozen=True, slots=True)
class SmtpServer:
    """Where and how to connect. ``security``: none, starttls, tls. ``timeout_s`` is per command, real seconds."""

    host: str
    port: int
    security: str = "none"
    user: str = ""
    password: str = field(default="", repr=False)
    ca_file: Path | None = None
    helo: str = ""
    timeout_s: float = 30.0


class SmtpPool:
    """Connections to one server; the most recently used first, so that few stay open when little is sent."""

    def __init__(self, server: SmtpServer) -> None:
        self._server = server
        self._idle: list[tuple[aiosmtplib.SMTP, float]] = []
        self._tls = ssl.create_default_context(cafile=server.ca_file) if server.security != "none" else None

    @contextlib.asynccontextmanager
    async def connection(self) -> AsyncIterator[aiosmtplib.SMTP]:
        """A connected, authenticated client. It goes back unless something was left half done.

        Raises what aiosmtplib raises on connecting.
        """
        client = self._reuse() or await self._connect()
        try:
            yield client
        except (aiosmtplib.SMTPResponseException, aiosmtplib.SMTPRecipientsRefused):
            self._give_back(client)
            raise
        except BaseException:
            client.close()
            raise
        self._give_back(client)

    async def close(self) -> None:
        """Say goodbye on all idle connections."""
        idle, self._idle = self._idle, []
        for client, _ in idle:
            with contextlib.suppress(aiosmtplib.SMTPException, OSError, TimeoutError):
                async with asyncio.timeout(1):
                    await client.quit()
            client.close()

    def _reuse(self) -> aiosmtplib.SMTP | None:
        while self._idle:
            client, since = self._idle.pop()
            if client.is_connected and time.monotonic() - since < IDLE_S:
                return client
            client.close()
        return None

    async def _connect(self) -> aiosmtplib.SMTP:
        server = self._server
        client = aiosmtplib.SMTP(
            hostname=server.host,
            port=server.port,
            username=server.user or None,
            password=server.password or None,
            local_hostname=server.helo or None,
            timeout=server.timeout_s,
            use_tls=server.security == "tls",
            start_tls=server.security == "starttls",
            tls_context=self._tls,
        )
        try:
            await client.connect()
        except BaseException:
            client.close()
            raise
        return client

    def _give_back(self, client: aiosmtplib.SMTP) -> None:
        if client.is_connected:
            self._idle.append((client, time.monotonic()))
