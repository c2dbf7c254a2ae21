"""How the rows of a table narrow a question: each to one key of a property, such as a town or a month.

A row of a table narrows it once, and a cell twice, by the keys of its row and of its column. A row `UNTIL` a month asks
for all days to the end of it.
"""

from collections.abc import Sequence

from conflict_cli.record.dates import Period, parse_period
from conflict_cli.record.periods import SPANS
from conflict_cli.selection.query import Key, Wanted

UNTIL = "until"

Rows = Sequence[tuple[str, Key]]
"""The property and the key of each row."""


def keys_in(rows: Rows, by: str) -> list[Key]:
    """Return the keys to which rows of this property narrow a question."""
    return [key for name, key in rows if name == by]


def admits(rows: Rows, by: str, key: Key | None) -> bool:
    """Say whether no row of this property asks for another key."""
    return all(one == key for name, one in rows if name == by)


def days_left(period: Period, rows: Rows) -> Period:
    """Return the days of a period that rows of days, weeks, months and so on leave."""
    for by, key in rows:
        if by in SPANS:
            period = period.within(parse_period(str(key)))
        elif by == UNTIL:
            period = period.within(Period(last=parse_period(str(key)).last))
    return period


def alternatives(wanted: Wanted, rows: Rows, by: str) -> list[frozenset[Key]]:
    """Return sets of keys of which one each must hold: the keys asked for, and the key of each row."""
    return [*(() if wanted.keys is None else (wanted.keys,)), *(frozenset((key,)) for key in keys_in(rows, by))]
