"""Makes ``gazetteer.tsv``, all names of places ready for ``domain/gazetteer.py``, so that a start is quick.

    python -m services.classifier.data.make_gazetteer

Made from ``shared.units`` and ``legacy_units.tsv``; a test fails while it is older than these. A line is a
name as the reader reads it without and with diacritics and its meanings, by tab; a meaning is kind (``U`` unit of
today, ``W`` old ward, ``D`` old district, ``P`` province), type, today's province, today's codes, and for old
ones their district and province, by comma.
"""

import sys
from collections.abc import Iterator
from pathlib import Path

from services.classifier.data.name_forms import variants, wholes
from services.classifier.data.unit_tables import entries
from services.classifier.domain.lexicon import DATA, read
from services.classifier.domain.names import Entry
from services.classifier.domain.spelling import strip_words
from services.classifier.domain.text import Reader, dialect

TARGET = DATA / "gazetteer.tsv"
_LINE = " \n "


def main() -> int:
    """Write the file anew."""
    TARGET.write_text(made(), "utf-8")
    return 0


def made(folder: Path = DATA) -> str:
    """What the file should hold."""
    lines: dict[tuple[str, str], dict[str, None]] = {}
    for spelled, entry in _spelled(folder):
        for variant in variants(spelled):
            lines.setdefault((strip_words(variant), variant), {})[entry.line()] = None
    return "".join("\t".join([*names, *means]) + "\n" for names, means in sorted(lines.items()))


def _spelled(folder: Path) -> Iterator[tuple[str, Entry]]:
    """Every entry with each of its names as the reader reads them: all at once, that is quicker."""
    reader = Reader(dialect(read("teencode.yaml", folder)[1]))
    named = [
        (name, entry)
        for short, district, entry in entries(folder / "legacy_units.tsv")
        for name in wholes(short, district)
    ]
    words = " ".join(reader.read(_LINE.join(name for name, _ in named)).words)
    return zip(words.split(_LINE), (entry for _, entry in named), strict=True)


if __name__ == "__main__":
    sys.exit(main())
