"""A stack: each row as a block of lines, for a screen that is too narrow for a table."""

from collections.abc import Iterator, Sequence
from itertools import zip_longest

from conflict_cli.answers.answer import Chart, Column
from conflict_cli.render.cells import display_width, draw, heading_rows
from conflict_cli.render.screen.prose import Line, Page, wrapped
from conflict_cli.render.screen.shown import Row, Sheet, style_of
from conflict_cli.render.screen.widths import GAP, chart_width

_INDENT = 2


def stacked(sheet: Sheet, page: Page) -> Iterator[Line]:
    """Yield the rows as blocks with an empty line between; each begins with the row's first cell."""
    first = sheet.columns[0]
    above = list(page.paragraph(first.heading, "bold")) if first.kind == "text" else []
    for column in sheet.columns:
        if column.calendar:
            days = heading_rows([column], [chart_room(column, page)])
            above += [((" " * _INDENT + labels, "bold"),) for (labels,) in days]
    if above:
        yield from above
        yield page.rule(page.width)
    for number, block in enumerate(_blocks(sheet, page)):
        if number:
            yield ()
        yield from block


def chart_room(column: Column, page: Page) -> int:
    """Return how many cells a chart of this column has on a line of its own."""
    return min(chart_width(column), page.width - _INDENT)


def _blocks(sheet: Sheet, page: Page) -> Iterator[list[Line]]:
    """Yield the lines of each row, the first of a group below its heading, then those of the total."""
    for group in sheet.groups:
        above = [*page.paragraph(group.name, "bold"), page.rule(page.width)] if group.heading else []
        for row in group.rows:
            yield [*above, *_block(sheet.columns, row, page)]
            above = []
    if sheet.total:
        above = [page.rule(page.width), *page.paragraph(sheet.total.heading, "bold")]
        yield [*above, *_block(sheet.columns, sheet.total.rows[0], page, "bold")]


def _block(columns: Sequence[Column], row: Row, page: Page, style: str = "") -> Iterator[Line]:
    """Yield the first cell of the row, the others beside the names of their columns, then the charts."""
    label = min(max(display_width(_name(column)) for column in columns), (page.width - _INDENT - GAP) // 2)
    for text in _values(row[0], columns[0], page.width, page):
        yield ((text, style or ("bold" if columns[0].kind == "text" else style_of(columns[0]))),)
    for column, cell in zip(columns[1:], row[1:], strict=True):
        if column.kind == "bar":
            continue
        values = _values(cell, column, page.width - _INDENT - label - GAP, page)
        names = wrapped(_name(column), label, cuts_words=True) if values else []
        for name, text in zip_longest(names, values, fillvalue=""):
            blank = " " * (label - display_width(name) + GAP)
            yield (" " * _INDENT, ""), (name, "dim"), (blank, ""), (text, style)
    for column, cell in zip(columns[1:], row[1:], strict=True):
        if column.kind == "bar":
            for text in _values(cell, column, chart_room(column, page), page):
                yield ((" " * _INDENT + text, style or style_of(column)),)


def _name(column: Column) -> str:
    """Return the text before the cells of a column; none for a chart, which has a line of its own."""
    return "" if column.kind == "bar" else column.heading


def _values(cell: str | Chart, column: Column, width: int, page: Page) -> list[str]:
    """Return the lines of a cell; none if it is empty."""
    text = draw(cell, width, page.clean) if isinstance(cell, Chart) else cell
    if not text:
        return []
    return wrapped(text, width, cuts_words=True) if column.kind == "text" else [text]
