"""The topic scorer from its data file: phrases into the lexicon, weights, rules, meetings (``topics.yaml``)."""

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from services.classifier.domain.lexicon import Lexicon, LexiconError, split
from services.classifier.domain.meetings import Meeting
from services.classifier.domain.rules import Rule, RuleBook
from services.classifier.domain.topics import Topics, Weight
from shared.contracts.taxonomy import Topic

_REFUSE = ("negated",)
"""Guard states in which a mark doesn't count for a topic."""


def build(lexicon: Lexicon, common: int, path: Path, data: Mapping[str, Any]) -> Topics:
    """Add the phrases of ``topics.yaml`` to the lexicon and make its rules. Freeze the book afterwards."""
    weights: dict[int, list[Weight]] = {}
    gains: dict[Rule, tuple[Topic, float]] = {}
    for name, entry in data["topics"].items():
        topic = _topic(path, name)
        for weight, phrases in entry.get("words", {}).items():
            bit = lexicon.mark(f"{name}:{weight}")
            weights[bit] = [(topic, float(weight), 0)]
            for phrase in split(phrases):
                lexicon.book.add(phrase, bit)
        for concept, weight in entry.get("concepts", {}).items():
            bit = lexicon.set_of(path, concept)
            weights.setdefault(bit, []).append((topic, float(weight), -bit))
        for rule in entry.get("rules", ()):
            gains[lexicon.rule(path, rule, _REFUSE)] = topic, float(rule["weight"])
    meetings = tuple(_meeting(lexicon, path, entry) for entry in data.get("meetings", ()))
    lone = tuple(meeting for meeting in meetings if len(meeting.topics) < 2)  # noqa: PLR2004 - two topics
    return Topics(_per_phrase(lexicon, weights), RuleBook(gains, common), gains, meetings, lone)


def _per_phrase(lexicon: Lexicon, weights: Mapping[int, list[Weight]]) -> tuple[tuple[Weight, ...], ...]:
    known: dict[int, tuple[Weight, ...]] = {}
    for marks in lexicon.book.marks:
        if marks not in known:
            known[marks] = _best(
                entry for bit, entries in weights.items() if marks & bit for entry in entries
            )
    return tuple(known[marks] for marks in lexicon.book.marks)


def _best(entries: Iterable[Weight]) -> tuple[Weight, ...]:
    """The strongest entry for each topic; a weight of 0 goes before all."""
    best: dict[Topic, Weight] = {}
    for entry in entries:
        known = best.get(entry[0])
        if known is None or (known[1] and (not entry[1] or entry[1] > known[1])):
            best[entry[0]] = entry
    return tuple(best.values())


def _meeting(lexicon: Lexicon, path: Path, entry: Mapping[str, Any]) -> Meeting:
    rule = None
    if "when" in entry:
        rule = lexicon.rule(path, {"name": entry["name"], **entry["when"]}, _REFUSE)
    return Meeting(
        rule=rule,
        topics=frozenset(_topic(path, name) for name in entry.get("topics", ())),
        first=_topic(path, entry["first"]) if "first" in entry else None,
        second=_topic(path, entry["second"]) if "second" in entry else None,
        drop=frozenset(_topic(path, name) for name in entry.get("drop", ())),
    )


def _topic(path: Path, name: str) -> Topic:
    try:
        return Topic(name)
    except ValueError:
        raise LexiconError(f"{path.name}: {name} is no topic; see shared/contracts/taxonomy.py") from None
