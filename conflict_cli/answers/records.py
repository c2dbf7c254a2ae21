"""Incidents as records: plain rows of typed values, with the columns of `list` for machines."""

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from conflict_cli.answers.answer import Cell
from conflict_cli.answers.column_types import Type, type_of
from conflict_cli.answers.columns import fields_for_machines
from conflict_cli.selection.selection import Selection

Value = str | int | bool | date | list[str] | None
Record = dict[str, Value]


def records(selection: Selection) -> Iterator[Record]:
    """Yield a record for each incident; a value that nobody reported is None, and never 0."""
    fields = [(field.column.key, type_of(field.column), field.value) for field in fields_for_machines(selection)]
    for picked in selection.picked:
        yield {key: _typed(value(picked, selection), kind) for key, kind, value in fields}


def types_of_records(selection: Selection) -> dict[str, Any]:
    """Return the type of each value of a record, by key, in order: `str`, `int`, `bool`, `date` or `list[str]`."""
    columns = [field.column for field in fields_for_machines(selection)]
    return {column.key: _TYPES[type_of(column)] for column in columns}


_TYPES: Mapping[Type, Any] = {"text": str, "number": int, "truth": bool, "day": date, "names": list[str]}


def _typed(cell: Cell, kind: Type) -> Value:
    if isinstance(cell, tuple):
        return list(cell)
    if kind == "day" and isinstance(cell, str):
        return date.fromisoformat(cell)
    if cell is None or isinstance(cell, str | int):
        return cell
    raise TypeError(f"{cell!r} is no value of a record")
