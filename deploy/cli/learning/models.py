"""What the commands share: where the versions lie, which is in force, what the corrections say."""

import asyncio
import os
from datetime import UTC, datetime
from pathlib import Path

import click

from deploy.cli.state import adopt_local_stack, common_settings, home
from services.classifier.learning.corpus import Example
from services.classifier.learning.registry import Registry
from services.classifier.store import Correction, MongoStore
from shared.mongo import TRANSIENT, Mongo

VARIABLE = "CLASSIFIER_MODELS"


def registry() -> Registry:
    """The versions in ``CLASSIFIER_MODELS``, or those of the local stack."""
    adopt_local_stack()
    return Registry(Path(os.environ.get(VARIABLE) or home() / "models").resolve())


def now() -> datetime:
    """The time that is written into the history."""
    return datetime.now(UTC).replace(microsecond=0)


def corrections() -> list[Example]:
    """The latest correction of each report, from the classifier's database."""
    try:
        return asyncio.run(_read())
    except TRANSIENT as error:
        raise click.ClickException(
            f"the corrections can't be read ({type(error).__name__}); is the database up? "
            "`--corpus-only` trains without them"
        ) from error


async def _read() -> list[Example]:
    mongo = Mongo(common_settings())
    try:
        latest = {correction.report_id: correction async for correction in MongoStore(mongo).corrections()}
    finally:
        mongo.close()
    return [_example(correction) for correction in latest.values()]


def _example(correction: Correction) -> Example:
    return Example(
        id=f"corrections:{correction.report_id}",
        text=correction.text,
        topics=correction.topics,
        urgency=correction.urgency,
        places=correction.places,
    )
