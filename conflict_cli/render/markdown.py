"""Markdown as GitHub reads it: tables to paste into a page, in which the text of cells and notes is no markup."""

from collections.abc import Callable, Iterable, Sequence
from itertools import groupby
from operator import itemgetter
from typing import TextIO

from conflict_cli.answers.answer import Answer, Cell, Column, Row, Span
from conflict_cli.render.cells import as_text, notes_in_file
from conflict_cli.render.direction import in_order
from conflict_cli.render.harmless import cleaner

_MARKUP = str.maketrans({mark: f"\\{mark}" for mark in "\\`*_{}[]<>&|~$"})
# Markdown drops white space at the beginning of a cell; a dot holds its place.
_NO_DAY = "·"

Show = Callable[[Cell], str]


def write_markdown(report: Answer, stream: TextIO) -> None:
    """Write the report as one table, or as one per group under a heading; the total in bold, the notes as a list."""
    clean = cleaner(stream.encoding)

    def show(cell: Cell) -> str:
        text = in_order(as_text(cell, clean), stream.encoding)
        return f"`{text.replace(' ', clean(_NO_DAY))}`" if isinstance(cell, Span) else text.translate(_MARKUP)

    if report.title:
        stream.write(f"{_bold(show(report.title))}\n\n")
    if report.is_grouped:
        _write_groups(report, stream, show)
    else:
        _write_table(report.columns, report.rows, report.total, stream, show)
    notes = notes_in_file(report, clean)
    if notes:
        stream.write("\n")
    for note in notes:
        letter, text = (in_order(clean(part), stream.encoding).translate(_MARKUP) for part in (note.letter, note.text))
        stream.write(f"- {_bold(letter)} {text}\n" if note.letter else f"- {_begun(text)}\n")


def _bold(text: str) -> str:
    return text and f"**{text}**"


def _write_groups(report: Answer, stream: TextIO, show: Show) -> None:
    columns = report.columns[1:]
    gap = ""
    for name, rows in groupby(report.rows, key=itemgetter(0)):
        stream.write(f"{gap}### {show(name)}\n\n")
        _write_table(columns, (row[1:] for row in rows), None, stream, show)
        gap = "\n"
    if report.total is not None:
        stream.write(f"{gap}### {show(report.total[0])}\n\n")
        _write_table(columns, (), report.total[1:], stream, show)
    elif not gap:
        _write_table(report.columns, (), None, stream, show)


def _write_table(columns: Sequence[Column], rows: Iterable[Row], total: Row | None, stream: TextIO, show: Show) -> None:
    # The heading of a chart of days is its first and last day: a page has no cells to set labels above.
    headings = [
        f"{column.calendar.first} to {column.calendar.last}" if column.calendar else column.heading
        for column in columns
    ]
    stream.write(_line(map(show, headings)))
    stream.write(_line("---:" if column.kind == "number" else "---" for column in columns))
    stream.writelines(_line(map(show, row)) for row in rows)
    if total is not None:
        stream.write(_line(_bold(show(cell)) for cell in total))


def _begun(text: str) -> str:
    """Return the text, its first word escaped if Markdown would begin a heading, a rule or a list with it."""
    first, blank, rest = text.partition(" ")
    if first and not first.strip("#-+="):
        return f"\\{text}"
    if first[:-1].isdigit() and first[-1] in ".)":
        return f"{first[:-1]}\\{first[-1]}{blank}{rest}"
    return text


def _line(texts: Iterable[str]) -> str:
    return f"| {' | '.join(texts)} |\n"
