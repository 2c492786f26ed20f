"""Long texts part by part: what presses may be one sentence of a long letter, and weighs little in the whole.

Urgency is judged from the whole and from the most pressing passage, half and half. Left-out authors' letters, and the figures,
are in ADR 9.
"""

from collections.abc import Iterator
from itertools import pairwise

from services.classifier.domain.text import Text

LONG = 70
"""Tokens from which a text is looked at part by part."""
LEAST = 20
"""Tokens that a passage has at least: fewer say too little, and sound more pressing than they are."""

Passage = tuple[int, int]
"""First token, and token after the last."""


def passages(text: Text) -> Iterator[Passage]:
    """Whole sentences, as many as make up ``LEAST`` tokens; what is left at the end goes with the last ones.

    Nothing for a short text, or one without sentences.
    """
    size = len(text.tokens)
    if size < LONG:
        return
    start = 0
    for place, (one, other) in enumerate(pairwise(text.sentence), start=1):
        if one != other and place - start >= LEAST and size - place >= LEAST:
            yield start, place
            start = place
    if start:
        yield start, size
