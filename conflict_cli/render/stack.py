"""A stack: each row as a block of lines, for a screen that is too narrow for a table."""

from collections.abc import Iterator, Sequence
from itertools import zip_longest

from conflict_cli.render.cells import BAR_WIDTH, display_width, draw_bar
from conflict_cli.render.layout import GAP
from conflict_cli.render.prose import Line, Page, wrapped
from conflict_cli.render.sheet import Row, Sheet
from conflict_cli.report import Bar, Column

_INDENT = 2
_NAME_STYLES = {"id": "cyan", "text": "bold"}


def stacked(sheet: Sheet, page: Page) -> Iterator[Line]:
    """The rows as blocks with an empty line between; a block is headed by the row's first cell."""
    first = sheet.columns[0]
    if first.kind == "text" and first.heading:
        yield from page.paragraph(first.heading, "bold")
        yield page.rule(page.width)
    for number, block in enumerate(_blocks(sheet, page)):
        if number:
            yield ()
        yield from block


def _blocks(sheet: Sheet, page: Page) -> Iterator[list[Line]]:
    for group in sheet.groups:
        above = [*page.paragraph(group.name, "bold"), page.rule(page.width)] if group.heading else []
        for row in group.rows:
            yield [*above, *_block(sheet.columns, row, page)]
            above = []
    if sheet.total:
        above = [page.rule(page.width), *page.paragraph(sheet.total.heading, "bold")]
        yield [*above, *_block(sheet.columns, sheet.total.rows[0], page, "bold")]


def _block(columns: Sequence[Column], row: Row, page: Page, style: str = "") -> Iterator[Line]:
    label = min(max(display_width(column.heading) for column in columns), (page.width - _INDENT - GAP) // 2)
    for text in _values(row[0], columns[0], page.width, page):
        yield ((text, style or _NAME_STYLES.get(columns[0].kind, "")),)
    for column, cell in zip(columns[1:], row[1:], strict=True):
        values = _values(cell, column, page.width - _INDENT - label - GAP, page)
        names = wrapped(column.heading, label, cuts_words=True) if values else []
        for name, text in zip_longest(names, values, fillvalue=""):
            blank = " " * (label - display_width(name) + GAP)
            yield (" " * _INDENT + name + blank, "dim"), (text, style)


def _values(cell: str | Bar, column: Column, width: int, page: Page) -> list[str]:
    """The lines of a cell; none if it is empty."""
    text = page.clean(draw_bar(cell, min(width, BAR_WIDTH))) if isinstance(cell, Bar) else cell
    if not text:
        return []
    return wrapped(text, width, cuts_words=True) if column.kind == "text" else [text]
