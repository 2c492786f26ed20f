"""Topics by weighted phrases and rules, then the rules for where two topics meet (``topics.yaml``)."""

from collections.abc import Mapping
from dataclasses import dataclass

from services.classifier.domain.found import Found
from services.classifier.domain.meetings import LEAST_SECOND, SECOND_SHARE, Meeting
from services.classifier.domain.phrases import Hit
from services.classifier.domain.rules import Rule, RuleBook
from shared.contracts.events import Reason, TopicScore
from shared.contracts.taxonomy import Topic

MOST = 3
HALF = 5.0
"""Weight at which a topic's score is one half."""
LEAST = 3.0
"""Weight below which a topic is only a guess, taken if there is nothing better."""
LEAST_GUESS = 1.5
GUESS = LEAST / (LEAST + HALF)
"""Score below which the main topic is a guess."""
_REASONS = 3
_EARLY, _LATE = 1.15, 0.85
"""What a word counts at the beginning and at the end: people begin with what matters to them."""

_Why = tuple[float, tuple[Hit, ...]]

NOTHING = (TopicScore(topic=Topic.OTHER, score=1.0),)
Weight = tuple[Topic, float, int]
"""Topic, weight (0 only keeps the words inside from counting), and what counts once: a concept, or 0."""


@dataclass(frozen=True, slots=True)
class Topics:
    """Scores topics. Built by ``topic_table.build``."""

    of_phrase: tuple[tuple[Weight, ...], ...]
    """Per phrase of the book: what it adds to which topics."""
    rules: RuleBook
    gains: Mapping[Rule, tuple[Topic, float]]
    """Rule → topic and what it adds."""
    meetings: tuple[Meeting, ...]
    lone_meetings: tuple[Meeting, ...]
    """Those that don't need two topics."""

    def decide(self, found: Found) -> tuple[tuple[TopicScore, ...], list[Reason]]:
        """One to three topics, the main one first, with the phrases that weighed most."""
        weights, why = self._weigh(found)
        ranked = sorted(weights, key=lambda topic: -weights[topic])
        order = [topic for topic in ranked if weights[topic] >= LEAST]
        for meeting in self.meetings if len(order) > 1 else self.lone_meetings:
            if meeting.topics.issubset(order):
                meeting.apply(order, found, weights)
        order = order or [topic for topic in ranked[:1] if weights[topic] >= LEAST_GUESS]
        if not order:
            return (
                TopicScore(topic=Topic.OTHER, score=round(1 - max(weights.values(), default=0.0) / 10, 2)),
            ), []
        main = weights[order[0]]
        kept = order[:1] + [
            topic for topic in order[1:] if weights[topic] >= max(LEAST_SECOND, SECOND_SHARE * main)
        ]
        scores = tuple(
            TopicScore(topic=topic, score=round(weights[topic] / (weights[topic] + HALF), 3))
            for topic in kept[:MOST]
        )
        reasons = [
            Reason(label=f"topic:{score.topic}", phrase=found.phrase(hits), weight=round(weight, 2))
            for score in scores
            for weight, hits in sorted(why.get(score.topic, ()), reverse=True)[:_REASONS]
        ]
        return scores, reasons

    def _weigh(self, found: Found) -> tuple[dict[Topic, float], dict[Topic, list[_Why]]]:
        weights: dict[Topic, float] = {}
        why: dict[Topic, list[_Why]] = {}
        seen: set[tuple[Topic, int]] = set()
        reach: dict[Topic, int] = {}
        of_phrase, length = self.of_phrase, len(found.text.tokens) or 1
        for start, back, number in sorted([(s, -e, n) for s, e, n in found.hits if of_phrase[n]]):
            for topic, weight, once in of_phrase[number]:
                if start < reach.get(topic, 0):
                    continue
                key = (topic, once or number)
                if key in seen:
                    continue
                reach[topic] = -back
                if weight:
                    seen.add(key)
                    weight *= _EARLY - (_EARLY - _LATE) * start / length  # noqa: PLW2901
                    weights[topic] = weights.get(topic, 0.0) + weight
                    why.setdefault(topic, []).append((weight, ((start, -back, number),)))
        for rule, hits in self.rules.fired(found):
            topic, weight = self.gains[rule]
            weights[topic] = weights.get(topic, 0.0) + weight
            why.setdefault(topic, []).append((weight, hits))
        return weights, why
