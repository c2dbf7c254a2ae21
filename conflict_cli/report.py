"""A report as a value: a title, columns, rows and notes, all plain; `render` makes text of it.

Which reports there are and what stands in them is said in `listing` and `summary`. (What one source says of one
incident is an `incident.Report`; this is what the program says to its reader.)
"""

from collections.abc import Iterable, Mapping
from typing import Any, Literal

from msgspec import Struct

Kind = Literal["id", "date", "number", "text", "bar"]


class Bar(Struct, frozen=True):
    """A bar of a bar chart: certain up to `low`, possible up to `high`, and beyond if `open`; `most` is the scale."""

    low: int
    high: int
    most: int
    open: bool = False


Cell = str | int | float | bool | None | tuple[str, ...] | Bar | list[dict[str, Any]]
Row = tuple[Cell, ...]


class Column(Struct, frozen=True):
    """A column: its key in machine formats, its heading, and what may happen to it where room is scarce.

    An `id`, a `date` and a `number` are never cut or wrapped; a `text` may wrap between words. Columns with a `rank`
    are left out of a narrow table, the highest rank first; rank 0 stays.
    """

    key: str
    heading: str
    kind: Kind = "text"
    rank: int = 0


class Note(Struct, frozen=True):
    """A caveat; its letter, if it has one, stands in the rows that it is about."""

    text: str
    letter: str = ""


class Report(Struct, frozen=True):
    """What a command answers.

    `is_grouped`: rows come sorted by their first column, which a table for readers shows as headings.
    `total`: a last row that stands for all rows. `envelope`: what JSON says beside the rows; where it is None, JSON is
    the bare array of rows. `hints` are about the answer, not part of it: they never go into a file or a pipe.
    """

    columns: tuple[Column, ...]
    rows: Iterable[Row]
    title: str = ""
    total: Row | None = None
    notes: tuple[Note, ...] = ()
    envelope: Mapping[str, Cell] | None = None
    is_grouped: bool = False
    hints: tuple[str, ...] = ()
