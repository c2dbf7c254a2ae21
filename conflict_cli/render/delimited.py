"""CSV, for spreadsheets and programs: one header of column keys, plain numbers, no cell that runs as a formula."""

import csv
from functools import lru_cache
from itertools import compress
from typing import TextIO

from conflict_cli.answers.answer import Answer, Cell, Row
from conflict_cli.render.harmless import Clean, cleaner, is_formula
from conflict_cli.render.json_text import Say, compact, sayer

_KEPT, _SHORT = 4096, 100
"""So many texts of so many letters, as names that occur in many rows, are not made harmless again for each."""


def write_csv(report: Answer, stream: TextIO) -> None:
    """Write the report as CSV with its total as the last row; leave out bars, notes and hints, which are no data.

    Lines end in a bare newline, which every spreadsheet reads: `cut`, `sort` and `grep` would take the carriage return
    of RFC 4180 for a part of the last cell.
    """
    clean, say = cleaner(stream.encoding), sayer(stream.encoding, compact)
    short = lru_cache(_KEPT)(lambda text: _inert(clean(text)))
    wanted = [column.kind != "bar" for column in report.columns]
    writer = csv.writer(stream, lineterminator="\n")

    def inert(text: str) -> str:
        return short(text) if len(text) <= _SHORT else _inert(clean(text))

    def cells(row: Row) -> list[str | int | float | None]:
        return [_plain(cell, inert, say) for cell in compress(row, wanted)]

    writer.writerow(cells(tuple(column.key for column in report.columns)))
    writer.writerows(map(cells, report.rows))
    if report.total is not None:
        writer.writerow(cells(report.total))


def _plain(cell: Cell, inert: Clean, say: Say) -> str | int | float | None:
    if cell is None:
        return None
    if isinstance(cell, str):
        return inert(cell)
    if isinstance(cell, bool):
        return "true" if cell else "false"
    if isinstance(cell, int | float):
        return cell
    if isinstance(cell, tuple):
        return inert("; ".join(cell))
    return say(cell)


def _inert(text: str) -> str:
    """Put an apostrophe before a text that a spreadsheet would run."""
    return f"'{text}" if is_formula(text) else text
