"""The load: NDJSON batches made from the sample texts, spread over the units of the sample organisation."""

import json
import random
from collections.abc import Iterator

from deploy.demo import sending
from deploy.demo.run import REPORTS, SAMPLE

BATCH = 500


def lines(name: str, count: int, *, ordinary: bool = False) -> Iterator[bytes]:
    """``count`` lines for intake's batch interface, each with a key of its own.

    ``ordinary`` leaves out what the classifier calls an emergency. Load, not labelled data: the same text comes
    many times from many units.
    """
    reports = [report for file in REPORTS for report in sending.read(SAMPLE / file)]
    texts = [str(report["text"]) for report in reports]
    if ordinary:
        from services.classifier.domain.classify import Classifier

        levels = Classifier.load().urgencies(texts)
        texts = [text for text, level in zip(texts, levels, strict=True) if level < 3]
    units = sorted({str(r["reported_from"]) for r in reports if r["reported_from"]})
    chosen = random.Random(name)
    for n in range(count):
        line = {
            "idempotency_key": f"{name}-{n}",
            "text": chosen.choice(texts),
            "reported_from": chosen.choice(units),
        }
        yield json.dumps(line, ensure_ascii=False).encode()


def batches(name: str, count: int, *, ordinary: bool = False) -> Iterator[bytes]:
    """The lines in NDJSON bodies of up to ``BATCH`` lines."""
    held: list[bytes] = []
    for line in lines(name, count, ordinary=ordinary):
        held.append(line)
        if len(held) == BATCH:
            yield b"\n".join(held)
            held = []
    if held:
        yield b"\n".join(held)
