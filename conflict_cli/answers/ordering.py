"""The order of the rows of sums: by the same keys in every form, whichever of them the form shows."""

from collections.abc import Iterable
from functools import partial

from conflict_cli.answers.answer import Cell, known_key, ordered
from conflict_cli.record.figures import BOUNDS, MARKS
from conflict_cli.record.incident import MEASURES, Measure
from conflict_cli.record.names import folded
from conflict_cli.selection.selection import Group

NUMBERS = ("reported", *BOUNDS, *MARKS)
"""The names of the numbers of a sum, which end the keys of its plain values."""


def sort_keys() -> tuple[str, ...]:
    """Return the keys by which sums may be sorted; without a measure they are of the one that is shown."""
    of_measures = (key for one in MEASURES for key in (one, *(f"{one}_{name}" for name in NUMBERS)))
    return ("group", "incidents", *of_measures, *NUMBERS)


def is_sort_key(sort: str | None) -> bool:
    """Say whether this is a key of sums."""
    return bool(sort) and str(sort).removeprefix("-").strip().lower().replace("-", "_") in sort_keys()


def in_order(groups: Iterable[Group], sort: str | None, measure: Measure) -> list[Group]:
    """Return the rows in the order of this key, those with equal numbers by their headings; `-key` reverses.

    A measure stands for its best figure. What belongs to no single row stays below.
    """
    every = list(groups)
    if not sort:
        return every
    key = known_key(sort.removeprefix("-"), sort_keys())
    keyed = ordered([one for one in every if one.key is not None], _folded_heading, is_reversed=False)
    in_rows = ordered(keyed, partial(_value, key, measure), is_reversed=sort.startswith("-"))
    return [*in_rows, *(one for one in every if one.key is None)]


def _folded_heading(group: Group) -> str:
    return folded(group.heading)


def _value(key: str, measure: Measure, group: Group) -> Cell:
    """Return the value by which a row is sorted; None where no figure is reported."""
    if key == "group":
        return group.heading
    if key == "incidents":
        return len(group.selection.picked)
    named = next((one for one in MEASURES if key == one or key.startswith(f"{one}_")), None)
    name = key if named is None else key.removeprefix(named).removeprefix("_") or "best"
    counted = group.selection.sum_of(named or measure)
    return counted.reported if name == "reported" else getattr(counted.figure, name, None)
