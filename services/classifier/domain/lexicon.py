"""The lexicon as read from the data files: phrases with marks, topic weights, rules. Errors name file and key.

``concepts.yaml`` (words by meaning), ``topics.yaml``, ``urgency.yaml`` and ``guards.yaml`` lie in ``data/``.
A list of phrases is one text, parted by semicolons or line ends; ``phrases.py`` tells how they are written.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from pathlib import Path
from typing import Any

import yaml

from services.classifier.domain.found import Found
from services.classifier.domain.guards import STATES, Guards
from services.classifier.domain.phrases import Phrasebook
from services.classifier.domain.rules import Rule
from services.classifier.domain.text import Text

DATA = Path(__file__).parent.parent / "data"
_RULE_KEYS = {"name", "all", "within", "refuse", "never", "unless", "unless_near", "level", "floor", "weight"}


class LexiconError(ValueError):
    """A data file says something that cannot be meant; the message names file, key and remedy."""


@dataclass(slots=True)
class Lexicon:
    """All phrases of the data files in one phrasebook, and the bits of the marks they carry."""

    book: Phrasebook = field(default_factory=Phrasebook)
    bits: dict[str, int] = field(default_factory=dict)
    guarded: int = 0

    def concepts(self, path: Path, entries: Mapping[str, Any]) -> None:
        """Add named groups of phrases. A name that ends in ``!`` needs guards."""
        for key, phrases in entries.items():
            name = key.removesuffix("!")
            if name in self.bits:
                raise LexiconError(f"{path.name}: concept {name} is defined twice; join the two")
            bit = self.mark(name)
            if key.endswith("!"):
                self.guarded |= bit
            for phrase in split(phrases):
                self.book.add(phrase, bit)

    def mark(self, name: str) -> int:
        """The bit of a mark, a new one if it is new."""
        return self.bits.setdefault(name, 1 << len(self.bits))

    def set_of(self, path: Path, names: Iterable[str] | str | None) -> int:
        """The bit set of several marks, written as a list or as ``one|other``."""
        listed = names.split("|") if isinstance(names, str) else list(names or ())
        total = 0
        for name in (part for entry in listed for part in entry.split("|")):
            if name not in self.bits:
                raise LexiconError(f"{path.name}: there is no concept {name}; define it under concepts:")
            total |= self.bits[name]
        return total

    def rule(self, path: Path, entry: Mapping[str, Any], refuse: Iterable[str]) -> Rule:
        """A rule from its entry; ``refuse`` holds where the entry doesn't say otherwise."""
        if unknown := set(entry) - _RULE_KEYS:
            raise LexiconError(f"{path.name}: rule {entry.get('name')} has unknown keys {sorted(unknown)}")
        if not entry.get("name") or not entry.get("all"):
            raise LexiconError(f"{path.name}: a rule needs name and all, this has {sorted(entry)}")
        return Rule(
            name=entry["name"],
            groups=tuple(self.set_of(path, group) for group in entry["all"]),
            within=int(entry.get("within", 0)),
            refuse=sum(STATES[name] for name in entry.get("refuse", refuse)),
            never=self.set_of(path, entry.get("never")),
            unless=self.set_of(path, entry.get("unless")),
            unless_near=self.set_of(path, entry.get("unless_near")),
        )

    def guards(self, path: Path) -> Guards:
        """The guards, whose words are the concepts ``guard_*``."""
        names = [name for name in Guards.__slots__ if name != "guarded"]
        return Guards(guarded=self.guarded, **{name: self.set_of(path, f"guard_{name}") for name in names})

    def find(self, texts: Sequence[Text], guards: Guards) -> list[Found]:
        """Everything the phrasebook knows in each of ``texts``."""
        book = self.book
        matches = book.find(texts)
        hits = list(
            zip(matches.starts.tolist(), matches.ends.tolist(), matches.phrases.tolist(), strict=True)
        )
        spans = pairwise(matches.bounds(len(texts)))
        present = book.present(matches, len(texts))
        return [
            Found(text, hits[first:last], marks, book, guards)
            for text, (first, last), marks in zip(texts, spans, present, strict=True)
        ]


class _Loader(getattr(yaml, "CSafeLoader", yaml.SafeLoader)):  # type: ignore[misc]
    """YAML in which a key that stands twice is an error; it would silently hide the first."""

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[Any, Any]:
        keys = [self.construct_object(key, deep=deep) for key, _ in node.value]
        for key in keys:
            if keys.count(key) > 1:
                raise yaml.YAMLError(
                    f"line {node.start_mark.line + 1} and on: {key} stands twice; join the two"
                )
        mapping: dict[Any, Any] = super().construct_mapping(node, deep)
        return mapping


def read(name: str, folder: Path = DATA) -> tuple[Path, dict[str, Any]]:
    """A data file as a dictionary. LexiconError if it isn't YAML or no dictionary."""
    path = folder / name
    try:
        loaded = yaml.load(path.read_text("utf-8"), Loader=_Loader)  # noqa: S506 - a safe loader
    except (OSError, yaml.YAMLError) as error:
        raise LexiconError(f"{path}: cannot be read: {error}") from error
    if not isinstance(loaded, dict):
        raise LexiconError(f"{path}: should be a mapping at the top")
    return path, loaded


def split(phrases: str) -> list[str]:
    """``"a; b"`` → ``["a", "b"]``; a line end parts too, and what follows ``#`` is a comment."""
    lines = (line.split("#", 1)[0] for line in phrases.split("\n"))
    return [phrase.strip() for line in lines for phrase in re.split(";", line) if phrase.strip()]
