"""The hotlines that a message carries, by topic; from ``data/hotlines.yaml``."""

from collections.abc import Mapping, Sequence
from pathlib import Path

import msgspec
import yaml

from shared.contracts.taxonomy import Topic

FILE = Path(__file__).parents[1] / "data" / "hotlines.yaml"


class Hotline(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A number to call, with its name by language."""

    number: str
    name: dict[str, str]
    topics: tuple[Topic, ...]


Hotlines = Mapping[Topic, Sequence[Hotline]]


def load(file: Path = FILE) -> Hotlines:
    """Hotlines by topic, in the file's order. Raises ValueError naming file and field."""
    try:
        entries = msgspec.convert(yaml.safe_load(file.read_text("utf-8")), tuple[Hotline, ...])
    except (msgspec.ValidationError, yaml.YAMLError) as error:
        raise ValueError(f"{file.name}: {error}") from None
    return {topic: tuple(h for h in entries if topic in h.topics) for topic in Topic}
