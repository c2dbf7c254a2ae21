"""A sheet: the cells of a report as a screen shows them, as clean texts in groups; their widths come later."""

from collections.abc import Iterable, Iterator
from itertools import chain, groupby

from msgspec import Struct
from msgspec.structs import replace

from conflict_cli.answers import answer as said
from conflict_cli.answers.answer import Answer, Cell, Chart, Column
from conflict_cli.render.cells import as_text
from conflict_cli.render.harmless import Clean

Row = tuple[str | Chart, ...]

LONGEST_LIST = 5
"""Of more names in a cell, a screen shows one."""

_COLORS = {"id": "magenta", "bar": "cyan", "calendar": "green"}


class Group(Struct, frozen=True):
    """Rows under one heading; all rows of an ungrouped report, under none."""

    heading: str
    rows: tuple[Row, ...]
    is_counted: bool = True

    @property
    def name(self) -> str:
        """The heading; with the number of rows if they are counted."""
        return f"{self.heading} ({len(self.rows)})" if self.is_counted else self.heading


class Sheet(Struct, frozen=True):
    """The columns, the rows in their groups, and the total."""

    columns: tuple[Column, ...]
    groups: tuple[Group, ...]
    total: Group | None

    def cells(self, place: int) -> Iterator[str | Chart]:
        """Yield the cells of one column, also of the total."""
        groups = chain(self.groups, () if self.total is None else (self.total,))
        return (row[place] for group in groups for row in group.rows)


def sheet_of(report: Answer, clean: Clean) -> Sheet:
    """Return the report as a screen shows it."""
    columns = report.columns[report.is_grouped :]

    def heading(row: said.Row) -> Cell:
        return row[0] if report.is_grouped else ""

    def shown(row: said.Row) -> Row:
        cells = zip(columns, row[report.is_grouped :], strict=True)
        return tuple(
            cell if isinstance(cell, Chart) else as_text(_shortened(cell) if column.is_shortened else cell, clean)
            for column, cell in cells
        )

    def group(name: Cell, rows: Iterable[said.Row]) -> Group:
        return Group(as_text(name, clean), tuple(map(shown, rows)), report.are_counted)

    return Sheet(
        tuple(replace(column, heading=clean(column.heading)) for column in columns),
        tuple(group(name, members) for name, members in groupby(report.rows, heading)),
        None if report.total is None else group(heading(report.total), [report.total]),
    )


def style_of(column: Column) -> str:
    """Return the colour of the cells of a column; ids, bars and days of a calendar can be told apart without it."""
    return _COLORS.get("calendar" if column.calendar else column.kind, "")


def _shortened(cell: Cell) -> Cell:
    """Return the first name of a long list, and how many more there are: `Airwars and 40 more`."""
    if isinstance(cell, tuple) and len(cell) > LONGEST_LIST:
        return f"{cell[0]} and {len(cell) - 1} more"
    return cell
