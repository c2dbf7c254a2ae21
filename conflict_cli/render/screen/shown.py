"""A sheet: what of a report a screen shows, as clean texts, in groups; not yet how wide."""

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from itertools import chain, groupby

from msgspec import Struct
from msgspec.structs import replace

from conflict_cli.answers import answer as said
from conflict_cli.answers.answer import Answer, Cell, Chart, Column
from conflict_cli.render.cells import as_text
from conflict_cli.render.harmless import Clean

Row = tuple[str | Chart, ...]


class Group(Struct, frozen=True):
    """Rows under one heading, and how many there are of them. Without groups, all rows have none."""

    heading: str
    size: int
    rows: tuple[Row, ...]
    is_counted: bool = True

    @property
    def name(self) -> str:
        """The heading, and the number of rows where it is told."""
        return f"{self.heading} ({self.size})" if self.is_counted else self.heading


class Sheet(Struct, frozen=True):
    """The columns, the rows in their groups, and the total."""

    columns: tuple[Column, ...]
    groups: tuple[Group, ...]
    total: Group | None

    def cells(self, place: int) -> Iterator[str | Chart]:
        """The cells of one column, the total's with them."""
        groups = chain(self.groups, () if self.total is None else (self.total,))
        return (row[place] for group in groups for row in group.rows)


def sheet_of(report: Answer, clean: Clean) -> Sheet:
    """The report as a screen shows it."""
    name, rest = _splitter(is_grouped=report.is_grouped)

    def group(heading: Cell, rows: Sequence[said.Row], size: int) -> Group:
        shown = tuple(tuple(_shown(cell, clean) for cell in rest(row)) for row in rows)
        return Group(as_text(heading, clean), size, shown, report.are_counted)

    rows = list(report.rows)
    sizes = Counter(map(name, rows))
    return Sheet(
        tuple(replace(column, heading=clean(column.heading)) for column in report.columns[report.is_grouped :]),
        tuple(group(heading, list(members), sizes[heading]) for heading, members in groupby(rows, name)),
        None if report.total is None else group(name(report.total), [report.total], 1),
    )


def _splitter(*, is_grouped: bool) -> tuple[Callable[[said.Row], Cell], Callable[[said.Row], said.Row]]:
    """What takes the heading, and what takes the cells below it, from a row."""
    if is_grouped:
        return lambda row: row[0], lambda row: row[1:]
    return lambda _: "", lambda row: row


def _shown(cell: Cell, clean: Clean) -> str | Chart:
    return cell if isinstance(cell, Chart) else as_text(cell, clean)
