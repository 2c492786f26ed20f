"""Whether a model may replace the one in force, by the frozen gold set."""

from collections.abc import Mapping

from services.classifier.learning.figures import Value

SLACK = 0.005
"""How much a figure may fall: less than one report in a hundred changes sides by chance alone."""
MUST_NOT_FALL = {
    "emergencies found": 0.0,
    "topics: macro F1": SLACK,
    "main topic right": SLACK,
    "urgency: quadratic kappa": SLACK,
    "place right": SLACK,
}
"""Figure → slack."""
FALSE_EMERGENCIES = "false emergencies per 1,000"
MOST_FALSE = 30.0
"""More false emergencies than this are refused if they are also more than before."""


def refusals(old: Mapping[str, Value], new: Mapping[str, Value]) -> list[str]:
    """Why ``new`` may not replace ``old``, a sentence each; empty if it may."""
    reasons = [
        f"{name} would fall from {old[name].value:.3f} to {new[name].value:.3f}"
        for name, slack in MUST_NOT_FALL.items()
        if new[name].value < old[name].value - slack
    ]
    before, after = old[FALSE_EMERGENCIES].value, new[FALSE_EMERGENCIES].value
    if after > max(before, MOST_FALSE):
        reasons.append(f"{FALSE_EMERGENCIES} would rise from {before:.1f} to {after:.1f}")
    return reasons
