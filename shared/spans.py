"""How well found spans of text cover the true ones, counted in characters. Pure.

Characters, not spans, are what leaks: half a phone number found is half a number leaked. The overall figures
ignore the kind, since a name hidden as an address is hidden; those by kind show where the kinds go wrong.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

Span = tuple[str, int, int]
"""Kind, start, end: offsets in code points, the end exclusive."""
_Chars = set[tuple[int, int]]
"""Number of the text, offset in it."""


@dataclass(frozen=True, slots=True)
class Score:
    """Characters in true spans, in found ones and in both."""

    gold_chars: int
    found_chars: int
    common_chars: int

    @property
    def recall(self) -> float:
        """Share of the true characters that were found; 1 where there are none."""
        return self.common_chars / self.gold_chars if self.gold_chars else 1.0

    @property
    def precision(self) -> float:
        """Share of the found characters that are true; 1 where nothing was found."""
        return self.common_chars / self.found_chars if self.found_chars else 1.0


@dataclass(frozen=True, slots=True)
class SpanScores:
    """``overall`` whatever the kind says; ``by_kind`` only where the kinds agree."""

    overall: Score
    by_kind: Mapping[str, Score]


def score(gold_spans: Sequence[Iterable[Span]], found_spans: Sequence[Iterable[Span]]) -> SpanScores:
    """Compare the spans of several texts, one entry a text in both. Raises ValueError for unequal lengths.

    Overlapping spans count each character once.
    """
    gold, found = _by_kind(gold_spans), _by_kind(found_spans)
    if len(gold_spans) != len(found_spans):
        raise ValueError(f"{len(gold_spans)} texts with true spans, {len(found_spans)} with found ones")
    kinds = sorted(gold.keys() | found.keys())
    return SpanScores(
        _score(set().union(*gold.values()), set().union(*found.values())),
        {kind: _score(gold.get(kind, set()), found.get(kind, set())) for kind in kinds},
    )


def _by_kind(texts: Sequence[Iterable[Span]]) -> dict[str, _Chars]:
    chars: dict[str, _Chars] = defaultdict(set)
    for number, spans in enumerate(texts):
        for kind, start, end in spans:
            chars[kind].update((number, offset) for offset in range(start, end))
    return chars


def _score(gold: _Chars, found: _Chars) -> Score:
    return Score(len(gold), len(found), len(gold & found))
