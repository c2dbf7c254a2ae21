"""Figures that never fall over time: they may be running totals, each of which holds the one before."""

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from conflict_cli.dataset.intake.events_file import columns_of, events_in
from conflict_cli.dataset.intake.normal_form import BETWEEN
from conflict_cli.dataset.intake.recognition import Recognised

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection as Connection

FEWEST_RISES = 5
_MOST_SHOWN = 6


def warn_of_running_totals(connection: "Connection", read: Recognised, target: Path) -> Iterator[str]:
    """Yield a remark if the figures of all the file, or of half of its places with enough of them, only ever rise.

    Enough is one more than `FEWEST_RISES`: such a place by chance is one in hundreds.
    """
    columns = columns_of(connection, target)
    for measure in read.layout.numbers if not read.layout.counts_rows else ():
        if not {f"{measure}_best", "first"} <= {*columns}:
            continue
        for place, of_all in (("''", True), ("site", False)):
            rising, places, example = _rising(connection, target, measure, place)
            if rising and rising * 2 >= places:
                where = "" if of_all else f" in {rising} of {places} places with {FEWEST_RISES + 1} figures or more"
                yield (
                    f"{read.shape.path}: over time its {measure} only ever rise{where}, as in {example}: if they are "
                    "running totals, a sum counts the same people many times"
                )
                break


def _rising(connection: "Connection", target: Path, measure: str, place: str) -> tuple[int, int, str]:
    """Return the number of places whose figures only ever rise, that of all with enough figures, and an example.

    Places whose first figure is not the least, or whose last is not the greatest, are known without being sorted.
    """
    relation = (
        f"SELECT {place} AS place, {measure}_best AS best, "
        f"(first - DATE '0001-01-01')::BIGINT * {1 << 32} + file_row_number AS moment "
        f"FROM {events_in(target)} WHERE {measure}_best IS NOT NULL AND first = last"
    )
    may = f"max(best) >= min(best) + {FEWEST_RISES} AND arg_min(best, moment) = min(best)"
    connection.execute(
        f"CREATE OR REPLACE TABLE rising AS SELECT place, {may} AND arg_max(best, moment) = max(best) AS may "
        f"FROM ({relation}) GROUP BY place HAVING count(*) > {FEWEST_RISES}"
    )
    places, possible = connection.execute("SELECT count(*), count(*) FILTER (may) FROM rising").fetchall()[0]
    if possible * 2 < places or not possible:
        return 0, places, ""
    found = connection.execute(
        f"""SELECT count(*), arg_min(place, place), arg_min(figures, place) FROM (
            SELECT place, list(best ORDER BY moment)[:{_MOST_SHOWN}] AS figures FROM (
                SELECT *, best - lag(best) OVER (PARTITION BY place ORDER BY moment) AS step FROM ({relation})
                WHERE place IN (SELECT place FROM rising WHERE may)
            ) GROUP BY place HAVING count(*) FILTER (step > 0) >= {FEWEST_RISES} AND count(*) FILTER (step < 0) = 0
        )"""
    ).fetchall()[0]
    count, site, figures = found
    if not count:
        return 0, places, ""
    name = str(site).partition(BETWEEN)[0]
    return count, places, f"{f'{name} ' if name else ''}({', '.join(map(str, figures))}, …)"
