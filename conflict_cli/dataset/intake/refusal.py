"""Refuse files whose cells can all be read, but whose sums would be wrong."""

from typing import TYPE_CHECKING

from conflict_cli.dataset.intake.recognition import Recognised
from conflict_cli.dataset.layout.layout import shown
from conflict_cli.record.errors import DataError, Problem
from conflict_cli.record.phrases import group_name

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection as Connection

_LONGEST_NAMED = 40


def refuse_uncountable(connection: "Connection", read: Recognised, events: str) -> None:
    """Raise `DataError` if figures count one group of people alone, or if two events may count the same people."""
    layout = read.layout
    if layout.group in read.places:
        found = connection.execute(f"SELECT people FROM {events} WHERE people IS NOT NULL LIMIT 1").fetchone()
        if found:
            people = group_name(found[0][:_LONGEST_NAMED])
            whose = f"holds figures of {people} alone (column {shown(layout.group)})"
            what = f"{whose}, which would be taken for everybody's"
            hint = "export it without --victims, or give everybody's figures"
            raise DataError([Problem(read.shape.path, 0, 0, what, hint)])
    if layout.links:
        linked = connection.execute(f"SELECT id, links FROM {events} WHERE links IS NOT NULL LIMIT 1").fetchone()
        if linked:
            what = f"{linked[0]} may count the same people as others ({linked[1]}), which a sum of rows cannot know"
            raise DataError([Problem(read.shape.path, 0, 0, what, "ask the ledger that this was exported from")])
