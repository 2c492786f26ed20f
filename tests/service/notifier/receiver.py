"""A real HTTP receiver of webhooks that answers as its path asks, and keeps what came.

``/ok``, ``/later/2`` (503 twice, then 200), ``/status/410``, ``/wait/2`` (429 with Retry-After once, then 200),
``/slow`` (never answers in time), ``/slowbody`` (answers 200 and then drips), ``/moved`` (a redirect to /ok).
"""

import asyncio
import time
from collections import Counter
from dataclasses import dataclass, field

from deploy.local.ports import free_ports
from shared.http import make_server, wait_started


@dataclass
class Hook:
    path: str
    at: float
    headers: dict[str, str]
    body: bytes


@dataclass
class Receiver:
    port: int = field(default_factory=lambda: free_ports(1)[0])
    received: list[Hook] = field(default_factory=list)
    attempts: Counter = field(default_factory=Counter)

    def url(self, path: str) -> str:
        return f"http://127.0.0.1:{self.port}{path}"

    def of(self, notification_id: str) -> list[Hook]:
        return [hook for hook in self.received if hook.headers["webhook-id"] == notification_id]

    async def __aenter__(self):
        async def app(scope, receive, send):
            await self._app(scope, receive, send)

        self._server = make_server(app, "127.0.0.1", self.port)
        self._serving = asyncio.create_task(self._server.serve())
        await wait_started(self._server, self._serving)
        return self

    async def __aexit__(self, *_):
        self._server.should_exit = True
        self._server.force_exit = True
        await self._serving

    async def _app(self, scope, receive, send):
        body, more = b"", True
        while more:
            message = await receive()
            body += message.get("body", b"")
            more = message.get("more_body", False)
        headers = {name.decode(): value.decode() for name, value in scope["headers"]}
        path = scope["path"]
        hook = Hook(path, time.monotonic(), headers, body)
        self.received.append(hook)
        key = (path, headers["webhook-id"])
        self.attempts[key] += 1
        status, extra = self._answer(path, self.attempts[key])
        if path == "/slow":
            await asyncio.sleep(5)
        await send({"type": "http.response.start", "status": status, "headers": extra})
        if path == "/slowbody":
            for _ in range(50):
                await send({"type": "http.response.body", "body": b".", "more_body": True})
                await asyncio.sleep(0.1)
        await send({"type": "http.response.body", "body": b"ok"})

    def _answer(self, path, attempt):
        _, kind, *number = path.split("/")
        if kind == "later" and attempt <= int(number[0]):
            return 503, []
        if kind == "wait" and attempt == 1:
            return 429, [(b"retry-after", number[0].encode())]
        if kind == "status":
            return int(number[0]), []
        if kind == "moved":
            return 307, [(b"location", b"/ok")]
        return 200, []
