"""What takes the edge off a word of danger: negation, the past, a hypothesis, habit, a film or drill, a figure.

A guard acts on its sentence, a story (film, news, drill) on the sentences after it too. The words are data
(``guards.yaml``).
"""

from collections.abc import Sequence
from dataclasses import dataclass

from services.classifier.domain.phrases import Hit

NEGATED, HYPOTHETICAL, PAST, STORY, HABIT, NOW, ONGOING = 1, 2, 4, 8, 16, 32, 64
DEFUSED = NEGATED | HYPOTHETICAL | STORY
STATES = {"negated": NEGATED, "hypothetical": HYPOTHETICAL, "past": PAST, "story": STORY, "habit": HABIT}
"""Name in data files → guard state."""


@dataclass(frozen=True, slots=True)
class Guards:
    """Bit sets of the marks that guard, and of those that need one."""

    guarded: int
    mask: int
    negation: int
    soft: int
    """Words that may stand between a negation and what it negates."""
    hypothesis: int
    fear: int
    """Like a hypothesis, but near its object: ``sợ cháy``."""
    past: int
    habit: int
    story: int
    now: int
    """``bây giờ``, ``tối nay``, ``vừa``: it happens today, whatever was before."""
    ongoing: int
    """``đang``, ``lại``: it happens now if it stands right before the word of danger."""
    real: int
    """Ends a story: the writer tells of herself, here and now."""
    still: int

    def unmasked(self, hits: list[Hit], marks: Sequence[int]) -> list[Hit]:
        """``hits`` without those that lie inside a figure of speech (``cháy`` in ``cháy vé``)."""
        mask = self.mask
        masks = [hit for hit in hits if marks[hit[2]] & mask]
        return [
            hit
            for hit in hits
            if marks[hit[2]] & mask or not any(start <= hit[0] and hit[1] <= end for start, end, _ in masks)
        ]
