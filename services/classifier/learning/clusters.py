"""Near-duplicates in a corpus: reports that tell the same in nearly the same words belong on one side of a cut."""

import hashlib
from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from services.classifier.domain.spelling import canonical, strip
from services.classifier.learning.corpus import Example

SAME = 0.5
"""Share of the shorter text's word triples that the longer one has, from which two are near-duplicates."""
_SIZE = 3


def fold_of(examples: Sequence[Example], folds: int) -> npt.NDArray[np.int64]:
    """A part for each report, the same in every run; near-duplicates in the same part."""
    heads = clusters([example.text for example in examples])
    return np.array(
        [
            int.from_bytes(hashlib.sha256(examples[head].text.encode()).digest()[:4], "big") % folds
            for head in heads
        ]
    )


def clusters(texts: Sequence[str]) -> list[int]:
    """For each text the number of the first one of its cluster."""
    shingles = [triples(text) for text in texts]
    where: dict[tuple[str, ...], list[int]] = {}
    heads: list[int] = []
    for number, own in enumerate(shingles):
        shared: dict[int, int] = {}
        for triple in own:
            for other in where.get(triple, ()):
                shared[other] = shared.get(other, 0) + 1
            where.setdefault(triple, []).append(number)
        close = [o for o, count in shared.items() if count >= SAME * max(1, min(len(own), len(shingles[o])))]
        heads.append(heads[min(close)] if close else number)
    return heads


def triples(text: str) -> set[tuple[str, ...]]:
    """Triples of neighbouring words without diacritics."""
    words = [strip(canonical(word)) for word in text.split()]
    return {tuple(words[n : n + _SIZE]) for n in range(len(words) - _SIZE + 1)}
