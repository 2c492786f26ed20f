"""The sentences of a message, from the templates of its language and reason: plain text, used by every layout.

They are finished here, before any layout sees them, so that the HTML layout escapes them like any other text
(a Jinja macro called from an escaping template counts as safe, whatever it holds).
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from jinja2 import Environment

from services.notifier.rendering.view import View


@dataclass(frozen=True, slots=True, kw_only=True)
class Words:
    """What is said. Empty strings where there is nothing to say."""

    subject: str
    banner: str
    headline: str
    deadline: str
    """Until when what is needed, as the subject says it; lower case."""
    preheader: str
    care: str
    lead: str
    told: str
    channel: str
    ask: str
    otherwise: str
    press: str
    link_hint: str
    no_button: str
    footer: str
    note_label: str
    label: Mapping[str, str]


def words(engine: Environment, v: View) -> Words:
    """Fill the templates. Raises jinja2.TemplateError or AttributeError when one is incomplete."""
    common: Any = engine.get_template(f"{v.language}/words.j2").module
    say: Any = engine.get_template(f"{v.language}/{v.reason}.j2").module
    deadline = _line(common.deadline(v))
    topic = common.neutral_topic if v.sensitive else v.topic_name
    prefix = f"{say.subject_prefix}: " if say.subject_prefix else ""
    parts = (f"{common.tag[v.urgency]} {prefix}{topic}", v.unit_name, deadline)
    return Words(
        subject=_line(" – ".join(part for part in parts if part)),
        banner=" · ".join((common.banner[v.urgency], *([topic] if v.sensitive else []))),
        headline=say.headline,
        deadline=deadline,
        preheader=_line(common.preheader(v)),
        care=_line(common.care(v)) if v.sensitive else "",
        lead=_line(say.lead(v)),
        told="; ".join((*v.told_before, *([_line(common.more(v.told_more))] if v.told_more else []))),
        channel=common.channels[v.channel],
        ask=_line(say.ask(v)),
        otherwise=_line(say.otherwise(v)),
        press=_line(common.press(v)) if v.url else "",
        link_hint=_line(common.link_hint(v)) if v.url else "",
        no_button=_line(common.no_button(v)) if v.url else "",
        footer=_line(common.footer(v)),
        note_label=getattr(say, "note_label", common.label["note"]),
        label=common.label,
    )


def _line(text: str) -> str:
    return " ".join(text.split())
