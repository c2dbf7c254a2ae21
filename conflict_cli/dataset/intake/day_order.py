"""The order of day and month in numbers such as 3/4/2024: one order for all days of a file, or none of them is read."""

from calendar import month_name
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from msgspec import Struct
from msgspec.structs import replace

from conflict_cli.dataset.intake.events_file import events_in
from conflict_cli.dataset.intake.recognition import Recognised
from conflict_cli.dataset.intake.steps import DOUBT
from conflict_cli.dataset.layout.day_formats import Order, fixed, rivals
from conflict_cli.dataset.layout.layout import shown
from conflict_cli.record.errors import quoted

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection as Connection

_DAY = len("2024-04-03")
_ORDERS: dict[str, Order] = {"d": "day", "m": "month"}
_HINT = "write formats: in a layout"


def in_order(connection: "Connection", read: Recognised, target: Path) -> tuple[Recognised, list[str]]:
    """Return how to read the days that the target leaves in doubt, with remarks; the same if nothing can be decided.

    The days of both columns are judged as one. A day that can have only one order decides for all, unless another
    can have only the other.
    """
    found = [*_doubts(connection, read, target)]
    told = {one.kind: one for one in reversed(found)}
    if not told:
        return read, []
    file = read.shape.path
    orders = [_ORDERS[kind] for kind in told if kind in _ORDERS]
    if len(orders) == 1:
        formats = (*fixed(read.layout.date.formats), *rivals(read.layout.date.formats)[orders[0]])
        layout = replace(read.layout, date=replace(read.layout.date, formats=formats))
        what = f"the {orders[0]} comes first in its days, as in {told[orders[0][0]].named}"
        return replace(read, layout=layout), [f"{file}: {what}"]
    if orders:
        what = f"the day comes first in {told['d'].named} and the month in {told['m'].named}"
        return read, [f"{file}: {what}, so that no such day is read; {_HINT}"]
    doubt = told["?"]
    days = [date.fromisoformat(doubt.text[start : start + _DAY]) for start in (0, _DAY)]
    may_be = " or ".join(f"{day.day} {month_name[day.month]}" for day in days)
    return read, [f"{file}: {doubt.named} may be {may_be}, and no other day of the file tells; {_HINT}"]


class _Doubt(Struct, frozen=True):
    """A cell that the column has to decide on: its column, its kind, and its text after both days if it has two."""

    column: str
    kind: str
    text: str

    @property
    def named(self) -> str:
        return f"{self.column} {quoted(self.text[2 * _DAY :] if self.kind == '?' else self.text)}"


def _doubts(connection: "Connection", read: Recognised, target: Path) -> Iterator[_Doubt]:
    """Yield the first doubt of each kind in each column of days."""
    dates = read.layout.date
    columns = [name for name in (dates.first, dates.last) if name in read.places]
    if not any(rivals(dates.formats).values()):
        return
    for name in dict.fromkeys(columns):
        doubt = f"{DOUBT}{read.places[str(name)]}"
        query = (
            f"SELECT left({doubt}, 1), arg_min(substr({doubt}, 2), file_row_number) FROM {events_in(target)} "
            f"WHERE {doubt} IS NOT NULL GROUP BY ALL ORDER BY 1"
        )
        for kind, text in connection.execute(query).fetchall():
            yield _Doubt(shown(name), kind, text)
