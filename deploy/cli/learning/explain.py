"""``haichieu classifier explain``: the labels of a text and the phrases that raised them, for an officer to read."""

from collections.abc import Iterable

import click

from deploy.cli.learning import models
from services.classifier.domain.classify import Classifier
from services.classifier.domain.models import Context
from shared.contracts.events import Reason
from shared.contracts.taxonomy import TOPIC_NAMES, URGENCY_NAMES


@click.command()
@click.argument("text")
def explain(text: str) -> None:
    """Show how TEXT would be labelled, and why."""
    found = Classifier.load(model=models.registry().current()).classify(text, Context())
    level = found.urgency
    click.echo(f"Mức độ: {URGENCY_NAMES[level][0]} ({URGENCY_NAMES[level][1]})")
    _because(f"urgency:{level.value}", found.reasons)
    for score in found.topics:
        vi, en = TOPIC_NAMES[score.topic]
        click.echo(f"Chủ đề: {vi} ({en}), chắc {score.score:.0%}")
        _because(f"topic:{score.topic.value}", found.reasons)
    for place in found.places:
        click.echo(f"Địa bàn: {place.name}, vì có «{place.phrase}», chắc {place.score:.0%}")
    if found.needs_review:
        click.echo("Cần người xem lại (a person should look)")


def _because(label: str, reasons: Iterable[Reason]) -> None:
    told = ", ".join(f"«{reason.phrase}» {reason.weight:+.1f}" for reason in reasons if reason.label == label)
    click.echo(f"  vì: {told}" if told else "  không có từ ngữ nào nổi bật")
