"""Convert a file of events to its normal form in Parquet, once, and report the rows that cannot be read.

Nothing is left out silently: a remark names the first cells and rows that cannot be read, and counts all such rows.
"""

from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import TYPE_CHECKING

from msgspec.structs import replace

from conflict_cli.dataset.intake.broken_csv import (
    LONGEST_ROW,
    MOST_REJECTED,
    Rejected,
    check_rejected,
    cut_off,
    last_cell_without_end,
    many_lines_in_cells,
    named_rows,
    physical_lines,
    rows_taken,
    unreadable,
)
from conflict_cli.dataset.intake.day_order import in_order
from conflict_cli.dataset.intake.events_file import PARQUET_FORM, count_of, events_in, number, rewrite
from conflict_cli.dataset.intake.every_row import Counted, agreed, check_rows, count_rows
from conflict_cli.dataset.intake.normal_form import normalised
from conflict_cli.dataset.intake.recognition import Recognised, Shape, text_form
from conflict_cli.dataset.intake.refusal import refuse_uncountable
from conflict_cli.dataset.intake.repeated_ids import IS_KEPT, drop_repeated, find_repeated
from conflict_cli.dataset.intake.rows_to_events import gather, leave_out, remarks_on_layout, row_of_file
from conflict_cli.dataset.intake.running_totals import warn_of_running_totals
from conflict_cli.dataset.intake.sql import alone, literal, named
from conflict_cli.dataset.intake.text_form import copied_as_utf8
from conflict_cli.dataset.intake.thousands import in_thousands
from conflict_cli.dataset.intake.total_row import leave_out_total
from conflict_cli.dataset.intake.worded import words_to_look_up
from conflict_cli.record.errors import DataError, Problem
from conflict_cli.record.phrases import how_many

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection as Connection

MOST_NAMED = 5


def take_in(connection: "Connection", read: Recognised, target: Path) -> tuple[int, tuple[str, ...], int]:
    """Write the events of the file in normal form to the target; return their number, the remarks, and the file's rows.

    `DataError` if the file cannot be used: for example, it is not UTF-8, a row has no end, or there are no rows. So too
    if a row is neither taken in nor named.
    """
    form, copy = text_form(read), target.with_suffix(".csv")
    if read.shape.is_parquet or form.is_plain:
        return _taken_in(connection, read, target)
    try:
        copied_as_utf8(Path(read.shape.path), form, copy)
        return _taken_in(connection, replace(read, shape=replace(read.shape, copy=str(copy))), target)
    finally:
        copy.unlink(missing_ok=True)


def _taken_in(connection: "Connection", read: Recognised, target: Path) -> tuple[int, tuple[str, ...], int]:
    """Take in a file that can be read as it is, or that has a copy."""
    shape = read.shape
    with ThreadPoolExecutor(1) as beside:
        counting = None if shape.is_parquet else beside.submit(count_rows, shape)
        rejected = _write(connection, read, target)
        judged, remarks = in_order(connection, read, target)
        judged, of_numbers = in_thousands(connection, judged, target)
        if judged is not read:
            read, rejected = judged, _write(connection, judged, target)
    remarks += of_numbers
    remarks += _add_cut_off(connection, read, rejected, target)
    taken = count_of(connection, target) + len(rejected)
    counted = agreed(shape, counting.result(), taken) if counting else _counted(connection, shape, taken)
    hidden = [*_of_hidden(connection, read, counted, rejected, target)]
    remarks += remarks_on_layout(read)
    remarks += leave_out(connection, read, target)
    remarks += leave_out_total(connection, read, rejected, target)
    find_repeated(connection, read, target)
    unread = [*_of_unread(connection, read, rejected, target)]
    remarks += drop_repeated(connection, read, rejected, target)
    remarks += warn_of_running_totals(connection, read, target)
    remarks += gather(connection, read, target)
    count = count_of(connection, target)
    if not count:
        raise DataError([Problem(shape.path, 0, 0, "holds no events", "there is a header, and no row below it")])
    refuse_uncountable(connection, read, events_in(target))
    if rejected:
        lines = [str(line) for line in physical_lines(shape, [record.number for record in rejected[:MOST_NAMED]])]
        more = ", …" if len(rejected) > MOST_NAMED else ""
        what = f"{how_many(len(rejected), 'row')} left out whose cells do not fit the header"
        remarks.append(f"{shape.path}:{lines[0]}: {what}: line {', '.join(lines)}{more}")
    return count, (*remarks, *unread, *hidden), counted.rows


def _counted(connection: "Connection", shape: Shape, taken: int) -> Counted:
    """Return the count of rows that a Parquet file gives itself; `DataError` if it has more than taken in, or fewer."""
    rows = number(connection, f"SELECT sum(num_rows) FROM parquet_file_metadata({literal(alone(Path(shape.path)))})")
    check_rows(shape, rows, taken)
    return Counted(rows)


def _write(connection: "Connection", read: Recognised, target: Path) -> list[Rejected]:
    """Write the normal form, and return the records that do not fit the header, in the order of the file.

    `DataError` if the file cannot be read as CSV.
    """
    import duckdb

    shape = read.shape
    source = _source(shape, read.layout.separator[0])
    try:
        with words_to_look_up(connection, read, source):
            connection.execute(f"COPY ({normalised(read, source)}) TO {literal(named(target))} {PARQUET_FORM}")
    except duckdb.InvalidInputException:
        if shape.is_parquet:
            raise
        raise unreadable(shape) from None
    if shape.is_parquet:
        return []
    rows = connection.execute(
        "SELECT line, any_value(error_type), any_value(csv_line) FROM reject_errors GROUP BY line ORDER BY line"
    )
    rejected = [Rejected(line, str(kind), text or "") for line, kind, text in rows.fetchall()]
    in_one_scan = "SELECT count(*) AS told FROM reject_errors GROUP BY scan_id"
    told = number(connection, f"SELECT coalesce(max(told), 0) FROM ({in_one_scan})")
    check_rejected(rejected, shape, count_of(connection, target), are_all=told < _most_errors(shape))
    return rejected


def _source(shape: Shape, separator: str) -> str:
    """Return the relation of all cells as texts, without the records that do not fit the header.

    Their errors are listed in the table `reject_errors`.
    """
    file = literal(alone(shape.file))
    if shape.is_parquet:
        texts = [_text(name, separator if name in shape.lists else None) for name in shape.columns]
        cells = ", ".join(f"{text} AS c{place}" for place, text in enumerate(texts))
        return f"(SELECT {cells} FROM read_parquet({file}, hive_partitioning = false))"
    columns = ", ".join(f"c{place}: 'VARCHAR'" for place in range(len(shape.columns)))
    return (
        f"read_csv({file}, compression = 'none', hive_partitioning = false, auto_detect = false, header = false, "
        f"skip = {shape.skipped}, delim = {literal(str(shape.delimiter))}, quote = '\"', escape = '\"', "
        f"columns = {{{columns}}}, max_line_size = {LONGEST_ROW}, " + _errors_told(shape)
    )


def _text(name: str, separator: str | None) -> str:
    """Return the text of a column of Parquet; with a separator, that of a list, of which an empty one says nothing."""
    column = '"' + name.replace('"', '""') + '"'
    if separator is None:
        return f"{column}::VARCHAR"
    return f"nullif(array_to_string({column}::VARCHAR[], {literal(separator)}), '')"


def _errors_told(shape: Shape) -> str:
    """Return the options that list errors.

    Several threads would begin inside long cells too, and keep an error for each cell missing in each of their lines.
    """
    threads = "parallel = false, " if many_lines_in_cells(shape) else ""
    return f"{threads}store_rejects = true, rejects_limit = {_most_errors(shape)})"


def _most_errors(shape: Shape) -> int:
    """Return the number of errors to keep: more than the most records that may be left out can cause.

    A record causes one error for each missing cell.
    """
    return (MOST_REJECTED + 1) * (len(shape.columns) + 1)


def _add_cut_off(connection: "Connection", read: Recognised, rejected: list[Rejected], target: Path) -> Iterator[str]:
    """Add the last row if the file ends in the middle of it, without the cell that is cut off; yield the remarks.

    The last cell may be cut off too if no line end follows it: 1 may be left of 12.
    """
    shape = read.shape
    last = cut_off(rejected, shape)
    if last:
        rejected.remove(last.record)
        cells = ", ".join(f"{literal(cell)} AS c{place}" for place, cell in enumerate(last.cells))
        events = f"SELECT * EXCLUDE file_row_number FROM {events_in(target)}"
        rewrite(connection, target, f"{events} UNION ALL ({normalised(read, f'(SELECT {cells})')})")
        line = physical_lines(shape, [last.record.number])[0]
        yield f"{shape.path}:{line}: the last row is cut off; its missing part is not counted"
    elif not shape.is_parquet and len(shape.columns) - 1 in read.places.values():
        cell = last_cell_without_end(shape)
        if cell is not None:
            what = f'its {shape.columns[-1]} "{cell}" may not be whole'
            yield f"{shape.path}: no line end follows the last row; if the file was cut off there, {what}"


def _of_unread(connection: "Connection", read: Recognised, rejected: Sequence[Rejected], target: Path) -> Iterator[str]:
    """Name the cells that cannot be read in the first rows with such cells, and count all those rows."""
    shape, events = read.shape, events_in(target)
    of_unread = f"FROM {events} WHERE unread IS NOT NULL AND {IS_KEPT}"
    count = number(connection, f"SELECT count(*) {of_unread}")
    if not count:
        return
    query = f"SELECT {row_of_file(read.layout)}, unread {of_unread} ORDER BY 1 LIMIT {MOST_NAMED}"
    rows = connection.execute(query).fetchall()
    places = named_rows(shape, [row for row, _ in rows], rejected)
    told = "; ".join(f"{places[row]}: {cells}" for row, cells in rows)
    yield (
        f"{shape.path}: {how_many(count, 'row')} with cells that cannot be read, which stay open: "
        f"{told}{'; …' if count > len(rows) else ''}"
    )


def _of_hidden(
    connection: "Connection", read: Recognised, counted: Counted, rejected: Sequence[Rejected], target: Path
) -> Iterator[str]:
    """Name the rows with a cell that may hide other rows between two quotation marks that are no pair."""
    shape = read.shape
    rows = rows_taken(shape, counted.hiding, rejected)
    if not rows:
        return
    first = connection.execute(
        f"SELECT id FROM {events_in(target)} WHERE file_row_number IN ({', '.join(map(str, rows[:MOST_NAMED]))}) "
        "ORDER BY file_row_number"
    ).fetchall()
    told = ", ".join(name or "one without an id" for (name,) in first)
    yield (
        f"{shape.path}: {how_many(len(rows), 'row')} with a cell as long as a row, with line breaks in it: if a "
        f"quotation mark is missing beside it, rows are hidden there that are not counted: "
        f"{told}{', …' if len(rows) > MOST_NAMED else ''}"
    )
