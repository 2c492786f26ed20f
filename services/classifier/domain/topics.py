"""Topics by weighted phrases and rules, then the rules for where two topics meet (``topics.yaml``)."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from services.classifier.domain.found import Found
from services.classifier.domain.lexicon import Lexicon, LexiconError, split
from services.classifier.domain.rules import Rule
from shared.contracts.events import Reason, TopicScore
from shared.contracts.taxonomy import Topic

MOST = 3
HALF = 5.0
"""Weight at which a topic's score is one half."""
LEAST = 3.0
"""Weight below which a text isn't about a topic."""
LEAST_SECOND = 4.0
SECOND_SHARE = 0.45
"""Least weight of a further topic, as a share of the main one's."""
_REFUSE = ("negated",)
_REASONS = 3
_EARLY, _LATE = 1.15, 0.85
"""What a word counts at the beginning and at the end: people begin with what matters to them."""

NOTHING = (TopicScore(topic=Topic.OTHER, score=1.0),)
Weight = tuple[Topic, float, int]
"""Topic, weight (0 only keeps the words inside from counting), and what counts once: a concept, or 0."""


@dataclass(frozen=True, slots=True)
class Meeting:
    """When all ``topics`` are candidates and ``rule`` fires: ``first`` leads, ``second`` follows, ``drop`` goes."""

    rule: Rule | None
    topics: frozenset[Topic]
    first: Topic | None
    second: Topic | None
    drop: frozenset[Topic]
    without: frozenset[Topic]


@dataclass(frozen=True, slots=True)
class Topics:
    """Scores topics. Built by :func:`build`."""

    of_phrase: tuple[tuple[Weight, ...], ...]
    """Per phrase of the book: what it adds to which topics."""
    rules: tuple[tuple[Rule, Topic, float], ...]
    meetings: tuple[Meeting, ...]

    def decide(self, found: Found) -> tuple[tuple[TopicScore, ...], list[Reason]]:
        """One to three topics, the main one first, with the phrases that weighed most."""
        weights, why = self._weigh(found)
        ranked = sorted(
            ((topic, weight) for topic, weight in weights.items() if weight >= LEAST), key=lambda pair: -pair[1]
        )
        order = [topic for topic, _ in ranked]
        for meeting in self.meetings:
            _meet(meeting, order, found, weights)
        if not order:
            return (TopicScore(topic=Topic.OTHER, score=round(1 - max(weights.values(), default=0.0) / 10, 2)),), []
        main = weights[order[0]]
        kept = order[:1] + [
            topic for topic in order[1:] if weights[topic] >= max(LEAST_SECOND, SECOND_SHARE * main)
        ]
        scores = tuple(
            TopicScore(topic=topic, score=round(weights[topic] / (weights[topic] + HALF), 3))
            for topic in kept[:MOST]
        )
        reasons = [
            Reason(label=f"topic:{score.topic}", phrase=phrase, weight=round(weight, 2))
            for score in scores
            for weight, phrase in sorted(why.get(score.topic, ()), reverse=True)[:_REASONS]
        ]
        return scores, reasons

    def _weigh(self, found: Found) -> tuple[dict[Topic, float], dict[Topic, list[tuple[float, str]]]]:
        weights: dict[Topic, float] = {}
        why: dict[Topic, list[tuple[float, str]]] = {}
        seen: set[tuple[Topic, int]] = set()
        reach: dict[Topic, int] = {}
        of_phrase, length = self.of_phrase, len(found.text.tokens) or 1
        for start, end, number in sorted(found.hits, key=lambda hit: (hit[0], -hit[1])):
            for topic, weight, once in of_phrase[number]:
                if start < reach.get(topic, 0) or (topic, once or number) in seen:
                    continue
                reach[topic] = end
                if not weight:
                    continue
                seen.add((topic, once or number))
                weight *= _EARLY - (_EARLY - _LATE) * start / length  # noqa: PLW2901
                weights[topic] = weights.get(topic, 0.0) + weight
                why.setdefault(topic, []).append((weight, found.text.phrase(start, end)))
        for rule, topic, weight in self.rules:
            hits = rule.fires(found)
            if hits:
                weights[topic] = weights.get(topic, 0.0) + weight
                phrase = " … ".join(found.text.phrase(start, end) for start, end, _ in sorted(hits))
                why.setdefault(topic, []).append((weight, phrase))
        return weights, why


def _meet(meeting: Meeting, order: list[Topic], found: Found, weights: dict[Topic, float]) -> None:
    if not meeting.topics.issubset(order) or not meeting.without.isdisjoint(order):
        return
    if meeting.rule is not None and meeting.rule.fires(found) is None:
        return
    for topic in meeting.drop:
        if topic in order:
            order.remove(topic)
    for place, topic in enumerate((meeting.first, meeting.second)):
        if topic is None:
            continue
        if topic in order:
            order.remove(topic)
        top = max((weights[other] for other in order), default=LEAST)
        weights[topic] = max(weights.get(topic, 0.0), top if place == 0 else max(LEAST_SECOND, SECOND_SHARE * top))
        order.insert(0 if place == 0 or not order else 1, topic)


def build(lexicon: Lexicon, path: Path, data: Mapping[str, Any]) -> Topics:
    """Add the phrases of ``topics.yaml`` to the lexicon and make its rules. Freeze the book afterwards."""
    weights: dict[int, list[Weight]] = {}
    rules: list[tuple[Rule, Topic, float]] = []
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
            rules.append((lexicon.rule(path, rule, _REFUSE), topic, float(rule["weight"])))
    meetings = tuple(_meeting(lexicon, path, entry) for entry in data.get("meetings", ()))
    return Topics(_per_phrase(lexicon, weights), tuple(rules), meetings)


def _per_phrase(lexicon: Lexicon, weights: Mapping[int, list[Weight]]) -> tuple[tuple[Weight, ...], ...]:
    table: list[tuple[Weight, ...]] = []
    for marks in lexicon.book.marks:
        best: dict[Topic, Weight] = {}
        for bit, entries in weights.items():
            if marks & bit:
                for entry in entries:
                    known = best.get(entry[0])
                    if known is None or (known[1] and (not entry[1] or entry[1] > known[1])):
                        best[entry[0]] = entry
        table.append(tuple(best.values()))
    return tuple(table)


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
        without=frozenset(_topic(path, name) for name in entry.get("without", ())),
    )


def _topic(path: Path, name: str) -> Topic:
    try:
        return Topic(name)
    except ValueError:
        raise LexiconError(f"{path.name}: {name} is no topic; see shared/contracts/taxonomy.py") from None
