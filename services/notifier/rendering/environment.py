"""The template engine: sandboxed, strict about missing values, escaping whatever becomes HTML."""

from pathlib import Path
from typing import Any

from jinja2 import FileSystemLoader, StrictUndefined
from jinja2.sandbox import ImmutableSandboxedEnvironment

TEMPLATES = Path(__file__).parents[1] / "data" / "templates"
OURS = "services.notifier.rendering."
WIDTH = 72
"""Columns of plain text: readable unwrapped on every mail reader (RFC 3676 asks for 78 or less)."""


class Engine(ImmutableSandboxedEnvironment):
    """A sandbox in which our own frozen values of text are known to be harmless, which halves its cost."""

    def is_safe_attribute(self, obj: Any, attr: str, value: Any) -> bool:
        """Whether a template may read this attribute."""
        if type(value) is str and obj.__class__.__module__.startswith(OURS) and not attr.startswith("_"):
            return True
        return super().is_safe_attribute(obj, attr, value)


def environment(folder: Path = TEMPLATES) -> Engine:
    """An engine over a folder of templates; only ``*.html.j2`` is escaped, words are plain text."""
    engine = Engine(
        loader=FileSystemLoader(folder),
        undefined=StrictUndefined,
        autoescape=_is_html,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=False,
    )
    engine.filters["fold"] = fold
    engine.filters["sentence"] = sentence
    return engine


def _is_html(name: str | None) -> bool:
    return name is not None and name.endswith(".html.j2")


def sentence(text: str) -> str:
    """With a capital at the beginning."""
    return text[:1].upper() + text[1:]


def fold(text: str, first: str = "", indent: str = "") -> str:
    """Wrapped to WIDTH columns, ``first`` before the first line and ``indent`` before the others."""
    lines: list[str] = []
    words: list[str] = []
    room, prefix = WIDTH - len(first), first
    for word in text.split():
        if words and len(word) >= room:
            lines.append(prefix + " ".join(words))
            words, room, prefix = [], WIDTH - len(indent), indent
        words.append(word)
        room -= len(word) + (len(words) > 1)
    lines.append(prefix + " ".join(words))
    return "\n".join(lines)
