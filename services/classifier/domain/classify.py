"""From texts to labels: language, topics, urgency, place, signature, and why. Pure, built once, in batches."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from services.classifier.domain import lexicon_only, topic_table, weighing
from services.classifier.domain import urgency as urgency_table
from services.classifier.domain.features import Vocabulary
from services.classifier.domain.found import Found
from services.classifier.domain.guards import Guards
from services.classifier.domain.language import language
from services.classifier.domain.lexicon import DATA, Lexicon, read, split
from services.classifier.domain.linear import Linear
from services.classifier.domain.marker import Marker
from services.classifier.domain.models import Classification, Context, Labels
from services.classifier.domain.phrases import Phrasebook
from services.classifier.domain.places import Places
from services.classifier.domain.signature import signature
from services.classifier.domain.text import Reader, dialect
from services.classifier.domain.topics import Topics
from services.classifier.domain.urgency import UrgencyRules
from shared.contracts.events import PlaceMatch, Reason
from shared.contracts.taxonomy import Urgency
from shared.units import find_unit

MODEL = DATA / "model"
"""The model that comes with the code."""
CHUNK = 512
"""Texts that are weighed together."""


@dataclass(frozen=True, slots=True, repr=False)
class Classifier:
    """Labels reports. Holds no state but tables and the memory of words already split."""

    reader: Reader
    lexicon: Lexicon
    guards: Guards
    topics: Topics
    urgency: UrgencyRules
    places: Places
    marker: Marker
    model: Linear | None
    """None: lexicon and rules alone decide, as before the first model."""

    @classmethod
    def load(
        cls, home_province: str | None = None, folder: Path = DATA, model: Path | None = MODEL
    ) -> "Classifier":
        """Read the data files and a model. LexiconError or ModelError if one is wrong; it names the remedy."""
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
        for rules in (urgency.emergency, urgency.high, topics.rules, urgency.floor):
            rules.bind(lexicon.book)
        places = Places.load(lexicon.book.numbers, home_province, folder)
        marker = Marker(lexicon.bits, lexicon.book.marks, Vocabulary.of(()), {})
        bare = cls(Reader(teencode), lexicon, guards, topics, urgency, places, marker, None)
        return bare.with_model(Linear.load(model) if model else None)

    def with_model(self, model: Linear | None) -> "Classifier":
        """The same tables with another model, or with none."""
        vocabulary = model.vocabulary if model else Vocabulary.of(())
        book, numbers = self.lexicon.book, dict(self.lexicon.book.numbers)
        for word in vocabulary.words:
            numbers.setdefault(word, len(numbers) + 1)
        marker = Marker(self.lexicon.bits, book.marks, vocabulary, numbers)
        return replace(self, model=model, marker=marker, reader=self.reader.with_numbers(numbers))

    def classify(self, text: str, context: Context) -> Classification:
        """All labels of any text. Never raises for what the text says or how it is written."""
        return next(self.classify_all([text], [context]))

    def classify_all(self, texts: Sequence[str], contexts: Sequence[Context]) -> Iterator[Classification]:
        """Labels of many texts, in order; costs half as much for each as one alone."""
        for start in range(0, len(texts), CHUNK):
            found = self._find(texts[start : start + CHUNK])
            labels = self._labels(found, explain=True)
            origins = [context.reported_from for context in contexts[start : start + CHUNK]]
            places = self.places.find([one.text for one in found], origins)
            marks = [signature(one.text) for one in found]
            version = self.model.version if self.model else lexicon_only.MODEL
            for one, label, origin, (units, ambiguous), mark in zip(
                found, labels, origins, places, marks, strict=True
            ):
                yield Classification(
                    topics=label.topics,
                    urgency=label.urgency,
                    places=units,
                    ambiguous=ambiguous,
                    unit=_route(units, origin, ambiguous=ambiguous),
                    language=language(one.text),
                    needs_review=label.doubtful,
                    reasons=(*label.reasons, *_why_places(units)) if units else label.reasons,
                    signature=mark,
                    model=version,
                )

    def urgencies(self, texts: Sequence[str]) -> list[Urgency]:
        """The urgency that ``classify_all`` gives, without the cost of the other labels."""
        return [label.urgency for label in self.labels(texts)]

    def labels(self, texts: Sequence[str]) -> list[Labels]:
        """Topics and urgency as ``classify_all`` gives them, without places and reasons."""
        return [
            label
            for start in range(0, len(texts), CHUNK)
            for label in self._labels(self._find(texts[start : start + CHUNK]), explain=False)
        ]

    def _find(self, texts: Sequence[str]) -> list[Found]:
        return self.lexicon.find([*map(self.reader.read, texts)], self.guards)

    def _labels(self, found: Sequence[Found], *, explain: bool) -> Sequence[Labels]:
        if self.model is None:
            return [lexicon_only.decide(self.topics, self.urgency, one) for one in found]
        return weighing.decide(self.model, self.marker, self.urgency, found, explain=explain)


def resolve_unit(name_or_code: str, province: str | None = None) -> str | None:
    """Code of a unit given by code or by name (``"phường Bình Thạnh, TP.HCM"``); None if there is no such one."""
    return find_unit(name_or_code, province)


def _route(places: tuple[PlaceMatch, ...], reported_from: str | None, *, ambiguous: bool) -> str | None:
    return places[0].unit if places and not ambiguous else reported_from


def _why_places(places: tuple[PlaceMatch, ...]) -> list[Reason]:
    return [
        Reason(label=f"place:{match.unit}", phrase=match.phrase, weight=match.score) for match in places[:3]
    ]
