"""A report as the model learns it: as written with personal data replaced, and without diacritics."""

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

from services.classifier.domain.classify import Classifier
from services.classifier.domain.features import names
from services.classifier.domain.passages import passages
from services.classifier.domain.text import Text
from services.classifier.domain.urgency import Fired
from services.classifier.learning.corpus import Example, Span
from shared.contracts.taxonomy import Urgency


class Part(NamedTuple):
    """A passage of a long text."""

    words: tuple[str, ...]
    marks: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class View:
    """One way of writing a report. ``fired``: the rules that fire, the most pressing first."""

    text: Text
    marks: tuple[str, ...]
    names: tuple[str, ...]
    fired: tuple[Fired, ...]
    parts: tuple[Part, ...] = ()
    """Its passages, if it is long."""

    @property
    def floor(self) -> Urgency:
        """The urgency that the rules give."""
        return self.fired[0].level if self.fired else Urgency.LOW


def views(classifier: Classifier, example: Example) -> tuple[View, ...]:
    """As it reaches the classifier on the bus, and as somebody without a Vietnamese keyboard would write it."""
    texts = dict.fromkeys((redacted(example.text, example.spans), without_diacritics(example.text)))
    return tuple(view(classifier, text) for text in texts)


def view(classifier: Classifier, text: str) -> View:
    """What the model sees of a text."""
    parsed = classifier.reader.read(text)
    (found,) = classifier.lexicon.find([parsed], classifier.guards)
    fired = tuple(classifier.urgency.fired(found))
    marks = tuple(classifier.marker.names(found))
    parts = tuple(
        Part(tuple(parsed.words[start:end]), tuple(classifier.marker.names(found, start, end)))
        for start, end in passages(parsed)
    )
    return View(parsed, marks, tuple(names(parsed, marks)), fired, parts)


def redacted(text: str, spans: Sequence[Span]) -> str:
    """The text as intake publishes it: ``[PERSON]`` in place of a name."""
    for span in sorted(spans, key=lambda s: -s.start):
        text = f"{text[: span.start]}[{span.kind}]{text[span.end :]}"
    return text


def without_diacritics(text: str) -> str:
    """``Đường ngập`` → ``Duong ngap``."""
    decomposed = unicodedata.normalize("NFD", text.replace("đ", "d").replace("Đ", "D"))
    return "".join(char for char in decomposed if not unicodedata.combining(char))
