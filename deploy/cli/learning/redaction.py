"""How well intake's redaction covers the personal data marked in a labelled set."""

from collections.abc import Sequence

from rich.table import Table

from services.classifier.learning.corpus import Example
from services.intake.domain.redact import redact
from shared.spans import Score, score


def redaction_table(examples: Sequence[Example]) -> Table:
    """Recall and precision by character, whatever the kind, then for each kind."""
    scores = score(
        [example.spans for example in examples], [redact(example.text).spans for example in examples]
    )
    table = Table(title="Redaction, by character")
    for heading in ("", "characters", "recall", "precision"):
        table.add_column(heading, justify="left" if not heading else "right")
    table.add_row("any kind", *_row(scores.overall))
    for kind, one in scores.by_kind.items():
        table.add_row(kind, *_row(one))
    return table


def _row(one: Score) -> tuple[str, str, str]:
    return str(one.gold_chars), f"{one.recall:.3f}", f"{one.precision:.3f}"
