"""The model card of a version: what it was made of, how it does, for what it is not meant."""

from collections.abc import Mapping
from math import isnan
from typing import Any

from services.classifier.learning.evaluation import Evaluation, Figures

USE = (
    "Labels short reports of concerns in places, mostly Vietnamese, so that a desk sees the pressing ones first. A person "
    "decides about every case. Not for texts about persons, opinions or beliefs, and not for anything else."
)
LIMITS = (
    "It counts words and pairs of words: what is only implied by a whole story it misses, most of all an emergency told "
    "calmly without any word of danger. Training and gold set have the same kind of authors, so the field may differ."
)


def measured(card: Mapping[str, Any], evaluation: Evaluation, gold_sha256: str) -> dict[str, Any]:
    """The card with its figures: value and 95 % interval of the whole, values of the slices and of the rivals."""
    return {
        **card,
        "use": USE,
        "limits": LIMITS,
        "gold_set": {"sha256": gold_sha256, "reports": evaluation.reports},
        "figures": {
            name: [round(v.value, 4), round(v.low, 4), round(v.high, 4)]
            for name, v in evaluation.model.items()
        },
        "slices": {name: {"reports": n, **_values(f)} for name, (n, f) in evaluation.slices.items()},
        "rivals": {
            "lexicon and rules only": _values(evaluation.lexicon_only),
            "commonest labels": _values(evaluation.majority),
        },
    }


def _values(figures: Figures) -> dict[str, float | None]:
    return {name: None if isnan(v.value) else round(v.value, 4) for name, v in figures.items()}


def as_markdown(version: str, card: Mapping[str, Any]) -> str:
    """The card to read."""
    train, gold = card["training_set"], card["gold_set"]
    lines = [
        f"# Model card: {version}",
        "",
        card["use"],
        "",
        f"- Training set: {train['reports']} reports and {train['clauses']} clauses, SHA-256 `{train['sha256']}`",
        f"- Corrections by desks: {card['corrections']}",
        f"- Gold set, frozen: {gold['reports']} reports, SHA-256 `{gold['sha256']}`",
        "",
        card["origin"],
        "",
        card["limits"],
        "",
        "| figure | value | 95 % interval | lexicon and rules only |",
        "| --- | --- | --- | --- |",
    ]
    rival = card["rivals"]["lexicon and rules only"]
    lines += [
        f"| {name} | {value} | {low} to {high} | {rival[name]} |"
        for name, (value, low, high) in card["figures"].items()
    ]
    names = list(card["figures"])[:10]
    lines += ["", f"| slice | reports | {' | '.join(names)} |", f"|{' --- |' * (len(names) + 2)}"]
    for name, values in card["slices"].items():
        shown = " | ".join("—" if values[n] is None else str(values[n]) for n in names)
        lines.append(f"| {name} | {values['reports']} | {shown} |")
    return "\n".join(lines) + "\n"
