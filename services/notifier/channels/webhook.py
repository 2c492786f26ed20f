"""Webhooks signed as Standard Webhooks 1.0: ``webhook-id``, ``webhook-timestamp``, ``webhook-signature``.

The time in the headers is the machine's, not the shown clock's: receivers compare it with theirs.
"""

import asyncio
import contextlib
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

import httpx

from services.notifier.channels.webhook_secrets import WebhookSecrets
from services.notifier.domain.message import Message
from services.notifier.domain.result import Delivered, DeliveryResult, Rejected, Retry
from services.notifier.domain.webhook_body import webhook_body
from shared.publishing import utc_now

AGAIN = frozenset({408, 409, 425, 429})
"""Client errors that pass: timeout, conflict, too early, too many requests."""
OK, REDIRECTS, CLIENT_ERRORS, SERVER_ERRORS = 200, 300, 400, 500
MAX_ANSWER = 16 * 1024
DRAIN_S = 1.0


class WebhookChannel:
    """Posts messages. ``connections`` bounds those open at once; ``timeout_s`` is real seconds."""

    def __init__(
        self, secrets: WebhookSecrets, *, connections: int, timeout_s: float, allow_http: bool = False
    ) -> None:
        self._secrets = secrets
        self._schemes = ("https", "http") if allow_http else ("https",)
        self._connections = connections
        self._timeout_s = timeout_s
        self._client: httpx.AsyncClient | None = None

    async def send(self, message: Message) -> DeliveryResult:
        """One attempt: delivered means that the receiver answered 2xx."""
        try:
            url = httpx.URL(message.address)
        except (httpx.InvalidURL, ValueError):
            return Rejected("the webhook address is malformed")
        if url.scheme not in self._schemes or not url.host or "%" in url.host:
            return Rejected(f"the webhook address must be {' or '.join(self._schemes)}")
        signers = self._secrets.of(message.request.recipient.desk)
        if not signers:
            return Rejected("there is no webhook secret for this desk")
        body, now = webhook_body(message), utc_now()
        text = body.decode()
        headers = {
            "webhook-id": message.id,
            "webhook-timestamp": str(int(now.timestamp())),
            "webhook-signature": " ".join(signer.sign(message.id, now, text) for signer in signers),
        }
        try:
            async with self._open().stream("POST", url, content=body, headers=headers) as response:
                result = judge(response.status_code, response.headers.get("retry-after"), now)
                await _drain(response)
        except (httpx.HTTPError, OSError) as error:
            return Retry(f"connection: {type(error).__name__}")
        return result

    async def close(self) -> None:
        """Close the connections; a later send opens new ones."""
        client, self._client = self._client, None
        if client:
            await client.aclose()

    def _open(self) -> httpx.AsyncClient:
        if self._client is None:
            self._client = httpx.AsyncClient(
                timeout=self._timeout_s,
                follow_redirects=False,
                trust_env=False,
                limits=httpx.Limits(
                    max_connections=self._connections, max_keepalive_connections=self._connections
                ),
                headers={"user-agent": "haichieu-notifier/1", "content-type": "application/json"},
            )
        return self._client


async def _drain(response: httpx.Response) -> None:
    """Read a short answer, so that the connection can be used again; the status is known already."""
    size = 0
    with contextlib.suppress(httpx.HTTPError, TimeoutError):
        async with asyncio.timeout(DRAIN_S):
            async for chunk in response.aiter_raw():
                size += len(chunk)
                if size > MAX_ANSWER:
                    return


def judge(status: int, retry_after: str | None, now: datetime) -> DeliveryResult:
    """What an answer means. Redirects are not followed: the signed address is the one that was agreed."""
    if OK <= status < REDIRECTS:
        return Delivered(f"HTTP {status}")
    if REDIRECTS <= status < CLIENT_ERRORS:
        return Rejected(f"HTTP {status}: redirects are not followed")
    if CLIENT_ERRORS <= status < SERVER_ERRORS and status not in AGAIN:
        return Rejected(f"HTTP {status}")
    return Retry(f"HTTP {status}", _seconds(retry_after, now))


def _seconds(retry_after: str | None, now: datetime) -> float | None:
    """``Retry-After`` as seconds from now; it is a number or an HTTP date. None when it is neither."""
    if not retry_after:
        return None
    if retry_after.strip().isdecimal():
        return float(retry_after)
    try:
        at = parsedate_to_datetime(retry_after)
    except ValueError:
        return None
    return max(0.0, (at.replace(tzinfo=at.tzinfo or UTC) - now).total_seconds())
