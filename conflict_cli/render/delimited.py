"""CSV, for spreadsheets and programs: one header of column keys, plain numbers, no cell that runs as a formula."""

import csv
from itertools import compress
from typing import TextIO

from conflict_cli.answers.answer import Answer, Cell, Row
from conflict_cli.render.harmless import Clean, cleaner, is_formula
from conflict_cli.render.json_text import Say, compact, sayer


def write_csv(report: Answer, stream: TextIO) -> None:
    """Write the report as CSV with its total as the last row; leave out bars, notes and hints, which are no data.

    Lines end in a bare newline, which every spreadsheet reads: `cut`, `sort` and `grep` would take the carriage return
    of RFC 4180 for a part of the last cell.
    """
    clean, say = cleaner(stream.encoding), sayer(stream.encoding, compact)
    wanted = [column.kind != "bar" for column in report.columns]
    writer = csv.writer(stream, lineterminator="\n")

    def cells(row: Row) -> list[str | int | float | None]:
        return [_plain(cell, clean, say) for cell in compress(row, wanted)]

    writer.writerow(cells(tuple(column.key for column in report.columns)))
    writer.writerows(map(cells, report.rows))
    if report.total is not None:
        writer.writerow(cells(report.total))


def _plain(cell: Cell, clean: Clean, say: Say) -> str | int | float | None:
    if isinstance(cell, str):
        return _inert(clean(cell))
    if isinstance(cell, bool):
        return "true" if cell else "false"
    if cell is None or isinstance(cell, int | float):
        return cell
    if isinstance(cell, tuple):
        return _inert(clean("; ".join(cell)))
    return say(cell)


def _inert(text: str) -> str:
    """Put an apostrophe before a text that a spreadsheet would run."""
    return f"'{text}" if is_formula(text) else text
