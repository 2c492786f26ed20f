"""Near-duplicates in a corpus: reports that tell the same in nearly the same words belong on one side of a cut."""

from collections.abc import Sequence

from services.classifier.domain.spelling import canonical, strip

SAME = 0.5
"""Share of the shorter text's word triples that the longer one has, from which two are near-duplicates."""
_SIZE = 3


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


def unlike(texts: Sequence[str], others: Sequence[str]) -> list[int]:
    """The numbers of those ``texts`` that tell what none of ``others`` tells."""
    first = len(others)
    return [n for n, head in enumerate(clusters([*others, *texts])[first:]) if head >= first]


def triples(text: str) -> set[tuple[str, ...]]:
    """Triples of neighbouring words without diacritics."""
    words = [strip(canonical(word)) for word in text.split()]
    return {tuple(words[n : n + _SIZE]) for n in range(len(words) - _SIZE + 1)}
