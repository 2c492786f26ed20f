"""Excel and CSV files of ward offices, row by row, through the same HTTP interface as everyone's reports.

``read_rows(path)`` gives the good rows and what is wrong with the others; ``send`` posts them; ``run`` does
both and writes a report for the officer. Importing a file twice is safe.
"""

from services.intake.importer.main import run
from services.intake.importer.messages import Problem
from services.intake.importer.reading import Row
from services.intake.importer.rows import read_rows
from services.intake.importer.sending import SendError, Sent, send

__all__ = ["Problem", "Row", "SendError", "Sent", "read_rows", "run", "send"]
