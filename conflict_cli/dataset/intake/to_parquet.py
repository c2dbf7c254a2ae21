"""Convert a file of events to its normal form in Parquet, once, and report the rows that cannot be read.

Nothing is left out silently: a remark names the first cells and rows that cannot be read, and counts all such rows.
"""

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from conflict_cli.dataset.intake.broken_csv import (
    LONGEST_ROW,
    MOST_REJECTED,
    Rejected,
    check_rejected,
    cut_off,
    last_cell_without_end,
    line_ends,
    lines_of_rows,
    physical_lines,
    unreadable,
)
from conflict_cli.dataset.intake.normal_form import normalised
from conflict_cli.dataset.intake.recognition import Recognised, Shape
from conflict_cli.dataset.intake.refusal import refuse_uncountable
from conflict_cli.dataset.intake.sql import alone, literal, named
from conflict_cli.dataset.intake.steps import cell_of
from conflict_cli.dataset.intake.worded import words_to_look_up
from conflict_cli.record.errors import DataError, Problem
from conflict_cli.record.phrases import how_many

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection as Connection

MOST_NAMED = 5
_IS_FIRST = "file_row_number NOT IN (SELECT place FROM repeated)"
_PARQUET = "(FORMAT parquet, COMPRESSION lz4, ROW_GROUP_SIZE 122880)"


def take_in(connection: "Connection", read: Recognised, target: Path) -> tuple[int, tuple[str, ...]]:
    """Write the events of the file in normal form to the target; return their number, and the remarks on them.

    `DataError` if the file cannot be used: for example, it is not UTF-8, a row has no end, or there are no rows.
    """
    shape = read.shape
    source = _source(shape)
    _write(connection, read, source, target)
    rejected = [] if shape.is_parquet else list(_rejected(connection))
    check_rejected(rejected, shape, _count(connection, target), are_all=_told_all(connection, shape))
    cut = [*_add_cut_off(connection, read, rejected, target)]
    _find_repeated(connection, target)
    unread = [*_of_unread(connection, shape, rejected, target)]
    repeated = [*_drop_repeated(connection, shape, target)]
    count = _count(connection, target)
    if not count:
        raise DataError([Problem(shape.path, 0, 0, "holds no events", "there is a header, and no row below it")])
    refuse_uncountable(connection, read, _events(target))
    hidden = _of_hidden(connection, read, count + len(rejected))
    return count, (*cut, *repeated, *_of_rejected(rejected, shape), *unread, *hidden)


def _source(shape: Shape, *, are_told: bool = True) -> str:
    """Return the relation of all cells as texts. The table `reject_errors` lists the errors of records that do not fit.

    `are_told`: without it, such records are left out and no errors are listed.
    """
    file = literal(alone(Path(shape.path)))
    if shape.is_parquet:
        cells = ", ".join(f'"{_escaped(name)}"::VARCHAR AS c{place}' for place, name in enumerate(shape.columns))
        return f"(SELECT {cells} FROM read_parquet({file}, hive_partitioning = false))"
    columns = ", ".join(f"c{place}: 'VARCHAR'" for place in range(len(shape.columns)))
    return (
        f"read_csv({file}, compression = 'none', hive_partitioning = false, auto_detect = false, header = false, "
        f"skip = {shape.skipped}, delim = {literal(str(shape.delimiter))}, quote = '\"', escape = '\"', "
        f"columns = {{{columns}}}, max_line_size = {LONGEST_ROW}, "
        + (f"store_rejects = true, rejects_limit = {_most_errors(shape)})" if are_told else "ignore_errors = true)")
    )


def _most_errors(shape: Shape) -> int:
    """Return the number of errors to keep: more than the records that may be left out can cause.

    A record causes one error for each missing cell.
    """
    return (MOST_REJECTED + 1) * (len(shape.columns) + 1)


def _write(connection: "Connection", read: Recognised, source: str, target: Path) -> None:
    """Write the normal form; `DataError` if the file cannot be read as CSV."""
    import duckdb

    try:
        with words_to_look_up(connection, read, source):
            connection.execute(f"COPY ({normalised(read, source)}) TO {literal(named(target))} {_PARQUET}")
    except duckdb.InvalidInputException:
        if read.shape.is_parquet:
            raise
        raise unreadable(read.shape) from None


def _escaped(name: str) -> str:
    return name.replace('"', '""')


def _rejected(connection: "Connection") -> Iterator[Rejected]:
    """Yield the records that do not fit the header, each once, in the order of the file."""
    rows = connection.execute(
        "SELECT line, any_value(error_type), any_value(csv_line) FROM reject_errors GROUP BY line ORDER BY line"
    )
    for line, kind, text in rows.fetchall():
        yield Rejected(line, str(kind), text or "")


def _told_all(connection: "Connection", shape: Shape) -> bool:
    """Say whether the engine had room to list every error in the records."""
    if shape.is_parquet:
        return True
    in_one_scan = "SELECT count(*) AS told FROM reject_errors GROUP BY scan_id"
    return _one(connection, f"SELECT coalesce(max(told), 0) FROM ({in_one_scan})") < _most_errors(shape)


def _add_cut_off(connection: "Connection", read: Recognised, rejected: list[Rejected], target: Path) -> Iterator[str]:
    """Add the last row if the file ends in the middle of it, without the cell that is cut off; yield the remarks."""
    last = cut_off(rejected, read.shape)
    if last is None:
        yield from _of_last_cell(read)
        return
    rejected.remove(last.record)
    cells = ", ".join(f"{literal(cell)} AS c{place}" for place, cell in enumerate(last.cells))
    events = f"SELECT * EXCLUDE file_row_number FROM {_events(target)}"
    _rewrite(connection, target, f"{events} UNION ALL ({normalised(read, f'(SELECT {cells})')})")
    line = physical_lines(read.shape, [last.record.number])[0]
    yield f"{read.shape.path}:{line}: the last row is cut off; what is missing of it is not counted"


def _of_last_cell(read: Recognised) -> Iterator[str]:
    """Warn that the last cell of a file may be cut off if no line end follows it: 1 may be left of 12."""
    shape = read.shape
    if shape.is_parquet or len(shape.columns) - 1 not in read.places.values():
        return
    cell = last_cell_without_end(shape)
    if cell is not None:
        yield (
            f"{shape.path}: no line end follows the last row; if the file was cut off there, its {shape.columns[-1]} "
            f'"{cell}" may not be whole'
        )


def _find_repeated(connection: "Connection", target: Path) -> None:
    """Make the table `repeated` of the rows with the id of an earlier row: they would count an event twice."""
    events = _events(target)
    is_distinct = _one(connection, f"SELECT count(id) = count(DISTINCT id) FROM {events}")
    order = "row_number() OVER (PARTITION BY id ORDER BY file_row_number)"
    later = "false" if is_distinct else f"id IS NOT NULL QUALIFY {order} > 1"
    connection.execute(f"CREATE TABLE repeated AS SELECT id, file_row_number AS place FROM {events} WHERE {later}")


def _drop_repeated(connection: "Connection", shape: Shape, target: Path) -> Iterator[str]:
    """Delete the rows in `repeated`, and yield a remark that names the first ids."""
    dropped = _one(connection, "SELECT count(*) FROM repeated")
    if not dropped:
        return
    names = connection.execute("SELECT id FROM repeated GROUP BY id ORDER BY min(place)").fetchmany(MOST_NAMED + 1)
    first = f"SELECT * EXCLUDE file_row_number FROM {_events(target)} WHERE {_IS_FIRST} ORDER BY file_row_number"
    _rewrite(connection, target, first)
    named = ", ".join([name for (name,) in names[:MOST_NAMED]])
    yield (
        f"{shape.path}: {how_many(dropped, 'row')} with the id of an earlier row left out, so that none is counted "
        f"twice: {named}{', …' if len(names) > MOST_NAMED else ''}"
    )


def _rewrite(connection: "Connection", target: Path, query: str) -> None:
    """Replace the target with the result of a query."""
    other = target.with_suffix(".again")
    connection.execute(f"COPY ({query}) TO {literal(named(other))} {_PARQUET}")
    other.replace(target)


def _of_rejected(rejected: Sequence[Rejected], shape: Shape) -> Iterator[str]:
    if rejected:
        lines = physical_lines(shape, [record.number for record in rejected[:MOST_NAMED]])
        more = ", …" if len(rejected) > MOST_NAMED else ""
        yield (
            f"{shape.path}:{lines[0]}: {how_many(len(rejected), 'row')} left out whose cells do not fit the header: "
            f"line {', '.join(map(str, lines))}{more}"
        )


def _of_unread(connection: "Connection", shape: Shape, rejected: Sequence[Rejected], target: Path) -> Iterator[str]:
    """Name the cells that cannot be read in the first rows with such cells, and count all those rows."""
    events = _events(target)
    of_unread = f"FROM {events} WHERE unread IS NOT NULL AND {_IS_FIRST}"
    count = _one(connection, f"SELECT count(*) {of_unread}")
    if not count:
        return
    query = f"SELECT file_row_number, unread {of_unread} ORDER BY 1 LIMIT {MOST_NAMED}"
    rows = connection.execute(query).fetchall()
    if shape.is_parquet:
        places = [f"row {row + 1}" for row, _ in rows]
    else:
        places = [f"line {line}" for line in lines_of_rows(shape, [row for row, _ in rows], rejected)]
    told = "; ".join(f"{place}: {cells}" for place, (_, cells) in zip(places, rows, strict=True))
    yield (
        f"{shape.path}: {how_many(count, 'row')} with cells that cannot be read, which stay open: "
        f"{told}{'; …' if count > len(rows) else ''}"
    )


def _of_hidden(connection: "Connection", read: Recognised, records: int) -> Iterator[str]:
    """Name the rows with a cell that may hide other rows, between two quotation marks that were not meant as a pair.

    Such a cell holds a line break and at least as many delimiters as a row has.
    """
    shape = read.shape
    if shape.is_parquet or line_ends(shape) <= records + shape.skipped:
        return
    mark = literal(str(shape.delimiter))
    cells = [f"c{place}" for place in range(len(shape.columns))]
    is_long = " OR ".join(
        f"(contains({cell}, chr(10)) AND length({cell}) - length(replace({cell}, {mark}, '')) >= {len(cells) - 1})"
        for cell in cells
    )
    query = f"SELECT {cell_of(read, read.layout.id)} FROM {_source(shape, are_told=False)} WHERE {is_long}"
    found = [name or "one without an id" for (name,) in connection.execute(query).fetchall()]
    if found:
        named = f"{', '.join(found[:MOST_NAMED])}{', …' if len(found) > MOST_NAMED else ''}"
        yield (
            f"{shape.path}: {how_many(len(found), 'row')} with a cell as long as a row, with line breaks in it: if a "
            f"quotation mark is missing beside it, rows are hidden there that are not counted: {named}"
        )


def _events(target: Path) -> str:
    return f"read_parquet({literal(alone(target))}, file_row_number = true, hive_partitioning = false)"


def _count(connection: "Connection", target: Path) -> int:
    return _one(connection, f"SELECT count(*) FROM {_events(target)}")


def _one(connection: "Connection", query: str) -> int:
    row = connection.execute(query).fetchone()
    return int(row[0]) if row else 0
