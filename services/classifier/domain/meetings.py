"""Where two topics meet (label guide): which goes first, which follows, which goes away."""

from dataclasses import dataclass

from services.classifier.domain.found import Found
from services.classifier.domain.rules import Rule
from shared.contracts.taxonomy import Topic

LEAST_SECOND = 4.0
"""Weight below which a topic isn't worth a second place."""
SECOND_SHARE = 0.6
"""Least weight of a further topic, as a share of the main one's."""


@dataclass(frozen=True, slots=True)
class Meeting:
    """When all ``topics`` are candidates and ``rule`` fires: ``first`` leads, ``second`` follows, ``drop`` goes."""

    rule: Rule | None
    topics: frozenset[Topic]
    first: Topic | None
    second: Topic | None
    drop: frozenset[Topic]

    def apply(self, order: list[Topic], found: Found, weights: dict[Topic, float]) -> None:
        """Change ``order`` (candidates, best first) and ``weights`` if the rule fires; ``topics`` are in ``order``."""
        if self.rule is not None and self.rule.fires(found) is None:
            return
        for topic in self.drop:
            if topic in order:
                order.remove(topic)
        for place, named in enumerate((self.first, self.second)):
            if named is None:
                continue
            if named in order:
                order.remove(named)
            top = max((weights[other] for other in order), default=LEAST_SECOND)
            least = top if place == 0 else max(LEAST_SECOND, SECOND_SHARE * top)
            weights[named] = max(weights.get(named, 0.0), least)
            order.insert(0 if place == 0 or not order else 1, named)
