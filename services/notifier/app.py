"""Composition root of the notifier: the only place where its parts are wired."""

import asyncio
import secrets
import sys
from datetime import timedelta
from typing import NoReturn
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from services.notifier.channels.email import EmailChannel
from services.notifier.channels.smtp_pool import SmtpPool, SmtpServer
from services.notifier.channels.webhook import WebhookChannel
from services.notifier.channels.webhook_secrets import WebhookSecrets, read
from services.notifier.composing import Composer
from services.notifier.domain.decide import RetryPolicy
from services.notifier.domain.link import LinkSigner
from services.notifier.domain.message import Channel
from services.notifier.handlers import Requests
from services.notifier.http import acknowledge, deliveries
from services.notifier.rendering import hotlines
from services.notifier.rendering.environment import environment
from services.notifier.rendering.mail import MailRenderer
from services.notifier.rendering.pages import Pages
from services.notifier.settings import NotifierSettings, split
from services.notifier.store.deliveries import INDEXES as DELIVERY_INDEXES
from services.notifier.store.deliveries import MongoDeliveries
from services.notifier.store.links import INDEXES as LINK_INDEXES
from services.notifier.store.links import MongoLinks
from services.notifier.timers.attempt import Attempt
from services.notifier.timers.delivering import Delivering
from services.notifier.timers.recorder import Recorder
from services.notifier.timers.sender import Lane, Sender
from services.notifier.timers.sweeper import Sweeper
from shared import logging, tokens
from shared.contracts.events import EndpointKind
from shared.contracts.topics import NOTIFICATIONS_REQUESTED
from shared.service import Parts, Service, Task, make_parts
from shared.settings import EXIT_USAGE, CommonSettings, load

log = logging.get(__name__)

LOOPBACK = frozenset({"127.0.0.1", "localhost", "::1"})
EMERGENCY = (3,)
ORDINARY = (2, 1, 0)


def build(
    common: CommonSettings | None = None, settings: NotifierSettings | None = None, group: str = "notifier"
) -> Service:
    """The notifier process. Exits with 2 on a wrong setting. ``group`` is the Kafka consumer group."""
    common = common or load(CommonSettings)
    s = settings or load(NotifierSettings)
    parts = make_parts("notifier", common)
    public_url = (s.public_url or f"{common.public_url}:{s.port}").rstrip("/")
    signer = LinkSigner(_link_keys(s, public_url))
    store = MongoDeliveries(parts.mongo, common.instance, s.keep)
    links = MongoLinks(parts.mongo, s.keep)
    engine = environment()
    zone = ZoneInfo(s.timezone)
    composer = Composer(signer, public_url, timedelta(days=s.link_days))
    render = MailRenderer(engine, zone, hotlines.load())
    webhook_secrets = _webhook_secrets(s)

    def lane(name: str, priorities: tuple[int, ...], slots: int, policy: RetryPolicy) -> Sender:
        channels = _channels(s, slots, render, webhook_secrets)
        attempt = Attempt(channels, composer, policy, parts.clock, parts.tracing, s.send_timeout_seconds)
        limits = Lane(name, priorities, slots, s.lease_seconds, s.poll_seconds, parts.clock.speed)
        recorder = Recorder(store, parts.bus.publisher, parts.metrics)
        return Sender(limits, store, attempt, recorder, parts.clock)

    emergency, ordinary = _policies(s, parts.clock.speed)
    delivering = Delivering(
        [
            lane("emergency", EMERGENCY, s.emergency_slots, emergency),
            lane("ordinary", ORDINARY, s.ordinary_slots, ordinary),
        ],
        store,
        parts.clock,
    )
    requests = Requests(store, parts.clock, parts.tracing, delivering.wake)
    parts.bus.subscribe(NOTIFICATIONS_REQUESTED, group=group, handler=requests.handle, max_records=s.batch)
    link = acknowledge.AcknowledgeLink(
        signer, links, store, parts.bus.publisher, Pages(engine, zone), parts.clock
    )
    return Service(
        parts,
        s.port,
        "haichieu notifier",
        routes=[
            *acknowledge.routes(link),
            *deliveries.routes(store, links, tokens.parse(s.tokens.get_secret_value())),
        ],
        indexes=DELIVERY_INDEXES | LINK_INDEXES,
        tasks=[delivering.run, _sweeper(parts, s, store, links).run, *_warnings(s)],
    )


def _policies(s: NotifierSettings, speed: float) -> tuple[RetryPolicy, RetryPolicy]:
    emergency = RetryPolicy(
        first_s=min(s.retry_first_seconds, s.emergency_retry_max_seconds),
        max_s=s.emergency_retry_max_seconds,
        attempts=s.emergency_retry_attempts,
        switch_after=s.emergency_switch_after,
        speed=speed,
    )
    ordinary = RetryPolicy(
        first_s=s.retry_first_seconds,
        max_s=s.retry_max_seconds,
        attempts=s.retry_attempts,
        switch_after=s.switch_after,
        speed=speed,
    )
    return emergency, ordinary


def _channels(
    s: NotifierSettings, slots: int, render: MailRenderer, webhook_secrets: WebhookSecrets
) -> dict[EndpointKind, Channel]:
    """Channels of one lane, with connections of its own: one for each slot."""
    server = SmtpServer(
        s.smtp_host,
        s.smtp_port,
        s.smtp_security,
        s.smtp_user,
        s.smtp_password.get_secret_value(),
        s.smtp_ca_file,
        s.smtp_helo,
        s.send_timeout_seconds,
    )
    return {
        EndpointKind.EMAIL: EmailChannel(SmtpPool(server), render, s.mail_from),
        EndpointKind.WEBHOOK: WebhookChannel(
            webhook_secrets,
            connections=slots,
            timeout_s=s.send_timeout_seconds,
            allow_http=s.webhook_allow_http,
        ),
    }


def _sweeper(parts: Parts, s: NotifierSettings, store: MongoDeliveries, links: MongoLinks) -> Sweeper:
    return Sweeper(
        store,
        links,
        parts.bus.publisher,
        parts.clock,
        parts.metrics,
        s.sweep_seconds,
        parts.clock.speed,
    )


def _webhook_secrets(s: NotifierSettings) -> WebhookSecrets:
    try:
        by_desk = read(s.webhook_secrets_file) if s.webhook_secrets_file else {}
        return WebhookSecrets(split(s.webhook_secret), by_desk)
    except ValueError as error:
        _refuse(str(error))


def _link_keys(s: NotifierSettings, public_url: str) -> list[str]:
    """The keys set, or on a developer's machine one that lasts until the restart."""
    keys = split(s.link_keys)
    if keys:
        return keys
    if urlsplit(public_url).hostname not in LOOPBACK:
        _refuse(
            "NOTIFIER_LINK_KEYS: must be set where links leave this machine, or they end with every restart"
        )
    return [secrets.token_urlsafe(48)]


def _warnings(s: NotifierSettings) -> list[Task]:
    """What the operator should know once logging is set up."""

    async def link_key(_: asyncio.Event) -> None:
        log.warning("link_key_until_restart", remedy="set NOTIFIER_LINK_KEYS")

    return [] if split(s.link_keys) else [link_key]


def _refuse(problem: str) -> NoReturn:
    print(f"configuration error: {problem}", file=sys.stderr)  # noqa: T201
    raise SystemExit(EXIT_USAGE)
