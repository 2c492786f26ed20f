"""The labels that the classifier gave, as they stand beside a review or a correction."""

from collections.abc import Mapping
from typing import Any

import msgspec

from shared.contracts.events import ReportClassified
from shared.contracts.taxonomy import Topic, Urgency
from shared.mongo import Document


class Said(msgspec.Struct, frozen=True):
    """Topics (the main one first), urgency, codes of the units named, and which model said so."""

    topics: tuple[Topic, ...]
    urgency: Urgency
    places: tuple[str, ...]
    model: str

    @classmethod
    def of(cls, event: ReportClassified) -> "Said":
        """The labels of an event."""
        return cls(
            tuple(score.topic for score in event.topics),
            event.urgency,
            tuple(place.unit for place in event.places),
            event.model,
        )

    @classmethod
    def read(cls, stored: Mapping[str, Any]) -> "Said":
        """From what ``to_document`` wrote."""
        return msgspec.convert(stored, cls)

    def to_document(self) -> Document:
        """The stored form."""
        document: Document = msgspec.to_builtins(self)
        return document

    def equals(self, topics: tuple[Topic, ...], urgency: Urgency, places: tuple[str, ...] | None) -> bool:
        """Whether a person says the same: main topic, set of topics, urgency, and the places if judged."""
        same_topics = topics[0] is self.topics[0] and set(topics) == set(self.topics)
        same_places = places is None or set(places) == set(self.places)
        return same_topics and urgency is self.urgency and same_places
