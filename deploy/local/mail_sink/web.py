"""The sink's web server: a list, a page per message, and the same as JSON.

| address | answer |
| --- | --- |
| `/?page=1&per_page=50&to=` | the list as a page |
| `/messages.json?page=1&per_page=50&to=` | the list as JSON |
| `/messages/<id>` | one message as a page |
| `/messages/<id>.json`, `.html`, `.eml` | its parts as JSON, its html part, the raw message |
"""

from __future__ import annotations

import json
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from socketserver import TCPServer
from typing import Any
from urllib.parse import urlsplit

from deploy.local.mail_sink import message, page
from deploy.local.mail_sink.query import Query
from deploy.local.mail_sink.store import MailStore, Summary

_LOOPBACKS = {"127.0.0.1", "::1", "localhost"}
_PAGE_POLICY = "default-src 'none'; style-src 'unsafe-inline'; frame-src 'self'; form-action 'self'"
_PART_POLICY = (
    "sandbox allow-popups allow-popups-to-escape-sandbox; default-src 'none'; "
    "style-src 'unsafe-inline'; img-src data:"
)


class MailPageServer(ThreadingHTTPServer):
    """HTTP/1.1 server over a MailStore; it only reads."""

    daemon_threads = True
    request_queue_size = 128

    def __init__(self, host: str, port: int, store: MailStore) -> None:
        super().__init__((host, port), _Handler)
        self.store = store
        self.own_names = {host, "localhost"} if host in _LOOPBACKS else None

    def server_bind(self) -> None:
        """Bind without the reverse name lookup of the base class, which can take seconds."""
        TCPServer.server_bind(self)


class _NotFoundError(Exception):
    pass


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server_version = "haichieu-mail-sink"
    sys_version = ""
    timeout = 60
    server: MailPageServer

    def do_GET(self) -> None:
        try:
            host = urlsplit(f"//{self.headers.get('Host', '')}").hostname
            target = urlsplit(self.path)
        except ValueError:
            self._send(HTTPStatus.BAD_REQUEST, "text/plain", b"bad address\n")
            return
        # a web page elsewhere must not read the mail through a name that points here
        if self.server.own_names and host not in self.server.own_names:
            self._send(HTTPStatus.MISDIRECTED_REQUEST, "text/plain", b"wrong host\n")
            return
        try:
            self._route(target.path, Query.parse(target.query))
        except _NotFoundError:
            body = page.document("404", f"<h1>{page.both('Không tìm thấy', 'not found')}</h1>")
            self._send(HTTPStatus.NOT_FOUND, "text/html", body.encode(), _PAGE_POLICY)

    def do_HEAD(self) -> None:
        self.do_GET()

    def _route(self, path: str, query: Query) -> None:
        if path == "/":
            self._page(page.list_page(self.server.store.page(query), query))
        elif path == "/messages.json":
            found = self.server.store.page(query)
            listed = [_as_json(summary) for summary in found.messages]
            counts = {"total": found.total, "page": query.number, "per_page": query.per_page}
            self._json({**counts, "messages": listed})
        elif path.startswith("/messages/"):
            self._message(path.removeprefix("/messages/"))
        else:
            raise _NotFoundError

    def _message(self, name: str) -> None:
        identifier, _, form = name.partition(".")
        summary = self.server.store.find(identifier)
        if summary is None:
            raise _NotFoundError
        try:
            raw = self.server.store.read(summary)
        except OSError as error:
            raise _NotFoundError from error
        if form == "eml":
            self._send(HTTPStatus.OK, "message/rfc822", raw)
            return
        content = message.parse(raw)
        if form == "":
            self._page(page.message_page(summary, content))
        elif form == "html" and content.html is not None:
            body = '<!doctype html><base target="_blank">' + content.html
            self._send(HTTPStatus.OK, "text/html", body.encode(errors="replace"), _PART_POLICY)
        elif form == "json":
            parts = {"headers": content.headers, "text": content.text, "html": content.html}
            self._json({**_as_json(summary), **parts, "attachments": content.attachments})
        else:
            raise _NotFoundError

    def _page(self, text: str) -> None:
        self._send(HTTPStatus.OK, "text/html", text.encode(errors="replace"), _PAGE_POLICY)

    def _json(self, value: dict[str, Any]) -> None:
        body = json.dumps(value, ensure_ascii=False).encode(errors="replace")
        self._send(HTTPStatus.OK, "application/json", body)

    def _send(self, status: HTTPStatus, kind: str, body: bytes, policy: str = "sandbox") -> None:
        self.send_response(status)
        charset = "" if kind == "message/rfc822" else "; charset=utf-8"
        self.send_header("Content-Type", kind + charset)
        self.send_header("Content-Length", str(len(body)))
        self.send_header("Content-Security-Policy", policy)
        self.send_header("X-Content-Type-Options", "nosniff")
        self.send_header("Referrer-Policy", "no-referrer")
        self.send_header("Cache-Control", "no-store")
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(body)

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002 - the name is the base's
        """No line per request."""


def _as_json(summary: Summary) -> dict[str, Any]:
    return {
        "id": summary.id,
        "received_at": summary.received_at.isoformat(timespec="milliseconds"),
        "from": summary.sender,
        "to": list(summary.recipients),
        "subject": summary.subject,
        "size_bytes": summary.size_bytes,
        "url": f"/messages/{summary.id}",
    }
