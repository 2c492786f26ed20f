"""What a message's templates see: everything as text, cleaned and in the recipient's time. Pure."""

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from services.notifier.domain.message import Message
from services.notifier.domain.names import desk_name, within
from services.notifier.rendering.hotlines import Hotline, Hotlines
from services.notifier.rendering.moments import Moment, moment
from shared.contracts.events import NotifyReason
from shared.contracts.taxonomy import SENSITIVE_TOPICS, TOPIC_NAMES, URGENCY_NAMES

LANGUAGES = ("vi", "en")
MAX_LINE = 200
MAX_TEXT = 1500
MAX_TOLD = 8
JOINERS = "\u200c\u200d"
"""Format characters that emoji and some scripts need."""


@dataclass(frozen=True, slots=True, kw_only=True)
class View:
    """The case as one desk reads it. ``url`` is empty where the desk isn't asked to acknowledge."""

    language: str
    reason: str
    urgency: int
    urgency_name: str
    topic_name: str
    sensitive: bool
    unit_name: str
    within: str
    """The unit within a Vietnamese sentence."""
    desk_name: str
    channel: str
    opened: Moment
    reports: int
    excerpt: str
    note: str
    told_before: tuple[str, ...]
    told_more: int
    acknowledge_by: Moment | None
    resolve_by: Moment | None
    hotlines: Sequence[Hotline]
    url: str
    url_until: Moment | None
    case_id: str
    notification_id: str


def view(message: Message, zone: ZoneInfo, hotlines: Hotlines) -> View:
    """The view of a message in its recipient's language; Vietnamese where we don't have it."""
    request, case = message.request, message.request.case
    language = request.recipient.language if request.recipient.language in LANGUAGES else LANGUAGES[0]
    index = LANGUAGES.index(language)
    told = tuple(cleaned(name, MAX_LINE) for name in case.told_before)
    unit_name = cleaned(case.unit_name, MAX_LINE)

    def when(at: datetime | None) -> Moment | None:
        return moment(at, message.at, zone, language) if at else None

    return View(
        language=language,
        reason=request.reason.value,
        urgency=int(case.urgency),
        urgency_name=URGENCY_NAMES[case.urgency][index],
        topic_name=TOPIC_NAMES[case.topic][index],
        sensitive=case.sensitive or case.topic in SENSITIVE_TOPICS,
        unit_name=unit_name,
        within=within(unit_name),
        desk_name=cleaned(desk_name(request.recipient), MAX_LINE),
        channel=case.channel.value,
        opened=moment(case.opened_at, message.at, zone, language),
        reports=case.reports,
        excerpt=cleaned(case.excerpt, MAX_TEXT),
        note=cleaned(request.note or "", MAX_TEXT),
        told_before=told[:MAX_TOLD],
        told_more=max(0, len(told) - MAX_TOLD),
        acknowledge_by=when(case.acknowledge_by) if request.reason is not NotifyReason.RESOLVED else None,
        resolve_by=when(case.resolve_by) if request.reason is not NotifyReason.RESOLVED else None,
        hotlines=hotlines[case.topic] if request.reason is not NotifyReason.RESOLVED else (),
        url=message.acknowledge_url or "",
        url_until=when(message.acknowledge_until),
        case_id=request.case_id,
        notification_id=request.notification_id,
    )


def cleaned(text: str, longest: int) -> str:
    """One line without control and direction marks (they can make a text read as another), cut at ``longest``."""
    visible = "".join(_visible(c) for c in text)
    line = " ".join(unicodedata.normalize("NFC", visible).split())
    if len(line) <= longest:
        return line
    head = line[: longest - 1]
    return (head.rsplit(" ", 1)[0] if " " in head[longest // 2 :] else head) + "…"


def _visible(character: str) -> str:
    category = unicodedata.category(character)
    if category == "Cc":
        return " "
    return "" if category == "Cf" and character not in JOINERS else character
