"""A real SMTP server that behaves as the recipient's address asks, and keeps what it accepted.

``later-2@`` gets 451 twice and is then accepted, ``never@`` gets 550, ``spam@`` gets 554 after DATA,
``drop-1@`` is cut off once in the middle of the transaction, ``slow@`` waits before it accepts,
``held@`` waits until the test lets it go.
"""

# ruff: noqa: ARG002, N802 - the names and arguments are aiosmtpd's

import asyncio
import re
import threading
import time
from collections import Counter
from dataclasses import dataclass, field
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, AuthResult, LoginPassword

from deploy.local.ports import free_ports

SLOW_S = 1.0


@dataclass
class Received:
    to: str
    at: float
    mail: EmailMessage

    @property
    def notification(self) -> str:
        return self.mail["X-Haichieu-Notification"]


class Behaviour:
    """The handler; runs in the controller's thread."""

    def __init__(self, received: list[Received]) -> None:
        self.received = received
        self.attempts: Counter[str] = Counter()
        self.connections = 0
        self.sessions_now = 0
        self.most_sessions = 0
        self.hold = threading.Event()
        self.hold.set()

    async def handle_EHLO(self, server, session, envelope, hostname, responses):
        self.connections += 1
        session.host_name = hostname
        return responses

    async def handle_RCPT(self, server, session, envelope, address, options):
        self.attempts[address] += 1
        limit = re.match(r"(?:later|drop)-(\d+)", address)
        again = limit is not None and self.attempts[address] <= int(limit[1])
        if address.startswith("never"):
            return "550 5.1.1 <" + address + ">: no such user"
        if address.startswith("later") and again:
            return "451 4.7.1 greylisted, come back later"
        if address.startswith("drop") and again:
            server.transport.close()
            return "250 OK"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server, session, envelope):
        to = envelope.rcpt_tos[0]
        if to.startswith("spam"):
            return "554 5.7.1 not wanted here"
        if to.startswith("slow"):
            await asyncio.sleep(SLOW_S)
        while to.startswith("held") and not self.hold.is_set():
            await asyncio.sleep(0.01)
        self.received.append(
            Received(to, time.monotonic(), message_from_bytes(envelope.content, policy=default))
        )
        return "250 OK queued"


@dataclass
class MailServer:
    """A server on a free port. ``received`` in order of acceptance."""

    login: tuple[str, str] | None = None
    tls: object = None
    port: int = field(default_factory=lambda: free_ports(1)[0])
    received: list[Received] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.behaviour = Behaviour(self.received)
        self.controller: Controller | None = None

    def start(self) -> None:
        options = {}
        if self.login:
            options = {
                "authenticator": self._authenticate,
                "auth_required": True,
                "require_starttls": self.tls is not None,
                "auth_require_tls": self.tls is not None,
            }
        self.controller = Controller(
            self.behaviour, hostname="127.0.0.1", port=self.port, tls_context=self.tls, **options
        )
        if self.tls is not None:
            self.controller.ssl_context = None  # STARTTLS, not TLS from the start
            context, make = self.tls, self.behaviour
            self.controller.factory = lambda: SMTP(make, tls_context=context, **options)
        self.controller.start()

    def stop(self) -> None:
        if self.controller:
            self.behaviour.hold.set()
            self.controller.stop()
            self.controller = None

    def of(self, notification_id: str) -> list[Received]:
        return [one for one in list(self.received) if one.notification == notification_id]

    def _authenticate(self, server, session, envelope, mechanism, data):
        sent = isinstance(data, LoginPassword) and (data.login.decode(), data.password.decode())
        return AuthResult(success=sent == self.login)
