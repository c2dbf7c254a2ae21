"""The table on a terminal: it fits the width, and never cuts an id, a date or a number.

`shown` decides what stands in it, `widths` how wide; Rich writes the styles. Bold type carries what matters (headings
and totals); colour only helps, in the terminal's own palette, which suits a light and a dark background.
"""

from collections.abc import Iterable, Iterator, Sequence
from io import StringIO
from itertools import zip_longest

from rich.console import Console
from rich.text import Text

from conflict_cli.answers.answer import Answer, Chart, Column
from conflict_cli.render.cells import display_width, draw, heading_rows, notes_beside
from conflict_cli.render.direction import in_order
from conflict_cli.render.harmless import cleaner
from conflict_cli.render.screen import Screen
from conflict_cli.render.screen.prose import Line, Page, Piece, wrapped
from conflict_cli.render.screen.shown import Row, Sheet, sheet_of, style_of
from conflict_cli.render.screen.stack import chart_room, stacked
from conflict_cli.render.screen.widths import GAP, Layout, arrange, size_of

_GROUP_INDENT = 2


def draw_report(report: Answer, screen: Screen, encoding: str | None) -> str:
    """Return the report as this screen shows it, in characters of this encoding."""
    canvas = StringIO()
    # It draws into memory and asks nothing of its surroundings: the caller has asked, and writes the text out.
    console = Console(
        file=canvas,
        width=screen.width,
        height=screen.height,
        markup=False,
        emoji=False,
        highlight=False,
        force_terminal=True,
        force_jupyter=False,
        legacy_windows=False,
        no_color=not screen.color,
        color_system="standard" if screen.color else None,
    )
    for line in _lines(report, Page(screen.width, cleaner(encoding))):
        pieces = [(in_order(text, encoding), style) for text, style in line]
        console.print(Text.assemble(*pieces), soft_wrap=True)  # all of it is wrapped already
    return "\n".join(line.rstrip(" ") for line in canvas.getvalue().split("\n"))


def _lines(report: Answer, page: Page) -> Iterator[Line]:
    """Yield the title, the table, the columns left out, the notes and the hints, with empty lines between."""
    sheet = sheet_of(report, page.clean)
    indent = _GROUP_INDENT * report.is_grouped
    sizes = [size_of(column, sheet.cells(place), display_width) for place, column in enumerate(sheet.columns)]
    layout = arrange(sheet.columns, sizes, page.width - indent, is_whole=report.is_whole)
    if report.title:
        yield from page.paragraph(report.title, "bold")
        yield ()
    yield from _table(sheet, layout, page, indent) if layout else stacked(sheet, page)
    yield from _apart(page.omissions(layout.left_out if layout else ()))
    yield from _apart(page.notes(notes_beside(report.notes, _charts(sheet, layout, page), page.clean)))
    yield from _apart(page.hints(report.hints))


def _table(sheet: Sheet, layout: Layout, page: Page, indent: int) -> Iterator[Line]:
    """Yield the headings, the groups and the total, with lines and empty lines between."""

    def grid(rows: Iterable[Row], style: str = "") -> Iterator[Line]:
        return (((" " * indent, ""), *line) for line in _grid(sheet.columns, layout, rows, page, style))

    rule = page.rule(layout.width + indent)
    widths = dict(zip(layout.shown, layout.widths, strict=True))
    headings = heading_rows(sheet.columns, [widths.get(place, 0) for place in range(len(sheet.columns))])
    if any(map(any, headings)):
        yield from grid(map(tuple, headings), "bold")
        yield rule
    for number, group in enumerate(sheet.groups):
        if number:
            yield ()
        if group.heading:
            yield from page.paragraph(group.name, "bold")
        yield from grid(group.rows)
    if sheet.total:
        yield rule
        yield from page.paragraph(sheet.total.heading, "bold")
        yield from grid(sheet.total.rows, "bold")


def _grid(columns: Sequence[Column], layout: Layout, rows: Iterable[Row], page: Page, style: str) -> Iterator[Line]:
    """Yield the lines of the rows, each text wrapped within the width of its column."""
    places = list(zip(layout.shown, layout.widths, strict=True))
    for row in rows:
        cells = [_texts(row[place], width, page) for place, width in places]
        for texts in zip_longest(*cells, fillvalue=""):
            yield tuple(
                piece
                for (place, width), text in zip(places, texts, strict=True)
                for piece in _placed(text, width, columns[place], style)
            )


def _texts(cell: str | Chart, width: int, page: Page) -> list[str]:
    """Return the lines of a cell of this width."""
    if isinstance(cell, Chart):
        return [draw(cell, width, page.clean)]
    return [cell] if display_width(cell) <= width else wrapped(cell, width, cuts_words=True)


def _placed(text: str, width: int, column: Column, style: str) -> tuple[Piece, Piece, Piece]:
    """Return the text with the blanks before it, if it is a number, or else behind it, and the gap."""
    blanks = (" " * (width - display_width(text)), "")
    styled = (text, style or style_of(column))
    gap = (" " * GAP, "")
    return (blanks, styled, gap) if column.kind == "number" else (styled, blanks, gap)


def _apart(lines: Iterable[Line]) -> Iterator[Line]:
    """Yield the lines after an empty one; nothing if there are none."""
    found = list(lines)
    if found:
        yield ()
    yield from found


def _charts(sheet: Sheet, layout: Layout | None, page: Page) -> Iterator[str]:
    """Yield the charts that the screen shows, as drawn."""
    widths = dict(zip(layout.shown, layout.widths, strict=True)) if layout else {}
    for place, column in enumerate(sheet.columns):
        if column.kind == "bar" and (layout is None or place in widths):
            width = widths[place] if layout else chart_room(column, page)
            yield from (draw(cell, width, page.clean) for cell in sheet.cells(place) if isinstance(cell, Chart))
