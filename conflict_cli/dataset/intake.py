"""Intake: a file of events to its normal form in Parquet, once, and what must be said of rows that cannot be read.

Nothing is left out silently: a cell that cannot be read is named with its line, and so is a row.
"""

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from conflict_cli.dataset.broken import LONGEST_ROW, Rejected, check_rejected, cut_off, physical_lines
from conflict_cli.dataset.normal import literal, normalised
from conflict_cli.dataset.recognition import Recognised, Shape
from conflict_cli.dataset.worded import join_worded
from conflict_cli.errors import DataError, Problem

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection as Connection

MOST_NAMED = 5
_PARQUET = "(FORMAT parquet, COMPRESSION lz4, ROW_GROUP_SIZE 122880)"


def take_in(connection: "Connection", read: Recognised, target: Path) -> tuple[int, tuple[str, ...]]:
    """Write the events of the file in normal form to the target; how many they are, and what must be said of them.

    `DataError` where the file cannot be taken for one of events: no UTF-8, rows without end, none at all.
    """
    shape = read.shape
    source = _source(shape)
    join_worded(connection, read, source)
    connection.execute(f"COPY ({normalised(read, source)}) TO {literal(str(target))} {_PARQUET}")
    rejected = [] if shape.is_parquet else list(_rejected(connection))
    check_rejected(rejected, shape, _count(connection, target))
    remarks = [*_add_cut_off(connection, read, rejected, target), *_drop_repeated(connection, shape, target)]
    count = _count(connection, target)
    if not count:
        raise DataError([Problem(shape.path, 0, 0, "holds no events", "there is a header, and no row below it")])
    if read.layout.links:
        _refuse_links(connection, shape, target)
    return count, (*remarks, *_of_rejected(rejected, shape), *_of_unread(connection, shape, rejected, target))


def _source(shape: Shape) -> str:
    """The relation of all cells as texts."""
    if shape.is_parquet:
        cells = ", ".join(f'"{_escaped(name)}"::VARCHAR AS c{place}' for place, name in enumerate(shape.columns))
        return f"(SELECT {cells} FROM read_parquet({literal(shape.path)}))"
    columns = ", ".join(f"c{place}: 'VARCHAR'" for place in range(len(shape.columns)))
    return (
        f"read_csv({literal(shape.path)}, auto_detect = false, header = {bool(shape.skipped)}, "
        f"skip = {max(0, shape.skipped - 1)}, delim = {literal(str(shape.delimiter))}, quote = '\"', escape = '\"', "
        f"columns = {{{columns}}}, max_line_size = {LONGEST_ROW}, store_rejects = true, rejects_limit = 1000)"
    )


def _escaped(name: str) -> str:
    return name.replace('"', '""')


def _rejected(connection: "Connection") -> Iterator[Rejected]:
    """The records that do not fit the header, each once, in the order of the file."""
    rows = connection.execute(
        "SELECT line, any_value(error_type), any_value(csv_line) FROM reject_errors GROUP BY line ORDER BY line"
    )
    for line, kind, text in rows.fetchall():
        yield Rejected(line, str(kind), text or "")


def _add_cut_off(connection: "Connection", read: Recognised, rejected: list[Rejected], target: Path) -> Iterator[str]:
    """Add the last row where the file ends in the middle of it, without the cell in which it does."""
    last = cut_off(rejected, read.shape)
    if last is None:
        return
    rejected.remove(last.record)
    cells = ", ".join(f"{literal(cell)} AS c{place}" for place, cell in enumerate(last.cells))
    _rewrite(connection, target, f"SELECT * FROM {{}} UNION ALL ({normalised(read, f'(SELECT {cells})')})")
    line = physical_lines(read.shape, [last.record.number])[0]
    yield f"{read.shape.path}:{line}: the last row is cut off; what is missing of it is not counted"


def _drop_repeated(connection: "Connection", shape: Shape, target: Path) -> Iterator[str]:
    """Take out rows whose id an earlier row has: an event would be counted twice."""
    events = _events(target)
    repeats = f"SELECT id FROM {events} WHERE id IS NOT NULL GROUP BY id HAVING count(*) > 1"
    is_distinct = f"SELECT count(id) = count(DISTINCT id) FROM {events}"
    if _one(connection, is_distinct):
        return
    dropped = _one(connection, f"SELECT count(*) - count(DISTINCT id) FROM {events} WHERE id IN ({repeats})")
    names = connection.execute(f"SELECT id FROM ({repeats}) ORDER BY id LIMIT {MOST_NAMED}").fetchall()
    order = "row_number() OVER (PARTITION BY id ORDER BY file_row_number)"
    first = f"SELECT * EXCLUDE file_row_number FROM {{}} QUALIFY id IS NULL OR {order} = 1 ORDER BY file_row_number"
    _rewrite(connection, target, first)
    named = ", ".join(name for (name,) in names)
    yield (
        f"{shape.path}: {_counted(dropped, 'row')} with the id of an earlier row left out, so that none is counted "
        f"twice: {named}{', …' if dropped > len(names) else ''}"
    )


def _rewrite(connection: "Connection", target: Path, query: str) -> None:
    """Put in the place of the target what a query makes of it."""
    other = target.with_suffix(".again")
    has_rows = "file_row_number" in query
    old = _events(target) if has_rows else f"read_parquet({literal(str(target))})"
    connection.execute(f"COPY ({query.format(old)}) TO {literal(str(other))} {_PARQUET}")
    other.replace(target)


def _refuse_links(connection: "Connection", shape: Shape, target: Path) -> None:
    linked = connection.execute(f"SELECT id, links FROM {_events(target)} WHERE links IS NOT NULL LIMIT 1").fetchone()
    if linked:
        what = f"{linked[0]} may count the same people as others ({linked[1]}), which a sum of rows cannot know"
        raise DataError([Problem(shape.path, 0, 0, what, "ask the ledger that this was exported from")])


def _of_rejected(rejected: Sequence[Rejected], shape: Shape) -> Iterator[str]:
    if rejected:
        lines = physical_lines(shape, [record.number for record in rejected[:MOST_NAMED]])
        more = ", …" if len(rejected) > MOST_NAMED else ""
        yield (
            f"{shape.path}:{lines[0]}: {_counted(len(rejected), 'row')} left out whose cells do not fit the header: "
            f"line {', '.join(map(str, lines))}{more}"
        )


def _of_unread(connection: "Connection", shape: Shape, rejected: Sequence[Rejected], target: Path) -> Iterator[str]:
    """The cells that cannot be read, of the first rows that hold some, and how many rows there are."""
    events = _events(target)
    count = _one(connection, f"SELECT count(unread) FROM {events}")
    if not count:
        return
    query = f"SELECT file_row_number, unread FROM {events} WHERE unread IS NOT NULL ORDER BY 1 LIMIT {MOST_NAMED}"
    rows = connection.execute(query).fetchall()
    if shape.is_parquet:
        places = [f"row {row + 1}" for row, _ in rows]
    else:
        numbers = [_record_number(row, shape, rejected) for row, _ in rows]
        places = [f"line {line}" for line in physical_lines(shape, numbers)]
    told = "; ".join(f"{place}: {cells}" for place, (_, cells) in zip(places, rows, strict=True))
    yield (
        f"{shape.path}: {_counted(count, 'row')} with cells that cannot be read, which stay open: "
        f"{told}{'; …' if count > len(rows) else ''}"
    )


def _record_number(row: int, shape: Shape, rejected: Sequence[Rejected]) -> int:
    """The number in the file, from 1, of the record that became this row, from 0."""
    number = row + shape.skipped + 1
    for record in rejected:
        number += record.number <= number
    return number


def _events(target: Path) -> str:
    return f"read_parquet({literal(str(target))}, file_row_number = true)"


def _count(connection: "Connection", target: Path) -> int:
    return _one(connection, f"SELECT count(*) FROM read_parquet({literal(str(target))})")


def _one(connection: "Connection", query: str) -> int:
    row = connection.execute(query).fetchone()
    return int(row[0]) if row else 0


def _counted(count: int, noun: str) -> str:
    return f"{count} {noun}{'' if count == 1 else 's'}"
