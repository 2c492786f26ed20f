"""Parts of a labelled set on which a classifier must not be much worse than on the whole."""

from collections.abc import Callable, Sequence

import numpy as np

from services.classifier.domain.spelling import is_plain
from services.classifier.learning.corpus import Example
from services.classifier.learning.predictions import Whole

SHORT, LONG = 60, 600
"""Characters: a text message, and a letter."""

_SLICES: dict[str, Callable[[Example], bool]] = {
    "without diacritics": lambda e: is_plain(e.text),
    "teencode": lambda e: "teen" in e.tags,
    f"under {SHORT} characters": lambda e: len(e.text) < SHORT,
    f"over {LONG} characters": lambda e: len(e.text) > LONG,
    "old unit names": lambda e: "old" in e.tags,
    "new unit names": lambda e: "new" in e.tags,
    "calm emergencies": lambda e: "calm" in e.tags,
    "sounds urgent, isn't": lambda e: "false" in e.tags,
}


def slices(examples: Sequence[Example]) -> dict[str, Whole]:
    """Name of each slice → row numbers of its reports."""
    return {
        name: np.flatnonzero([belongs(example) for example in examples]) for name, belongs in _SLICES.items()
    }
