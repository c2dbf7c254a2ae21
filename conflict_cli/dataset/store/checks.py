"""Checks of a data set: count each kind of suspicious record, and name the first records of each kind."""

from collections.abc import Iterator

from conflict_cli.counting.conditions import BEST_ABOVE_HIGH, LOW_ABOVE_BEST
from conflict_cli.dataset.store.engine import FEW, Engine
from conflict_cli.record.errors import Problem
from conflict_cli.record.phrases import group_name
from conflict_cli.selection.selection import Few


def warnings(engine: Engine, file: str) -> Iterator[Problem]:
    """Yield a warning for each kind of suspicious record that occurs."""
    for condition, what, hint in _kinds(engine):
        count, names = engine.first(f"SELECT count(*), arg_min(id, row, {FEW}) FROM events WHERE {condition}")
        if count:
            told = named(Few(tuple(names), count))
            yield Problem(file, 0, 0, f"{count} of {engine.count} records {what}: {told}", hint, is_warning=True)


def named(some: Few) -> str:
    """Return the ids of the first records, and the number of further ones."""
    more = some.count - len(some.names)
    return ", ".join(some.names) + (f" and {more} more" if more else "")


def _kinds(engine: Engine) -> Iterator[tuple[str, str, str]]:
    kept = "sums keep the numbers as published, and name these records"
    for measure in engine.layout.numbers:
        columns = {name: f"{measure}_{name}" for name in ("low", "best", "high", "open")}
        yield LOW_ABOVE_BEST.format_map(columns), f"have a low above their best number of {measure}", kept
        yield BEST_ABOVE_HIGH.format_map(columns), f"have a best above their high number of {measure}", kept
    for measure in engine.layout.numbers:
        for part in engine.layout.parts_of(measure):
            yield (
                f"{measure}_{part}_best > greatest({measure}_best, {measure}_high)",
                f"number more {group_name(part)} than {measure}",
                "a sum of one group holds them as published",
            )
    yield "first IS NULL", "have no date that can be read", "under a date filter, nothing of them is sure"
    yield "lat = 0 AND lon = 0", "lie at 0 degrees north and east", "`compare` takes their coordinates as they are"
    numbered = " AND ".join(f"{measure}_best IS NULL" for measure in engine.layout.numbers) or "true"
    yield numbered, "report no figure", "no sum holds them, and each says how many it leaves out"
