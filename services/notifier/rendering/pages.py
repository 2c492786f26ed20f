"""The pages behind an acknowledge link, in Vietnamese with English below."""

import hashlib
from base64 import b64encode
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from zoneinfo import ZoneInfo

from jinja2 import Environment
from markupsafe import Markup

from services.notifier.domain.link import Link
from services.notifier.domain.names import desk_name
from services.notifier.rendering.environment import TEMPLATES
from services.notifier.rendering.moments import moment
from services.notifier.rendering.view import MAX_LINE, cleaned
from shared.contracts.events import NotificationRequested
from shared.contracts.taxonomy import URGENCY_NAMES

STYLE = TEMPLATES / "pages" / "style.css"


class Refusal(StrEnum):
    """Why a link can't be used now."""

    EXPIRED = "expired"
    FORGED = "forged"
    AWAY = "away"


@dataclass(frozen=True, slots=True)
class Facts:
    """What a page says about the case: never its topic or text. Empty: unknown."""

    case_id: str
    desk_name: str
    unit_name: str = ""
    urgency_name: str = ""
    opened: str = ""


class Pages:
    """Renders the pages. ``style_hash`` allows the one style sheet in the content security policy."""

    def __init__(self, engine: Environment, zone: ZoneInfo) -> None:
        style = STYLE.read_text("utf-8")
        digest = hashlib.sha256(style.encode()).digest()
        self.style_hash = f"sha256-{b64encode(digest).decode()}"
        self._zone = zone
        self._engine = engine
        self._style = Markup(style)  # noqa: S704 - our own file

    def confirm(self, link: Link, request: NotificationRequested | None, now: datetime) -> str:
        """Asks for the click."""
        return self._render("confirm", f=self._facts(link, request, now))

    def recorded(
        self,
        link: Link,
        request: NotificationRequested | None,
        at: datetime,
        now: datetime,
        *,
        before: bool,
        waiting: bool,
    ) -> str:
        """Says that the click was recorded, now or ``before``; ``waiting`` for the bus to come back."""
        when = {language: moment(at, now, self._zone, language).full for language in ("vi", "en")}
        facts = self._facts(link, request, now)
        return self._render("recorded", f=facts, at=when, before=before, waiting=waiting)

    def refused(self, why: Refusal) -> str:
        """Says why not, and what to do."""
        return self._render("refused", why=why.value)

    def _facts(self, link: Link, request: NotificationRequested | None, now: datetime) -> Facts:
        if request is None:
            return Facts(link.case_id, link.desk)
        case = request.case
        return Facts(
            link.case_id,
            cleaned(desk_name(request.recipient), MAX_LINE),
            cleaned(case.unit_name, MAX_LINE),
            URGENCY_NAMES[case.urgency][0],
            moment(case.opened_at, now, self._zone, "vi").full,
        )

    def _render(self, page: str, **values: object) -> str:
        return self._engine.get_template(f"pages/{page}.html.j2").render(style=self._style, **values)
