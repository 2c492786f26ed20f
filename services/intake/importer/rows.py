"""A file as reports: each good row on its way, each bad one with its place, what is wrong and the remedy."""

from pathlib import Path
from zoneinfo import ZoneInfo

from services.intake.importer.columns import find_header
from services.intake.importer.messages import NO_HEADER, Problem
from services.intake.importer.reading import Row, RowReader
from services.intake.importer.tables import read_tables
from services.intake.settings import IntakeSettings
from services.intake.units import Units

HOME: str = IntakeSettings.model_fields["home_province"].default
ZONE: str = IntakeSettings.model_fields["timezone"].default


def read_rows(path: Path, home: str = HOME, zone: str = ZONE) -> tuple[list[Row], list[Problem]]:
    """The good rows and the problems of a file, in order. ``home``: the province whose unit names win.

    Raises UnreadableError when the file is no table at all.
    """
    units, tz = Units(home), ZoneInfo(zone)
    rows: list[Row] = []
    problems: list[Problem] = []
    codes: dict[str, tuple[str, int]] = {}
    headed = 0
    for table in read_tables(Path(path)):
        cells = list(table.rows)
        header = find_header(cells)
        if header is None:
            continue
        headed += 1
        index, columns = header
        for number, row in enumerate(cells[index + 1 :], index + 2):
            if all(cell is None or str(cell).strip() == "" for cell in row):
                continue
            reader = RowReader(table, number, row, columns, units, tz)
            found = reader.read(codes)
            problems += reader.problems
            if found and not reader.problems:
                rows.append(found)
    if not headed:
        problems.append(NO_HEADER)
    return rows, problems
