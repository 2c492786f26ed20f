"""Import a file and tell the officer, row by row, what was sent and what must be mended."""

import asyncio
from collections.abc import Sequence
from pathlib import Path
from typing import Protocol

from services.intake.importer.messages import Problem
from services.intake.importer.rows import HOME, read_rows
from services.intake.importer.sending import SendError, Sent, send
from services.intake.importer.tables import UnreadableError

ALL_SENT, SOME_NOT_SENT, NOTHING_SENT = 0, 1, 2


class Output(Protocol):
    """Where the report is written: any text stream."""

    def write(self, text: str, /) -> int:
        """Write some text."""


def run(
    path: Path, base_url: str, token: str, out: Output, *, home: str = HOME, dry_run: bool = False
) -> int:
    """Import ``path`` through ``base_url`` and write a report to ``out``; with ``dry_run`` only the report.

    Returns 0 when every row was sent, 1 when some were not, 2 when none could be (the file isn't a table, the
    system can't be reached or refuses the token).
    """
    path = Path(path)
    try:
        rows, problems = read_rows(path, home)
        sent = asyncio.run(send(rows, base_url, token)) if rows and not dry_run else []
    except (UnreadableError, SendError) as error:
        out.write(f"{path.name}: {error.vi}\n  {error.en}\n")
        return NOTHING_SENT
    problems += [_as_problem(answer) for answer in sent if answer.problem]
    _write(out, path.name, len(rows), sent, sorted(problems, key=lambda p: (p.sheet, p.number)))
    if not rows:
        return NOTHING_SENT
    return SOME_NOT_SENT if problems else ALL_SENT


def _as_problem(answer: Sent) -> Problem:
    row = answer.row
    return Problem(
        row.sheet,
        row.number,
        "",
        answer.problem_vi or answer.problem,
        answer.problem,
        "Sửa dòng này rồi nhập lại tệp.",
        "Mend the row and import the file again.",
    )


def _write(out: Output, name: str, good: int, sent: Sequence[Sent], problems: Sequence[Problem]) -> None:
    accepted = [answer for answer in sent if answer.receipt]
    bad = len({(p.sheet, p.number) for p in problems})
    done = f"{len(accepted)} dòng đã gửi" if sent else f"{good} dòng đúng, chưa gửi"
    done_en = f"{len(accepted)} rows sent" if sent else f"{good} rows are good, none sent"
    out.write(f"{name}: {done}, {bad} dòng có lỗi ({done_en}, {bad} with errors)\n")
    for answer in accepted:
        out.write(f"  {_place(answer.row.sheet, answer.row.number)}: mã biên nhận {answer.receipt}\n")
    for problem in problems:
        column = f", cột “{problem.column}”" if problem.column else ""
        out.write(f"  ✗ {_place(problem.sheet, problem.number)}{column}: {problem.vi} {problem.remedy_vi}\n")
        out.write(f"      {problem.en} {problem.remedy_en}\n")
    if problems and good:
        out.write("Sửa các dòng ✗ rồi nhập lại cả tệp: dòng đã gửi không bị tính lần hai.\n")
        out.write(
            "Mend the rows marked ✗ and import the whole file again: what was sent isn't counted twice.\n"
        )


def _place(sheet: str, number: int) -> str:
    row = f"dòng {number}" if number else "cả tệp"
    return f"{sheet}, {row}" if sheet else row
