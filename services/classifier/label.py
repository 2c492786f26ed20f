"""Label a file from the command line: JSON lines in, JSON lines out, one for one and in order."""

import sys
from collections.abc import Iterable, Iterator
from typing import IO, Any

import msgspec

from services.classifier.domain.classify import Classifier, resolve_unit
from services.classifier.domain.models import Context

USAGE = """\
usage: python -m services.classifier label < in.jsonl > out.jsonl
in:  {"id": …, "text": …, "reported_from": unit name or code, optional} a line
out: {"id", "topics", "urgency", "places", "ambiguous", "language", "reasons"} a line,
     or {"id" or "line", "error"} for a line that can't be read
"""
EVERY = 1000
"""Lines between two signs of progress."""


def main(argv: list[str]) -> int:
    """Label standard input; 0 if all went well, 1 if some lines were broken, 2 for wrong usage."""
    if argv:
        sys.stderr.write(USAGE)
        return 0 if argv[0] in {"-h", "--help"} else 2
    classifier = Classifier.load()
    broken = 0
    for answer in label(classifier, _progress(sys.stdin.buffer, sys.stderr)):
        broken += "error" in answer
        sys.stdout.buffer.write(msgspec.json.encode(answer) + b"\n")
    sys.stdout.buffer.flush()
    return 1 if broken else 0


def label(classifier: Classifier, lines: Iterable[bytes]) -> Iterator[dict[str, Any]]:
    """An answer for each line that isn't empty. A broken line says what is wrong and the rest goes on."""
    for number, line in enumerate(lines, start=1):
        if not line.strip():
            continue
        try:
            report = msgspec.json.decode(line)
        except (msgspec.DecodeError, UnicodeDecodeError) as error:
            yield {"line": number, "error": f"no JSON: {error}"}
            continue
        yield _answer(classifier, number, report)


def _answer(classifier: Classifier, number: int, report: Any) -> dict[str, Any]:
    if not isinstance(report, dict):
        return {"line": number, "error": "should be a JSON object with id and text"}
    who = {"id": report["id"]} if "id" in report else {"line": number}
    text, reported_from = report.get("text"), report.get("reported_from")
    if not isinstance(text, str):
        return {**who, "error": "text is missing or no string"}
    if reported_from is not None and not isinstance(reported_from, str):
        return {**who, "error": "reported_from should be the name or code of a unit"}
    unit = resolve_unit(reported_from, classifier.places.home) if reported_from else None
    found = classifier.classify(text, Context(reported_from=unit))
    return {
        **who,
        "topics": [score.topic.value for score in found.topics],
        "urgency": int(found.urgency),
        "places": [match.unit for match in found.places],
        "ambiguous": found.ambiguous,
        "language": found.language,
        "reasons": [msgspec.to_builtins(reason) for reason in found.reasons],
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
