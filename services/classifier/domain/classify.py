"""From a text to its labels: language, topics, urgency, place, signature, and why. Pure, built once."""

from dataclasses import dataclass
from pathlib import Path

from services.classifier.domain import topic_table
from services.classifier.domain import urgency as urgency_table
from services.classifier.domain.floor import Floor
from services.classifier.domain.found import Found
from services.classifier.domain.guards import Guards
from services.classifier.domain.lexicon import DATA, Lexicon, read, split
from services.classifier.domain.models import Classification, Context
from services.classifier.domain.phrases import Phrasebook
from services.classifier.domain.places import Places
from services.classifier.domain.signature import signature
from services.classifier.domain.syllables import language
from services.classifier.domain.text import Reader, dialect
from services.classifier.domain.topics import GUESS, NOTHING, Topics
from services.classifier.domain.urgency import UrgencyRules
from shared.contracts.events import PlaceMatch, Reason, TopicScore
from shared.contracts.taxonomy import Topic, Urgency
from shared.units import find_unit

MODEL = "lexicon-1"
_MANY_WORDS = 8
"""From so many words on, a text that is about nothing known deserves a look."""
_CLOSE = 0.03
"""Difference of score below which two topics are a toss-up."""


@dataclass(frozen=True, slots=True)
class Classifier:
    """Labels reports. Holds no state but tables and the memory of words already split."""

    reader: Reader
    lexicon: Lexicon
    guards: Guards
    topics: Topics
    urgency: UrgencyRules
    floor: Floor
    places: Places

    @classmethod
    def load(cls, home_province: str | None = None, folder: Path = DATA) -> "Classifier":
        """Read the data files (about a second). LexiconError if one is wrong; it names file, key and remedy."""
        teencode = dialect(read("teencode.yaml", folder)[1])
        lexicon = Lexicon(Phrasebook(split(read("traps.yaml", folder)[1]["traps"]), teencode))
        for name in ("concepts.yaml", "guards.yaml", "urgency.yaml"):
            path, data = read(name, folder)
            lexicon.concepts(path, data["concepts"])
        path, data = read("urgency.yaml", folder)
        common = lexicon.set_of(path, data["common"])
        urgency = urgency_table.build(lexicon, common, path, data)
        topics = topic_table.build(lexicon, common, *read("topics.yaml", folder))
        guards = lexicon.guards(folder / "guards.yaml")
        lexicon.book.freeze()
        for rules in (urgency.emergency, urgency.high, topics.rules):
            rules.bind(lexicon.book)
        reader = Reader(teencode)
        floor = Floor(urgency.emergency, lexicon.book, reader)
        return cls(reader, lexicon, guards, topics, urgency, floor, Places.load(home_province, folder))

    def classify(self, text: str, context: Context) -> Classification:
        """All labels of any text. Never raises for what the text says or how it is written."""
        parsed = self.reader.read(text)
        found = self.lexicon.find(parsed, self.guards)
        scores, why_topics = self.topics.decide(found)
        urgency, why_urgency = self.urgency.decide(found)
        if urgency is Urgency.LOW and self._is_noise(scores, found):
            scores, why_topics = NOTHING, []
        if urgency is Urgency.NORMAL and scores[0].topic is Topic.OTHER and not self.urgency.complains(found):
            urgency = Urgency.LOW
        places, ambiguous = self.places.find(parsed, context.reported_from)
        return Classification(
            topics=scores,
            urgency=urgency,
            places=places,
            ambiguous=ambiguous,
            unit=_route(places, context.reported_from, ambiguous=ambiguous),
            language=language(parsed.words, parsed.syllables),
            needs_review=_doubtful(scores, urgency, found),
            reasons=(*why_urgency, *why_topics, *_why_places(places)),
            signature=signature(parsed),
            model=MODEL,
        )

    def is_emergency(self, text: str) -> bool:
        """Whether :meth:`classify` says urgency 3; on ordinary text at a small part of its cost."""
        return self.floor.might_fire(text) and self.urgency.is_emergency(
            self.lexicon.find(self.reader.read(text), self.guards)
        )

    def _is_noise(self, scores: tuple[TopicScore, ...], found: Found) -> bool:
        """An advertisement, or a greeting that names its subject by chance."""
        guessed = scores[0].score < GUESS
        return self.urgency.is_spam(found) or (guessed and self.urgency.is_small_talk(found))


def resolve_unit(name_or_code: str, province: str | None = None) -> str | None:
    """Code of a unit given by code or by name (``"phường Bình Thạnh, TP.HCM"``); None if there is no such one."""
    return find_unit(name_or_code, province)


def _route(places: tuple[PlaceMatch, ...], reported_from: str | None, *, ambiguous: bool) -> str | None:
    return places[0].unit if places and not ambiguous else reported_from


def _doubtful(topics: tuple[TopicScore, ...], urgency: Urgency, found: Found) -> bool:
    if topics[0].topic is Topic.OTHER:
        return len(found.text.tokens) >= _MANY_WORDS
    toss_up = len(topics) > 1 and topics[0].score - topics[1].score < _CLOSE
    return toss_up or (urgency < Urgency.HIGH and found.defused())


def _why_places(places: tuple[PlaceMatch, ...]) -> list[Reason]:
    return [
        Reason(label=f"place:{match.unit}", phrase=match.phrase, weight=match.score) for match in places[:3]
    ]
