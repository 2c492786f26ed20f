"""What makes a correction impossible. Pure, and the same for the bus, HTTP and the command line."""

import re
from collections.abc import Sequence

from shared.contracts.events import CorrectClassification
from shared.contracts.taxonomy import DeskRole, Topic
from shared.units import unit_name

MOST_TOPICS = 3
MOST_PLACES = 12
MAX_ID = 80
MAX_NOTE = 2000
MAX_TEXT = 8000
YEARS = range(2000, 9000)
"""Times outside are slips of a sender's clock, and some of them no database can hold."""

_PERSONAL = re.compile(r"[\w.+-]+@\w[\w-]*\.\w|(?<!\d)(?:\+?84|0)(?:[ .-]?\d){9}(?!\d)")
"""An e-mail address or a telephone number: what no redacted text holds, and what notes are most likely to."""


def fault(command: CorrectClassification) -> str | None:
    """Why a command can never work, naming fields and never their values; None when it can."""
    if not all(
        0 < len(name) <= MAX_ID for name in (command.command_id, command.report_id, command.actor.via)
    ):
        return f"command_id, report_id and actor.via must have 1 to {MAX_ID} characters"
    if not is_desk(command.actor.desk):
        return "actor.desk is no desk: <code of a unit in force>/<role>"
    if command.at.tzinfo is None or command.at.year not in YEARS:
        return "at is no plausible time with a zone"
    return label_fault(command.topics, command.places) or _words_fault(command.text, command.note)


def label_fault(topics: Sequence[Topic], places: Sequence[str] | None) -> str | None:
    """Why no report can have these labels; None when one can."""
    if not 0 < len(topics) <= MOST_TOPICS or len(set(topics)) < len(topics):
        return f"topics must be one to {MOST_TOPICS} different ones"
    if Topic.OTHER in topics and len(topics) > 1:
        return f"the topic {Topic.OTHER} stands alone"
    named = places or ()
    if len(named) > MOST_PLACES or len(set(named)) < len(named):
        return f"places must be at most {MOST_PLACES} different ones"
    if not all(map(unit_name, named)):
        return "places has a code of no unit in force"
    return None


def is_desk(name: str) -> bool:
    """Whether a name is that of a desk; a person's would be kept for good."""
    unit, _, role = name.partition("/")
    return role in set(DeskRole) and unit_name(unit) is not None


def personal(text: str | None) -> bool:
    """Whether a text holds what redaction would have taken out. Finds the plain cases only."""
    return bool(text and _PERSONAL.search(text))


def _words_fault(text: str | None, note: str | None) -> str | None:
    if len(text or "") > MAX_TEXT or len(note or "") > MAX_NOTE:
        return f"text may have {MAX_TEXT} characters and note {MAX_NOTE}"
    if personal(text) or personal(note):
        return "text or note holds personal data: redact it before it is sent"
    return None
