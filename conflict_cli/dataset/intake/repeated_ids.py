"""Rows of one id: one of them is an event. Of equal rows the first counts, of others the newest, or else it is told."""

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from conflict_cli.dataset.intake.broken_csv import Rejected, named_rows
from conflict_cli.dataset.intake.events_file import columns_of, events_in, number, rewrite
from conflict_cli.dataset.intake.recognition import Recognised
from conflict_cli.dataset.intake.rows_to_events import row_of_file
from conflict_cli.dataset.intake.sql import listed, literal
from conflict_cli.dataset.intake.steps import DOUBT
from conflict_cli.dataset.layout.day_formats import fixed
from conflict_cli.dataset.layout.layout import shown
from conflict_cli.record.errors import DataError, Problem
from conflict_cli.record.figures import BOUNDS, MARKS, Figure
from conflict_cli.record.phrases import how_many

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection as Connection

IS_KEPT = "file_row_number NOT IN (SELECT place FROM repeated)"
"""The condition that a row of the target is not one of those to leave out."""

_MOST_NAMED = 5
_MOST_OF_ONE = 3
_NOT_CONTENT = ("id", "revised", "file_row_number", "row_of_file")
_KINDS = {
    **dict.fromkeys(("first", "last", "mark", "written"), "date"),
    **dict.fromkeys(("site", "nearby", "lat", "lon"), "place"),
}


def find_repeated(connection: "Connection", read: Recognised, target: Path) -> None:
    """Make the table `repeated` of the rows to leave out, each with the row that counts; `DataError` if most differ.

    A row has the `kind` same, if it says the same as the row that counts, older, or other. Where each row is a person,
    none is repeated.
    """
    events = events_in(target)
    if read.layout.counts_rows or number(connection, f"SELECT count(id) = count(DISTINCT id) FROM {events}"):
        connection.execute("CREATE TABLE repeated (id VARCHAR, place BIGINT, kept BIGINT, kind VARCHAR)")
        return
    columns = columns_of(connection, target)
    content = [name for name in columns if name not in _NOT_CONTENT and not name.startswith(DOUBT)]
    connection.execute(
        f"CREATE TABLE shared AS SELECT id, file_row_number AS place, hash({', '.join(content)}) AS content, "
        f"{'revised' if 'revised' in columns else 'NULL::VARCHAR'} AS revised FROM {events} "
        f"WHERE id IN (SELECT id FROM {events} GROUP BY id HAVING count(*) > 1)"
    )
    age = _age(connection, read)
    connection.execute(
        f"""CREATE TABLE repeated AS
        WITH aged AS (SELECT *, {age} AS age FROM shared),
        known AS (SELECT *, bool_and(age IS NOT NULL) OVER (PARTITION BY id) AS is_aged FROM aged),
        ranked AS (
            SELECT *, row_number() OVER best AS rank, first_value(content) OVER best AS content_kept,
                first_value(age) OVER best AS newest, first_value(place) OVER best AS kept
            FROM known
            WINDOW best AS (PARTITION BY id ORDER BY CASE WHEN is_aged THEN age END DESC NULLS LAST, place)
        )
        SELECT id, place, kept, CASE WHEN content = content_kept THEN 'same' WHEN is_aged AND age < newest THEN 'older'
            ELSE 'other' END AS kind
        FROM ranked WHERE rank > 1"""
    )
    _refuse_no_ids(connection, read, target)


def drop_repeated(
    connection: "Connection", read: Recognised, rejected: Sequence[Rejected], target: Path
) -> Iterator[str]:
    """Delete the rows in `repeated`, and yield a remark for each kind, with the first ids or both figures."""
    if not number(connection, "SELECT count(*) FROM repeated"):
        return
    differing = _of_differing(connection, read, rejected, target)
    rewrite(
        connection,
        target,
        f"SELECT * EXCLUDE file_row_number FROM {events_in(target)} WHERE {IS_KEPT} ORDER BY file_row_number",
    )
    file, revised = read.shape.path, shown(read.layout.revised)
    reasons = {
        "same": "with the id of an earlier row left out, so that none is counted twice",
        "older": f"left out, since there is a newer one of the same id, by {revised}",
    }
    for kind, reason in reasons.items():
        ids = connection.execute(
            f"SELECT id, count(*) FROM repeated WHERE kind = '{kind}' GROUP BY id ORDER BY min(place)"
        ).fetchall()
        if ids:
            told = ", ".join([str(name) for name, _ in ids[:_MOST_NAMED]])
            more = ", …" if len(ids) > _MOST_NAMED else ""
            yield f"{file}: {how_many(sum(count for _, count in ids), 'row')} {reason}: {told}{more}"
    yield from differing


def _age(connection: "Connection", read: Recognised) -> str:
    """Return the SQL of when a row was revised: all are numbers, or all are times; else null."""
    formats = f"[{', '.join(map(literal, fixed(read.layout.date.formats)))}]"
    times = f"epoch_us(coalesce(try_cast(revised AS TIMESTAMP), try_strptime(revised, {formats})))"
    for age in ("try_cast(revised AS DECIMAL(38, 6))", times):
        if not number(connection, f"SELECT count(*) FROM shared WHERE revised IS NOT NULL AND {age} IS NULL"):
            return age
    return "NULL::BIGINT"


def _refuse_no_ids(connection: "Connection", read: Recognised, target: Path) -> None:
    """Raise `DataError` if most rows share their id with rows that say something else, and no newest is known."""
    shared = number(
        connection,
        "SELECT count(*) FROM shared WHERE id IN (SELECT id FROM repeated WHERE kind = 'other')",
    )
    rows = number(connection, f"SELECT count(*) FROM {events_in(target)}")
    if shared * 2 > rows:
        column = shown(read.layout.id)
        what = f"{shared} of {how_many(rows, 'row')} share their {column} with rows that say something else"
        hint = "it is no id of events: leave id: out of the layout"
        raise DataError([Problem(read.shape.path, 0, 0, what, hint)])


def _of_differing(
    connection: "Connection", read: Recognised, rejected: Sequence[Rejected], target: Path
) -> Sequence[str]:
    """Return the remark that names the figures of rows of one id that differ, first that of the row that counts."""
    ids = [
        name
        for (name,) in connection.execute(
            "SELECT id FROM repeated WHERE kind = 'other' GROUP BY id ORDER BY min(kept)"
        ).fetchall()
    ]
    if not ids:
        return []
    named = ids[:_MOST_NAMED]
    other = f"FROM repeated WHERE kind = 'other' AND id IN {listed(named)}"
    found = connection.execute(
        f"SELECT *, {row_of_file(read.layout)} AS row_in_file FROM {events_in(target)} "
        f"JOIN (SELECT place, kept {other} UNION SELECT kept, kept {other}) ON place = file_row_number "
        "ORDER BY kept, place <> kept, place"
    )
    columns = [str(column[0]) for column in found.description or ()]
    rows = [dict(zip(columns, row, strict=True)) for row in found.fetchall()]
    places = named_rows(read.shape, [row["row_in_file"] for row in rows], rejected)
    told = []
    for name in named:
        of_id = [row for row in rows if row["id"] == name]
        figures = [f"{_figure(row, read)} on {places[row['row_in_file']]}" for row in of_id[:_MOST_OF_ONE]]
        more = ", …" if len(of_id) > _MOST_OF_ONE else ""
        told.append(f"{name}: {', '.join(figures)}{more}{_difference(of_id, read)}")
    what = f"{how_many(len(ids), 'id')} with rows that differ, of which the one named first is counted"
    return [f"{read.shape.path}: {what}: {'; '.join(told)}{'; …' if len(ids) > len(named) else ''}"]


def _figure(row: dict[str, Any], read: Recognised) -> str:
    """Return the first figure of a row in words: 3 killed."""
    for measure in read.layout.numbers:
        if row.get(f"{measure}_best") is not None:
            low, best, high, is_open, rough = (row[f"{measure}_{name}"] for name in (*BOUNDS, *MARKS))
            return f"{Figure(low, best, high, bool(is_open), bool(rough)).short} {measure}"
    return "no figure"


def _difference(rows: Sequence[dict[str, Any]], read: Recognised) -> str:
    """Return in what these rows differ, if their first figure is the same."""
    if len({_figure(row, read) for row in rows}) > 1:
        return ""
    differing = [name for name in rows[0] if len({row[name] for row in rows}) > 1]
    what = [
        _KINDS.get(name, name.replace("_", " "))
        for name in differing
        if name not in (*_NOT_CONTENT, "place", "kept", "row_in_file")
    ]
    return f" (they differ in {', '.join(dict.fromkeys(what))})"
