"""``python -m services.classifier``: run the service; ``… label < in.jsonl > out.jsonl``: label a file."""

import sys

USAGE = "usage: python -m services.classifier [label < in.jsonl > out.jsonl]"


def main(argv: list[str]) -> int:
    """Run what was asked for; 2 when it isn't known."""
    match argv:
        case []:
            from services.classifier.app import build  # noqa: PLC0415 - the tool needs no broker

            build().run()
            return 0
        case ["label", *rest]:
            from services.classifier.label import main as label  # noqa: PLC0415

            return label(rest)
        case _:
            print(USAGE, file=sys.stderr)  # noqa: T201
            return 0 if argv in (["-h"], ["--help"]) else 2


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
