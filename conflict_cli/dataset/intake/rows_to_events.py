"""Make events of rows: leave out the rows that are none, and gather the rows of persons into their event."""

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from conflict_cli.dataset.intake.events_file import columns_of, events_in, number, rewrite
from conflict_cli.dataset.intake.normal_form import BETWEEN, LEFT_OUT, mark_between_names
from conflict_cli.dataset.intake.recognition import Recognised
from conflict_cli.dataset.intake.sql import literal
from conflict_cli.dataset.layout.layout import Layout, shown
from conflict_cli.record.errors import DataError, Problem
from conflict_cli.record.figures import BOUNDS, MARKS
from conflict_cli.record.incident import PARTS
from conflict_cli.record.phrases import group_name, how_many

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection as Connection

_ROW = "row_of_file"
_MOST_NAMED = 5
_ID = "coalesce(id, 'row-' || (file_row_number + 1))"
_SITE_CELLS = 6


def remarks_on_layout(read: Recognised) -> Iterator[str]:
    """Say what the layout leaves unsaid of every row: ids, and people who are in no figure."""
    layout, file = read.layout, read.shape.path
    if layout.id not in read.places:
        yield f"{file}: its rows have no ids, and go by their number: row-1; a row that is there twice counts twice"
    everybody = [group_name(part) for part in PARTS if part in layout.parts and not layout.parts[part].column]
    if everybody:
        yield f"{file}: its figures are of {' and '.join(everybody)} alone"
    for remark in layout.remarks:
        yield f"{file}: {remark}"
    uncounted = [shown(name) for name in layout.not_counted if name in read.places]
    if uncounted:
        yield f"{file}: no figure holds the people in {', '.join(uncounted)}"


def row_of_file(layout: Layout) -> str:
    """Return the column with the number of a row in the file, from 0, after some rows were left out."""
    return _ROW if layout.where else "file_row_number"


def leave_out(connection: "Connection", read: Recognised, target: Path) -> Iterator[str]:
    """Delete the rows that the layout does not choose, and yield a remark that says how many, and why."""
    where, file = read.layout.where, read.shape.path
    if not where:
        return
    events = events_in(target)
    found = connection.execute(
        f"SELECT {LEFT_OUT}, count(*) FROM {events} WHERE {LEFT_OUT} IS NOT NULL GROUP BY ALL"
    ).fetchall()
    counts = dict(found)
    kept = f"* EXCLUDE (file_row_number, {LEFT_OUT}) REPLACE ({_ID} AS id), file_row_number AS {_ROW}"
    rewrite(connection, target, f"SELECT {kept} FROM {events} WHERE {LEFT_OUT} IS NULL ORDER BY file_row_number")
    reasons = {name: f"{shown(name)} is not {' or '.join(where[name])}" for name in where}
    for name, reason in reasons.items():
        if name in counts:
            yield f"{file}: {how_many(counts[name], 'row')} left out: {reason}"
    if not number(connection, f"SELECT count(*) FROM {events_in(target)}"):
        told = " and ".join(f"{shown(name)} {' or '.join(values)}" for name, values in where.items())
        raise DataError([Problem(file, 0, 0, f"has no row with {told}", "look at where: in the layout")])


def gather(connection: "Connection", read: Recognised, target: Path) -> Iterator[str]:
    """Make one event of the rows of one id, where each row is a person; yield a remark on rows that differ.

    What differs is kept as vague as it is: the days span all rows, and the places are all that they name.
    """
    if not (read.layout.counts_rows and read.layout.id in read.places):
        return
    events = f"(SELECT *, {_ID} AS event FROM {events_in(target)})"
    present = columns_of(connection, target)
    differing = " OR ".join(f"count(DISTINCT coalesce({name}::VARCHAR, '')) > 1" for name in ("first", "last", "site"))
    told = connection.execute(
        f"SELECT event FROM {events} GROUP BY event HAVING {differing} ORDER BY min(file_row_number)"
    ).fetchall()
    columns = ", ".join(
        f"{_gathered(name, present, read.layout)} AS {name}" for name in present if name != "file_row_number"
    )
    rewrite(connection, target, f"SELECT {columns} FROM {events} GROUP BY event ORDER BY min(file_row_number)")
    if told:
        names = ", ".join(str(name) for (name,) in told[:_MOST_NAMED])
        yield (
            f"{read.shape.path}: {how_many(len(told), 'event')} whose persons have different days or places, which are "
            f"all taken for possible: {names}{', …' if len(told) > _MOST_NAMED else ''}"
        )


def _gathered(name: str, present: list[str], layout: Layout) -> str:
    """Return the SQL of this column of an event, made from its rows."""
    same = f"CASE WHEN count(DISTINCT {name}) = 1 AND count({name}) = count(*) THEN min({name}) END"
    titles = "CASE WHEN count(DISTINCT title) > 1 THEN array_to_string(list_sort(list(DISTINCT title)), '; ') END"
    notes = "array_to_string(list_sort(list(DISTINCT note)), '; ')"
    every = f"array_to_string(list_sort(list(DISTINCT {name})), {literal(BETWEEN)})"
    of_plain = {
        "id": "event",
        "first": "CASE WHEN count(first) = count(*) THEN min(first) END",
        "last": "CASE WHEN count(last) = count(*) THEN max(last) END",
        "note": f"nullif(concat_ws('; ', {titles if 'title' in present else 'NULL'}, {notes}), '')",
        "site": _gathered_site(layout),
        "nearby": "bool_or(nearby)",
        **dict.fromkeys(("type", "target"), f"coalesce({same}, '')"),
        **dict.fromkeys(("actors", "sources"), every),
        **dict.fromkeys(("title", "written", "lat", "lon"), same),
    }
    of_figures = {
        **dict.fromkeys(BOUNDS, f"sum({name})::INTEGER"),
        **dict.fromkeys(MARKS, f"bool_or({name})"),
    }
    return of_plain.get(name) or of_figures.get(name.rpartition("_")[2]) or f"max({name})"


def _gathered_site(layout: Layout) -> str:
    """Return the SQL of all sites of an event as one: each place that a row names, and elsewhere if one names none."""
    between, mark = literal(BETWEEN), literal(mark_between_names(layout))
    sites = "list_sort(list(DISTINCT site))"
    name, governorate, country, precision, nearby, elsewhere = (
        f"[split_part(one, {between}, {place}) for one in {sites}]" for place in range(1, _SITE_CELLS + 1)
    )
    false = "['false', '0', 'no', 'f', 'n', '']"
    is_nearby = f"NOT list_has_all({false}, {nearby}) OR list_has_any({precision}, {_array(layout.place.nearby)})"
    is_elsewhere = (
        f"NOT list_has_all({false}, {elsewhere}) OR list_has_any({precision}, {_array(layout.place.elsewhere)}) "
        f"OR list_contains({name}, '')"
    )
    joined = ", ".join(f"array_to_string({cells}, {mark})" for cells in (name, governorate, country))
    code = f"CASE WHEN len(list_distinct({precision})) = 1 THEN {precision}[1] ELSE '' END"
    flags = ", ".join(f"CASE WHEN {flag} THEN 'true' ELSE '' END" for flag in (is_nearby, is_elsewhere))
    return f"CASE WHEN count(DISTINCT site) = 1 THEN min(site) ELSE concat_ws({between}, {joined}, {code}, {flags}) END"


def _array(codes: tuple[str, ...]) -> str:
    return f"[{', '.join(map(literal, codes)) or 'NULL::VARCHAR'}]"
