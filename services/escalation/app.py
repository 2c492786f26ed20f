"""Composition root of escalation: the only place where its parts are wired."""

import sys

from services.escalation.domain.calendar_file import load_calendar_file
from services.escalation.domain.datafile import DataError
from services.escalation.domain.organisation_file import load_organisation_file
from services.escalation.domain.policy_file import load_policy_file
from services.escalation.engine import Engine, Rules
from services.escalation.handlers import Handlers
from services.escalation.http import routes
from services.escalation.settings import EscalationSettings
from services.escalation.store import INDEXES, MongoStore
from services.escalation.timers import Timers
from shared import tokens
from shared.contracts.topics import CASES_COMMANDS, REPORTS_CLASSIFIED, REPORTS_URGENT
from shared.service import Service, make_parts
from shared.settings import EXIT_USAGE, CommonSettings, load

TITLE = "haichieu escalation"
URGENT_POLL_MS = 10


def build(common: CommonSettings | None = None, settings: EscalationSettings | None = None) -> Service:
    """The escalation process. Exits with 2 on a wrong setting or a wrong policy file."""
    common = common or load(CommonSettings)
    settings = settings or load(EscalationSettings)
    parts = make_parts("escalation", common)
    store = MongoStore(parts.mongo)
    engine = Engine(
        load_rules(settings), store, parts.bus.publisher, parts.clock, parts.metrics, parts.tracing
    )
    handlers = Handlers(engine)
    subscribe = parts.bus.subscribe
    subscribe(
        REPORTS_URGENT,
        group="escalation-urgent",
        handler=handlers.reports,
        max_records=settings.batch,
        poll_ms=URGENT_POLL_MS,
    )
    subscribe(
        REPORTS_CLASSIFIED,
        group="escalation-reports",
        handler=handlers.reports,
        max_records=settings.batch,
    )
    subscribe(CASES_COMMANDS, group="escalation-commands", handler=handlers.commands)
    timers = Timers(engine, store, parts.clock, settings.tick_seconds, settings.sweep_seconds)
    return Service(
        parts,
        settings.port,
        TITLE,
        routes=routes(engine, store, tokens.parse(settings.tokens.get_secret_value())),
        indexes=INDEXES,
        tasks=(timers.deadlines, timers.sweep, timers.figures),
    )


def load_rules(settings: EscalationSettings) -> Rules:
    """Policy, organisation and calendar from the policy folder. Exits with 2 when one is wrong."""
    folder = settings.policies
    try:
        return Rules(
            load_policy_file(folder / "policy.yaml"),
            load_organisation_file(folder / "organisation.yaml"),
            load_calendar_file(folder / "calendar.yaml"),
        )
    except (DataError, OSError) as error:
        print(f"configuration error: {error}", file=sys.stderr)  # noqa: T201
        raise SystemExit(EXIT_USAGE) from error
