"""Composition root of intake: the only place where its parts are wired."""

import asyncio
from collections.abc import Callable
from typing import Any

from litestar.types import ControllerRouterHandler

from services.intake.admission import Admission
from services.intake.domain.rate_limit import RateLimit
from services.intake.domain.receipts import Receipts
from services.intake.domain.redact import Redacted, redact
from services.intake.domain.sealing import Sealer, read_key
from services.intake.handlers import Handlers
from services.intake.http import api, batch, receipts, site
from services.intake.http.common import bearer
from services.intake.http.openapi import COMPONENTS
from services.intake.http.pages import Pages
from services.intake.keeper import Keeper
from services.intake.lookup import Lookup
from services.intake.marks import Marks
from services.intake.relay import Relay
from services.intake.settings import IntakeSettings
from services.intake.store import INDEXES
from services.intake.store.reports import MongoReports
from services.intake.store.sealed import MongoSealed
from services.intake.store.source_keys import MongoSourceKeys
from services.intake.store.spool import MongoSpool
from services.intake.units import Units
from shared import topic_admin
from shared.contracts.topics import CASES_EVENTS, NOTIFICATIONS_DELIVERED, REPORTS_RECEIVED, REPORTS_SEALED
from shared.publishing import TRANSIENT
from shared.service import Parts, Service, make_parts
from shared.settings import CommonSettings, load

TITLE = "haichieu intake"
DESCRIPTION = (
    "Takes reports in, by API, batch or form, and shows what became of them. A report is accepted (202) only"
    " when it is durable; a retry with the same key is the same report."
)
PROBE_TIMEOUT_S = 3.0


def build(
    common: CommonSettings | None = None,
    settings: IntakeSettings | None = None,
    redactor: Callable[[str], Redacted] = redact,
) -> Service:
    """The intake process. Exits with 2 on a wrong setting."""
    common = common or load(CommonSettings)
    settings = settings or load(IntakeSettings)
    parts = make_parts("intake", common)
    reports = MongoReports(parts.mongo)
    spool = MongoSpool(parts.mongo)
    codes = Receipts(read_key(settings.receipt_key.get_secret_value()))
    keeper = Keeper(
        parts.bus.publisher,
        spool,
        parts.clock,
        kafka_timeout_s=settings.kafka_timeout_s,
        spool_timeout_s=settings.spool_timeout_s,
    )
    relay = Relay(
        parts.bus.publisher,
        spool,
        keeper,
        parts.metrics,
        probe=lambda: broker_answers(common.kafka_bootstrap),
        interval_s=settings.relay_interval_s,
    )
    admission = Admission(
        keeper,
        Sealer(settings.seal_public_key),
        codes,
        Marks(MongoSourceKeys(parts.mongo), parts.clock, settings.source_period_days),
        parts.clock,
        parts.metrics,
        redactor,
    )
    _subscribe(parts, Handlers(reports, MongoSealed(parts.mongo), codes, parts.clock, parts.metrics))
    units = Units(settings.home_province)
    return Service(
        parts,
        settings.port,
        TITLE,
        routes=_routes(parts, settings, admission, units, Lookup(reports, codes, units)),
        indexes=INDEXES,
        tasks=(relay.run,),
        http_options=http_options(settings),
    )


def http_options(settings: IntakeSettings) -> dict[str, Any]:
    """What the HTTP app needs beside the routes."""
    return {"description": DESCRIPTION, "components": COMPONENTS, "max_body": settings.max_body_bytes}


async def broker_answers(bootstrap: str) -> bool:
    """Whether a broker answers and has all topics as they must be."""
    try:
        async with asyncio.timeout(PROBE_TIMEOUT_S):
            return not await topic_admin.problems(bootstrap)
    except TRANSIENT:
        return False


def _subscribe(parts: Parts, handlers: Handlers) -> None:
    subscribe = parts.bus.subscribe
    subscribe(REPORTS_RECEIVED, group="intake-reports", handler=handlers.on_reports)
    subscribe(REPORTS_SEALED, group="intake-sealed", handler=handlers.on_sealed)
    subscribe(CASES_EVENTS, group="intake-cases", handler=handlers.on_cases)
    subscribe(NOTIFICATIONS_DELIVERED, group="intake-notifications", handler=handlers.on_notifications)


def _routes(
    parts: Parts, settings: IntakeSettings, admission: Admission, units: Units, lookup: Lookup
) -> list[ControllerRouterHandler]:
    zone = settings.zone()
    public_url = settings.public_url or f"{parts.settings.public_url}:{settings.port}"
    pages = Pages(units, zone)
    desk = receipts.StatusDesk(lookup, RateLimit(settings.status_burst, settings.status_per_minute), settings)
    channels = api.Api(admission, units, settings, public_url, parts.metrics, parts.tracing)
    people = site.Site(admission, pages, units, zone, parts.metrics, parts.tracing, settings.retry_after_s)
    guard = bearer(settings.known_tokens(), parts.metrics)
    return [
        *api.routes(channels, guard, settings),
        *batch.routes(batch.Batch(channels), guard, settings),
        *receipts.routes(desk, pages),
        *site.routes(people, desk, pages, settings),
    ]
