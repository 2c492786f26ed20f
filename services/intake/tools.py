"""The tools of ``python -m services.intake``: keys, tokens, redaction of JSON lines."""

import sys
from typing import BinaryIO

import msgspec

from services.intake.domain import receipts, sealing
from services.intake.domain.redact import redact
from shared import tokens
from shared.contracts.taxonomy import Channel


class LineIn(msgspec.Struct):
    """A line to be redacted. Other fields are ignored."""

    id: str | int
    text: str


class SpanOut(msgspec.Struct):
    """Where personal data stood, in code points of the text given; ``end`` is exclusive."""

    kind: str
    start: int
    end: int


class LineOut(msgspec.Struct):
    """A redacted line."""

    id: str | int
    text: str
    spans: list[SpanOut]


def keygen() -> int:
    """Print a key pair for the seal and a receipt key."""
    public, private = sealing.new_key_pair()
    print("# For the service:")  # noqa: T201
    print(f"INTAKE_SEAL_PUBLIC_KEY={public}")  # noqa: T201
    print(f"INTAKE_RECEIPT_KEY={receipts.new_key()}")  # noqa: T201
    print("# For the holders of the key, offline; whoever has it can read every original:")  # noqa: T201
    print(f"SEAL_PRIVATE_KEY={private}")  # noqa: T201
    return 0


def token(channel: str) -> int:
    """Print a token for ``channel`` and its line for INTAKE_TOKENS."""
    if channel.partition(":")[0] not in set(Channel):
        print(f"{channel!r} is no channel; there are {', '.join(Channel)}", file=sys.stderr)  # noqa: T201
        return 2
    made, line = tokens.make(channel)
    print("# Hand the token over once; it is not kept anywhere:")  # noqa: T201
    print(made)  # noqa: T201
    print("# A line for INTAKE_TOKENS_FILE (or INTAKE_TOKENS):")  # noqa: T201
    print(line)  # noqa: T201
    return 0


def redact_lines(source: BinaryIO | None = None, target: BinaryIO | None = None) -> int:
    """Redact JSON lines; 1 and the line's number on the first that cannot be read."""
    source, target = source or sys.stdin.buffer, target or sys.stdout.buffer
    for number, raw in enumerate(source, 1):
        if not raw.strip():
            continue
        try:
            line = msgspec.json.decode(raw, type=LineIn)
        except (msgspec.MsgspecError, UnicodeDecodeError) as error:
            print(f"line {number}: {error}", file=sys.stderr)  # noqa: T201
            return 1
        redacted = redact(line.text)
        target.write(
            msgspec.json.encode(LineOut(line.id, redacted.text, [SpanOut(*span) for span in redacted.spans]))
            + b"\n"
        )
    return 0
