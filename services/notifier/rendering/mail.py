"""A message as an e-mail reads: subject, plain text, HTML."""

from dataclasses import dataclass
from zoneinfo import ZoneInfo

from jinja2 import Environment

from services.notifier.domain.message import Message
from services.notifier.rendering.hotlines import Hotlines
from services.notifier.rendering.view import view
from services.notifier.rendering.words import words

MAX_SUBJECT = 180


@dataclass(frozen=True, slots=True)
class Rendered:
    """The three texts. ``subject`` is one line."""

    subject: str
    text: str
    html: str


class MailRenderer:
    """Renders messages; raises jinja2.TemplateError when a template is wrong."""

    def __init__(self, engine: Environment, zone: ZoneInfo, hotlines: Hotlines) -> None:
        self._engine = engine
        self._text = engine.get_template("message.txt.j2")
        self._html = engine.get_template("message.html.j2")
        self._zone = zone
        self._hotlines = hotlines

    def __call__(self, message: Message) -> Rendered:
        """The message in its recipient's language."""
        seen = view(message, self._zone, self._hotlines)
        said = words(self._engine, seen)
        return Rendered(
            said.subject[:MAX_SUBJECT],
            self._text.render(v=seen, w=said).strip() + "\n",
            self._html.render(v=seen, w=said),
        )
