"""A report as a value: a title, columns, rows and notes, all plain; `render` makes text of it.

Each command has a module beside this one that makes its report. (The report of a source on an incident is another
thing: `record.incident.Report`.)
"""

from collections.abc import Callable, Iterable, Mapping
from datetime import date
from itertools import takewhile
from math import inf
from operator import itemgetter
from typing import Any, Literal, TypeVar

from msgspec import Struct
from msgspec.structs import replace

from conflict_cli.record.errors import UsageError
from conflict_cli.record.names import did_you_mean, folded
from conflict_cli.record.phrases import group_name

Shown = Literal["range", "best", "low", "high"]
"""What the cells of a table of two questions show."""

Kind = Literal["id", "date", "day", "number", "text", "bar"]

SOLID, SHADED, LIGHT, OPEN, EARLIER, LATER = "█▒░+◂▸"
"""The signs that charts are drawn with."""


class Bar(Struct, frozen=True):
    """A bar of a bar chart: solid to `low`, shaded to `best`, light to `high`, `open` beyond; `most` is the scale."""

    low: int
    best: int
    high: int
    most: int
    open: bool = False


class Calendar(Struct, frozen=True):
    """The days that a chart shows; `is_cut` if something in the chart has days before or after them."""

    first: date
    last: date
    is_cut: bool = False

    @property
    def days(self) -> int:
        """The number of days that are shown."""
        return (self.last - self.first).days + 1


class Span(Struct, frozen=True):
    """A line of a chart of days: possible from `first` to `last`, certain from and to the days of `certain`."""

    first: date
    last: date
    certain: tuple[date, date] | None
    calendar: Calendar


Chart = Bar | Span
Cell = str | int | float | bool | None | tuple[str, ...] | Chart | list[dict[str, Any]] | dict[str, Any]
Row = tuple[Cell, ...]


class Column(Struct, frozen=True):
    """A column: its key in machine formats, its heading, and how it yields where room is scarce.

    An `id`, a `date`, a `number` and a `day` (of the calendar, in ISO 8601) are never cut or wrapped; a `text` may
    wrap. Columns with a `rank` are left out of a narrow table, the highest rank first; rank 0 stays. A `bar` with a
    `calendar` is a chart of those days, which stand above it. Of long lists in a column that `is_shortened`, a screen
    shows the first name, and how many more there are.
    """

    key: str
    heading: str
    kind: Kind = "text"
    rank: int = 0
    calendar: Calendar | None = None
    is_shortened: bool = False


class Note(Struct, frozen=True):
    """A caveat; its letter, if it has one, stands in the rows that it is about.

    `is_legend`: it explains the signs of a chart, and goes wherever the chart goes. A legend may have `signs`, each
    with its meaning: the signs in the chart are named before the text. A report with such a legend holds its rows in
    memory, since they are read twice.
    """

    text: str
    letter: str = ""
    signs: tuple[tuple[str, str], ...] = ()
    is_legend: bool = False


class Answer(Struct, frozen=True):
    """The answer of a command.

    `is_grouped`: rows come sorted by their first column, which a table for readers shows as headings; if they
    `are_counted`, each heading has the number of its rows.
    `name`: the name of the answer beside others, as a sheet of a workbook. `victims`: the group of people that all
    figures are about; None if they are about everybody.
    `is_whole`: all its columns were asked for, and none is left out: a screen that is too narrow stacks them.
    `below`: so many of the last rows hold what belongs to no single row, and stay last in every order.
    `total`: a last row that stands for all rows. `envelope`: the values of JSON beside the rows; where it is None, JSON
    is the bare array of rows. `hints` are about the answer, not part of it: they never go into a file or a pipe.
    """

    columns: tuple[Column, ...]
    rows: Iterable[Row]
    title: str = ""
    below: int = 0
    total: Row | None = None
    notes: tuple[Note, ...] = ()
    envelope: Mapping[str, Cell] | None = None
    is_grouped: bool = False
    are_counted: bool = False
    hints: tuple[str, ...] = ()
    name: str = ""
    victims: str | None = None
    is_whole: bool = False


def of_whom(victims: str | None) -> str:
    """Return the title of a report whose figures are about one group of people alone; empty if about everybody."""
    return f"The figures are of {group_name(victims)} alone." if victims else ""


def labelled(report: Answer, victims: str | None) -> Answer:
    """Return the report with a last column that names the group of victims; unchanged if its figures are about all."""
    if not victims:
        return report
    return replace(
        report,
        columns=(*report.columns, Column("victims", "Victims")),
        rows=[(*row, victims) for row in report.rows],
        total=(*report.total, victims) if report.total else None,
        victims=victims,
    )


class Arrangement(Struct, frozen=True):
    """The columns, the order and the number of rows that a reader asks for; `-key` sorts by a column in reverse."""

    columns: tuple[str, ...] = ()
    sort: str | None = None
    limit: int = 0


def arranged(report: Answer, wanted: Arrangement) -> Answer:
    """Return the report in the wanted arrangement; raise `UsageError` for a column that it does not have."""
    keys = [column.key for column in report.columns]
    rows: Iterable[Row] = report.rows
    notes = report.notes
    if wanted.sort:
        place = keys.index(known_key(wanted.sort.removeprefix("-"), keys))
        every = list(rows)
        end = len(every) - report.below
        in_order = ordered(every[:end], itemgetter(place), is_reversed=wanted.sort.startswith("-"))
        rows = [*in_order, *every[end:]]
    if wanted.limit:
        every = list(rows)
        rows = every[: wanted.limit]
        if len(every) > wanted.limit:
            notes = (*notes, Note(f"The first {wanted.limit} of {len(every)} rows; -n 0 shows all."))
    report = replace(report, rows=rows, notes=notes, is_grouped=report.is_grouped and not wanted.sort)
    places = [keys.index(known_key(name, keys)) for name in wanted.columns]
    if not places:
        return report
    return replace(
        report,
        columns=tuple(report.columns[place] for place in places),
        rows=[tuple(row[place] for place in places) for row in report.rows],
        total=tuple(report.total[place] for place in places) if report.total else None,
        is_whole=True,
        is_grouped=report.is_grouped and places[0] == 0,
    )


def known_key(name: str, keys: Iterable[str]) -> str:
    """Return the key of the column with this name: hyphens may stand for underscores, and capitals do not matter."""
    known = list(keys)
    key = name.strip().lower().replace("-", "_")
    if key not in known:
        hint = did_you_mean(key, known) or f"choose from {', '.join(known)}"
        raise UsageError(f'there is no column "{name}"; {hint}')
    return key


Item = TypeVar("Item")


def ordered(items: Iterable[Item], cell: Callable[[Item], Cell], *, is_reversed: bool) -> list[Item]:
    """Return the items in the order of a cell: figures by their first number, texts by letters, empty cells last."""
    keyed = [(_rank(cell(item)), item) for item in items]
    filled = [(rank, item) for rank, item in keyed if rank is not None]
    filled.sort(key=itemgetter(0), reverse=is_reversed)
    return [item for _, item in filled] + [item for rank, item in keyed if rank is None]


def _rank(cell: Cell) -> tuple[float, str] | None:
    """Return the place of a cell in an order; None for a cell that is empty or has no figure."""
    if isinstance(cell, int | float):
        return (cell, "")
    text = ", ".join(cell) if isinstance(cell, tuple) else cell if isinstance(cell, str) else ""
    if text in ("", "?"):
        return None
    number = "".join(takewhile(str.isdecimal, text.lstrip("~≥>")))
    is_number = bool(number) and "-" not in text
    return (float(number), "") if is_number else (inf, folded(text))
