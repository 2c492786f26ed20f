"""``python -m services.escalation``: run the service."""

import sys


def main(argv: list[str]) -> int:
    """Run the service; 2 on arguments, it takes none."""
    if argv:
        print("usage: python -m services.escalation", file=sys.stderr)  # noqa: T201
        return 0 if argv in (["-h"], ["--help"]) else 2
    from services.escalation.app import build  # noqa: PLC0415 - a usage error needs no imports

    build().run()
    return 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
