"""The table on a terminal, drawn with Rich: it fits the width, and never cuts an id, a date or a number.

`shown` decides what stands in it, `widths` how wide. Bold type carries what matters (headings and totals); colour only
helps, in the terminal's own palette, which suits a light and a dark background.
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
    """Return the report as this screen shows it, in characters of this encoding."""
    canvas = StringIO()
    # It draws into memory and asks nothing of its surroundings: the caller has asked, and writes the text out.
    console = Console(
        file=canvas,
        width=screen.width + GAP,  # the gap behind the last column is blank and does not reach the screen
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
    for part in _parts(report, Page(screen.width, cleaner(encoding))):
        console.print(part, soft_wrap=True)  # all of it is wrapped already
    return "\n".join(line.rstrip(" ") for line in canvas.getvalue().split("\n"))


def _parts(report: Answer, page: Page) -> Iterator[RenderableType]:
    """Yield the title, the table, the columns left out, the notes and the hints, with empty lines between."""
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


def _texts(lines: Iterable[Line]) -> Iterator[Text]:
    return (Text.assemble(*line) for line in lines)


def _table(sheet: Sheet, layout: Layout, page: Page, indent: int) -> Iterator[RenderableType]:
    """Yield the headings, the groups and the total, with lines and empty lines between."""

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
    """Return the rows without any line; header, groups and total are grids of the same widths."""
    grid = Table.grid(padding=(0, GAP, 0, 0), pad_edge=True)
    places = list(zip(layout.shown, layout.widths, strict=True))
    for place, width in places:
        is_number = columns[place].kind == "number"
        grid.add_column(width=width, justify="right" if is_number else "left", overflow="fold")
    for row in rows:
        texts = []
        for place, width in places:
            cell = row[place]
            text = draw(cell, width, page.clean) if isinstance(cell, Chart) else cell
            texts.append(Text(text, style or _STYLES.get(columns[place].kind, "")))
        grid.add_row(*texts)
    return grid


def _apart(lines: Iterable[Line]) -> Iterator[Text]:
    """Yield the lines after an empty one; nothing if there are none."""
    texts = list(_texts(lines))
    if texts:
        yield Text()
    yield from texts


def _charts(sheet: Sheet, layout: Layout | None, page: Page) -> Iterator[str]:
    """Yield the charts that the screen shows, as drawn."""
    widths = dict(zip(layout.shown, layout.widths, strict=True)) if layout else {}
    for place, column in enumerate(sheet.columns):
        if column.kind == "bar" and (layout is None or place in widths):
            width = widths[place] if layout else chart_room(column, page)
            yield from (draw(cell, width, page.clean) for cell in sheet.cells(place) if isinstance(cell, Chart))
