"""Topics and urgency by lexicon and rules alone: the cold start, before there is a model, and a baseline."""

from services.classifier.domain.found import Found
from services.classifier.domain.models import Labels
from services.classifier.domain.topics import GUESS, NOTHING, Topics
from services.classifier.domain.urgency import UrgencyRules
from shared.contracts.events import TopicScore
from shared.contracts.taxonomy import Topic, Urgency

MODEL = "lexicon-1"
_MANY_WORDS = 8
"""From so many words on, a text that is about nothing known deserves a look."""
_CLOSE = 0.03
"""Difference of score below which two topics are a toss-up."""


def decide(topics: Topics, rules: UrgencyRules, found: Found) -> Labels:
    """Labels of one text."""
    scores, why_topics = topics.decide(found)
    urgency, why_urgency = rules.decide(found)
    if urgency is Urgency.LOW and _is_noise(rules, scores, found):
        scores, why_topics = NOTHING, []
    if urgency is Urgency.NORMAL and scores[0].topic is Topic.OTHER and not rules.complains(found):
        urgency = Urgency.LOW
    return Labels(scores, urgency, (*why_urgency, *why_topics), doubtful=_doubtful(scores, urgency, found))


def _is_noise(rules: UrgencyRules, scores: tuple[TopicScore, ...], found: Found) -> bool:
    """An advertisement, or a greeting that names its subject by chance."""
    guessed = scores[0].score < GUESS
    return rules.is_spam(found) or (guessed and rules.is_small_talk(found))


def _doubtful(topics: tuple[TopicScore, ...], urgency: Urgency, found: Found) -> bool:
    if topics[0].topic is Topic.OTHER:
        return len(found.text.tokens) >= _MANY_WORDS
    toss_up = len(topics) > 1 and topics[0].score - topics[1].score < _CLOSE
    return toss_up or (urgency < Urgency.HIGH and found.defused())
