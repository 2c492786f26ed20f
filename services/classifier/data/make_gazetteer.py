"""Makes ``gazetteer.tsv``, all names of places ready for ``domain/gazetteer.py``, so that a start is quick.

    python -m services.classifier.data.make_gazetteer

Made from ``shared.units``, ``legacy_units.tsv``, ``earlier_units.tsv`` and ``places.yaml``; a test fails while it is older than these.
A line is, by tab: what to look for in a folded text, by ``|``, after ``~`` if only teencode makes it so; a name as the reader reads it, with diacritics; its
meanings. A meaning is, by comma: kind (``U`` unit of today, ``W`` old ward, ``D`` old district, ``P`` province), type,
today's province, today's codes, and for old ones their district and province. Lines of more than one syllable come
last, they have precedence: ``xa phuong tu`` is Phương Tú, no phường Tư.
"""

import sys
from collections.abc import Iterator
from pathlib import Path

from services.classifier.data.name_forms import forms, variants, wholes
from services.classifier.data.unit_tables import entries
from services.classifier.domain.lexicon import DATA, read
from services.classifier.domain.names import Entry
from services.classifier.domain.spelling import strip_words
from services.classifier.domain.text import Reader, dialect
from shared.units import plain_spelling

TARGET = DATA / "gazetteer.tsv"
_LINE = " \n "


def main() -> int:
    """Write the file anew."""
    TARGET.write_text(made(), "utf-8")
    return 0


def made(folder: Path = DATA) -> str:
    """What the file should hold."""
    reader = Reader(dialect(read("teencode.yaml", folder)[1]))
    lines: dict[tuple[bool, str, str], dict[str, None]] = {}
    home = read("places.yaml", folder)[1]["home_province"]
    for name, spelled, entry in _spelled(reader, folder):
        for variant in variants(spelled, hyphens=entry.province == home):
            for key, mark in _keys(reader, name, variant).items():
                row = " " in key, mark + "|".join(forms(key, entry)), variant
                lines.setdefault(row, {})[entry.line()] = None
    return "".join("\t".join([*row[1:], *means]) + "\n" for row, means in sorted(lines.items()) if row[1])


def _keys(reader: Reader, name: str, spelled: str) -> dict[str, str]:
    """A name without diacritics as it is read → the mark before what to look for.

    Hồng Kỳ is read as hồng kỳ, but Hong Ky as không ky, which most often is another word (``~``).
    """
    plain, bare = strip_words(spelled), strip_words(plain_spelling(name))
    size = plain.count(" ")
    read_as = {form: " ".join(reader.read(form).folded) for form in (plain, bare) if form.count(" ") == size}
    return {**dict.fromkeys(read_as.values(), "~"), **dict.fromkeys((plain, *read_as), "")}


def _spelled(reader: Reader, folder: Path) -> Iterator[tuple[str, str, Entry]]:
    """Every entry with each of its names, as in the table and as the reader reads it: all at once, that is quicker."""
    short_names = read("places.yaml", folder)[1]["short_names"]
    named = [
        (name, entry)
        for short, district, entry in entries(folder, short_names)
        for name in wholes(short, district)
    ]
    for short in (short for listed in short_names.values() for short in listed):
        if reader.read(short).words != (short,):
            raise SystemExit(
                f"places.yaml: {short} is another word in teencode.yaml; take it from short_names"
            )
    words = " ".join(reader.read(_LINE.join(name for name, _ in named)).words)
    return ((name, spelled, entry) for (name, entry), spelled in zip(named, words.split(_LINE), strict=True))


if __name__ == "__main__":
    sys.exit(main())
