"""Urgency by rules over facts (``urgency.yaml``); the tone of a text has no mark and so no say."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NamedTuple

from services.classifier.domain.found import Found
from services.classifier.domain.guards import NEGATED, STATES, STORY
from services.classifier.domain.lexicon import Lexicon, LexiconError
from services.classifier.domain.phrases import Hit
from services.classifier.domain.rules import Rule, RuleBook
from shared.contracts.events import Reason
from shared.contracts.taxonomy import Urgency

_REFUSE = {
    Urgency.EMERGENCY: ("negated", "hypothetical", "past", "story", "habit"),
    Urgency.HIGH: ("negated", "hypothetical", "story"),
}
"""Guard states in which a mark doesn't count, by level, where a rule doesn't say otherwise."""


class Fired(NamedTuple):
    """A rule that fired, and what made it fire."""

    level: Urgency
    rule: str
    hits: tuple[Hit, ...]


@dataclass(frozen=True, slots=True)
class UrgencyRules:
    """The rules by level, most pressing first. Built by :func:`build`."""

    emergency: RuleBook
    high: RuleBook
    floor: RuleBook
    """Those of both that stand beside a model too: they were seldom wrong on the training set."""
    levels: Mapping[Rule, Urgency]
    low: int
    """Marks of praise, question, suggestion, greeting."""
    fault: int
    """Marks that something is wrong now."""
    spam: int
    small_talk: int
    praise: int
    settled: int
    """Marks that what was wrong has been put right."""
    but: int
    """Marks that it isn't all."""
    danger: int
    """Guarded marks, whose guard is worth a reason."""

    def fired(self, found: Found) -> Iterator[Fired]:
        """Every rule of the floor that fires, the most pressing first."""
        for rule, hits in self.floor.fired(found):
            yield Fired(self.levels[rule], rule.name, hits)

    def above(self, level: Urgency, found: Found) -> Fired | None:
        """The most pressing rule of the floor that fires and says more than ``level``."""
        if level is Urgency.EMERGENCY:
            return None
        first = next(self.fired(found), None)
        return first if first and first.level > level else None

    def decide(self, found: Found) -> tuple[Urgency, list[Reason]]:
        """The level of the first rule that fires, else 1 where something is wrong, else 0."""
        for level, rules in ((Urgency.EMERGENCY, self.emergency), (Urgency.HIGH, self.high)):
            for _, hits in rules.fired(found):
                return level, [Reason(label=f"urgency:{level.value}", phrase=found.phrase(hits), weight=1.0)]
        told = self._guarded(found)
        if found.present & self.low and (self._settled(found) or not self.complains(found)):
            start, end, _ = found.of(self.low)[0]
            reason = Reason(label="urgency:0", phrase=found.text.phrase(start, end), weight=1.0)
            return Urgency.LOW, [reason, *told]
        if any(found.state(hit) & STORY for hit in found.of(self.danger)) and not found.live(
            self.fault, STORY
        ):
            return Urgency.LOW, told
        return Urgency.NORMAL, told

    def complains(self, found: Found) -> bool:
        """Whether the text says that something is wrong."""
        return bool(found.live(self.fault, NEGATED | STORY))

    def is_spam(self, found: Found) -> bool:
        """Whether the text advertises and complains of nothing."""
        return bool(found.present & self.spam) and not self.complains(found)

    def is_small_talk(self, found: Found) -> bool:
        """Whether the text greets or thanks."""
        return bool(found.present & self.small_talk)

    def _settled(self, found: Found) -> bool:
        """Whether it thanks for what has been put right, and says no more."""
        present = found.present
        return bool(present & self.praise and present & self.settled) and not present & self.but

    def _guarded(self, found: Found) -> list[Reason]:
        reasons = {}
        for hit in found.of(self.danger):
            state = found.state(hit)
            for name, bit in STATES.items():
                if state & bit and name not in reasons:
                    phrase = found.text.phrase(hit[0], hit[1])
                    reasons[name] = Reason(label=f"guard:{name}", phrase=phrase, weight=-1.0)
        return list(reasons.values())


def build(lexicon: Lexicon, common: int, path: Path, data: Mapping[str, Any]) -> UrgencyRules:
    """The rules of ``urgency.yaml``; its concepts must be in the lexicon. ``common``: see ``RuleBook``."""
    rules: dict[Urgency, list[Rule]] = {level: [] for level in _REFUSE}
    floor: dict[Rule, Urgency] = {}
    for entry in data["rules"]:
        level = entry.get("level")
        if level not in rules:
            raise LexiconError(f"{path.name}: rule {entry.get('name')} has level {level}; 3 and 2 have rules")
        rule = lexicon.rule(path, entry, _REFUSE[level])
        rules[level].append(rule)
        if entry.get("floor", True):
            floor[rule] = Urgency(level)
    return UrgencyRules(
        emergency=RuleBook(rules[Urgency.EMERGENCY], common),
        high=RuleBook(rules[Urgency.HIGH], common),
        floor=RuleBook(sorted(floor, key=lambda rule: -floor[rule]), common),
        levels=floor,
        low=lexicon.set_of(path, data["low"]),
        fault=lexicon.set_of(path, data["fault"]),
        small_talk=lexicon.set_of(path, data["small_talk"]),
        spam=lexicon.set_of(path, data["spam"]),
        praise=lexicon.set_of(path, data["praise"]),
        settled=lexicon.set_of(path, data["settled"]),
        but=lexicon.set_of(path, data["but"]),
        danger=lexicon.guarded,
    )
