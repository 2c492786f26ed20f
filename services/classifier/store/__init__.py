"""What the classifier keeps: classifications, the review queue, corrections. Written once, by whoever is first."""

from services.classifier.store import classifications, corrections, reviews
from services.classifier.store.classifications import CLASSIFICATIONS
from services.classifier.store.corrections import CORRECTIONS, Correction
from services.classifier.store.mongo import MongoStore
from services.classifier.store.protocol import Store
from services.classifier.store.reviews import REVIEWS, Review, Why
from services.classifier.store.said import Said

INDEXES = {
    CLASSIFICATIONS: classifications.INDEXES,
    REVIEWS: reviews.INDEXES,
    CORRECTIONS: corrections.INDEXES,
}

__all__ = [
    "CLASSIFICATIONS",
    "CORRECTIONS",
    "INDEXES",
    "REVIEWS",
    "Correction",
    "MongoStore",
    "Review",
    "Said",
    "Store",
    "Why",
]
