"""The table on a terminal, drawn with Rich: it fits the width, and never cuts an id, a date or a number.

What is shown and how wide is decided in `sheet` and `layout`. Weight carries what matters (bold headings and totals);
colour only helps, in the terminal's own palette, so that it suits a light and a dark background.
"""

from collections.abc import Iterable, Iterator, Sequence
from io import StringIO

from rich.cells import cell_len
from rich.console import Console, RenderableType
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from conflict_cli.answers.answer import Answer, Chart, Column
from conflict_cli.render.cells import draw, heading_rows, notes_beside
from conflict_cli.render.harmless import cleaner
from conflict_cli.render.screen import Screen
from conflict_cli.render.screen.prose import Line, Page
from conflict_cli.render.screen.shown import Row, Sheet, sheet_of
from conflict_cli.render.screen.stack import chart_room, stacked
from conflict_cli.render.screen.widths import GAP, Layout, arrange, size_of

_STYLES = {"id": "cyan", "bar": "cyan"}
_GROUP_INDENT = 2


def draw_report(report: Answer, screen: Screen, encoding: str | None) -> str:
    """The report as this screen shows it, in characters of this encoding."""
    canvas = StringIO()
    console = _console(canvas, screen)
    for part in _parts(report, Page(screen.width, cleaner(encoding))):
        console.print(part, soft_wrap=True)  # all of it is wrapped already
    return "\n".join(line.rstrip(" ") for line in canvas.getvalue().split("\n"))


def _console(canvas: StringIO, screen: Screen) -> Console:
    """A console that draws into memory and asks nothing of its surroundings: the caller has, and writes it out.

    It is wider than the screen by the gap behind the last column, which is blank and does not reach the screen.
    """
    return Console(
        file=canvas,
        width=screen.width + GAP,
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


def _parts(report: Answer, page: Page) -> Iterator[RenderableType]:
    sheet = sheet_of(report, page.clean)
    indent = _GROUP_INDENT * report.is_grouped
    sizes = [size_of(column, sheet.cells(place), cell_len) for place, column in enumerate(sheet.columns)]
    layout = arrange(sheet.columns, sizes, page.width - indent)
    if report.title:
        yield from _texts(page.paragraph(report.title, "bold"))
        yield Text()
    yield from _table(sheet, layout, page, indent) if layout else _texts(stacked(sheet, page))
    yield from _apart(page.omissions(layout.left_out if layout else ()))
    yield from _apart(page.notes(notes_beside(report.notes, _charts(sheet, layout, page), page.clean)))
    yield from _apart(page.hints(report.hints))


def _table(sheet: Sheet, layout: Layout, page: Page, indent: int) -> Iterator[RenderableType]:
    def grid(rows: Sequence[Row], style: str = "") -> RenderableType:
        return Padding(_grid(sheet.columns, layout, rows, page, style), (0, 0, 0, indent), expand=False)

    rule = Text.assemble(*page.rule(layout.width + indent))
    widths = dict(zip(layout.shown, layout.widths, strict=True))
    headings = heading_rows(sheet.columns, [widths.get(place, 0) for place in range(len(sheet.columns))])
    if any(map(any, headings)):
        yield grid([tuple(row) for row in headings], "bold")
        yield rule
    for number, group in enumerate(sheet.groups):
        if number:
            yield Text()
        if group.heading:
            yield from _texts(page.paragraph(group.name, "bold"))
        yield grid(group.rows)
    if sheet.total:
        yield rule
        yield from _texts(page.paragraph(sheet.total.heading, "bold"))
        yield grid(sheet.total.rows, "bold")


def _grid(columns: Sequence[Column], layout: Layout, rows: Sequence[Row], page: Page, style: str) -> Table:
    """The rows without any line; header, groups and total are grids of the same widths."""
    grid = Table.grid(padding=(0, GAP, 0, 0), pad_edge=True)
    places = list(zip(layout.shown, layout.widths, strict=True))
    for place, width in places:
        is_number = columns[place].kind == "number"
        grid.add_column(width=width, justify="right" if is_number else "left", overflow="fold")
    for row in rows:
        grid.add_row(*(_cell(row[place], columns[place], width, page, style) for place, width in places))
    return grid


def _charts(sheet: Sheet, layout: Layout | None, page: Page) -> Iterator[str]:
    """The charts that are shown, as drawn."""
    widths = dict(zip(layout.shown, layout.widths, strict=True)) if layout else {}
    for place, column in enumerate(sheet.columns):
        if column.kind == "bar" and (layout is None or place in widths):
            width = widths[place] if layout else chart_room(column, page)
            yield from (draw(cell, width, page.clean) for cell in sheet.cells(place) if isinstance(cell, Chart))


def _cell(cell: str | Chart, column: Column, width: int, page: Page, style: str) -> Text:
    text = draw(cell, width, page.clean) if isinstance(cell, Chart) else cell
    return Text(text, style or _STYLES.get(column.kind, ""))


def _apart(lines: Iterable[Line]) -> Iterator[Text]:
    """The lines behind an empty one, if there are any."""
    texts = list(_texts(lines))
    if texts:
        yield Text()
    yield from texts


def _texts(lines: Iterable[Line]) -> Iterator[Text]:
    return (Text.assemble(*line) for line in lines)
