"""Label a file from the command line: JSON lines in, JSON lines out, one for one and in order."""

import sys
from collections.abc import Iterable, Iterator
from itertools import islice
from typing import IO, Any, NamedTuple

import msgspec

from services.classifier.domain.classify import Classifier, resolve_unit
from services.classifier.domain.models import Classification, Context
from services.classifier.tuning import settling

USAGE = """\
usage: python -m services.classifier label < in.jsonl > out.jsonl
in:  {"id": …, "text": …, "reported_from": unit name or code, optional} a line
out: {"id", "topics", "urgency", "places", "ambiguous", "language", "reasons"} a line,
     or {"id" or "line", "error"} for a line that can't be read
"""
BATCH = 256
"""Lines that are labelled together."""
EVERY = 1000
"""Lines between two signs of progress."""


def main(argv: list[str]) -> int:
    """Label standard input; 0 if all went well, 1 if some lines were broken, 2 for wrong usage."""
    if argv:
        sys.stderr.write(USAGE)
        return 0 if argv[0] in {"-h", "--help"} else 2
    with settling():
        classifier = Classifier.load()
    broken = 0
    for answer in label(classifier, _progress(sys.stdin.buffer, sys.stderr)):
        broken += "error" in answer
        sys.stdout.buffer.write(msgspec.json.encode(answer) + b"\n")
    sys.stdout.buffer.flush()
    return 1 if broken else 0


def label(classifier: Classifier, lines: Iterable[bytes]) -> Iterator[dict[str, Any]]:
    """An answer for each line that isn't empty. A broken line says what is wrong and the rest goes on."""
    numbered = ((number, line) for number, line in enumerate(lines, start=1) if line.strip())
    while batch := list(islice(numbered, BATCH)):
        read = [_read(classifier, number, line) for number, line in batch]
        whole = [entry for entry in read if isinstance(entry, Report)]
        found = classifier.classify_all([one.text for one in whole], [one.context for one in whole])
        for entry in read:
            yield _answer(entry.who, next(found)) if isinstance(entry, Report) else entry


class Report(NamedTuple):
    """A line that can be labelled. ``who``: its id, or its number where it has none."""

    who: dict[str, Any]
    text: str
    context: Context


def _read(classifier: Classifier, number: int, line: bytes) -> Report | dict[str, Any]:
    """The report of a line, or the answer that says what is wrong with it."""
    try:
        report = msgspec.json.decode(line)
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        return {"line": number, "error": f"no JSON: {error}"}
    if not isinstance(report, dict):
        return {"line": number, "error": "should be a JSON object with id and text"}
    who = {"id": report["id"]} if "id" in report else {"line": number}
    text, reported_from = report.get("text"), report.get("reported_from")
    if not isinstance(text, str):
        return {**who, "error": "text is missing or no string"}
    if reported_from is not None and not isinstance(reported_from, str):
        return {**who, "error": "reported_from should be the name or code of a unit"}
    unit = resolve_unit(reported_from, classifier.places.home) if reported_from else None
    return Report(who, text, Context(reported_from=unit))


def _answer(who: dict[str, Any], found: Classification) -> dict[str, Any]:
    return {
        **who,
        "topics": [score.topic.value for score in found.topics],
        "urgency": int(found.urgency),
        "places": [match.unit for match in found.places],
        "ambiguous": found.ambiguous,
        "language": found.language,
        "reasons": msgspec.to_builtins(found.reasons),
    }


def _progress(lines: Iterable[bytes], screen: IO[str]) -> Iterator[bytes]:
    shown = screen.isatty()
    for number, line in enumerate(lines, start=1):
        yield line
        if shown and number % EVERY == 0:
            screen.write(f"\r{number} lines")
            screen.flush()
    if shown:
        screen.write("\n")
