"""The template engine: sandboxed, strict about missing values, escaping whatever becomes HTML."""

import textwrap
from pathlib import Path

from jinja2 import FileSystemLoader, StrictUndefined
from jinja2.sandbox import ImmutableSandboxedEnvironment

TEMPLATES = Path(__file__).parents[1] / "data" / "templates"
WIDTH = 72
"""Columns of plain text: readable unwrapped on every mail reader (RFC 3676 asks for 78 or less)."""


def environment(folder: Path = TEMPLATES) -> ImmutableSandboxedEnvironment:
    """An engine over a folder of templates; only ``*.html.j2`` is escaped, words are plain text."""
    engine = ImmutableSandboxedEnvironment(
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
    return textwrap.fill(
        text,
        WIDTH,
        initial_indent=first,
        subsequent_indent=indent,
        break_long_words=False,
        break_on_hyphens=False,
    )
