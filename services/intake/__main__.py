"""``python -m services.intake``: run the service, or one of its tools."""

import sys
from collections.abc import Callable

USAGE = """usage: python -m services.intake [tool]

without a tool: run the service (settings: INTAKE_* and HAICHIEU_*, see .env.example)
  keygen            a key pair for sealed originals and a receipt key, as variables
  token <channel>   a token for a channel and the line for INTAKE_TOKENS
  redact            JSON lines from standard input (id, text) to standard output (id, text, spans)
"""


def main(argv: list[str]) -> int:
    """Run the service or a tool; 2 on a wrong argument."""
    from services.intake import tools  # noqa: PLC0415 - a tool needs few imports

    commands: dict[tuple[str, int], Callable[..., int]] = {
        ("keygen", 0): tools.keygen,
        ("token", 1): tools.token,
        ("redact", 0): tools.redact_lines,
    }
    if not argv:
        from services.intake.app import build  # noqa: PLC0415

        build().run()
        return 0
    command = commands.get((argv[0], len(argv) - 1))
    if command is None:
        asked = argv[0] in {"-h", "--help"}
        print(USAGE, end="", file=sys.stdout if asked else sys.stderr)
        return 0 if asked else 2
    return command(*argv[1:])


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
