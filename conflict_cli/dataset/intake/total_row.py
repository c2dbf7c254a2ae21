"""A last row that is the total of those above: its people would be counted twice."""

import re
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from conflict_cli.dataset.intake.broken_csv import Rejected, named_rows
from conflict_cli.dataset.intake.events_file import count_of, events_in, rewrite
from conflict_cli.dataset.intake.normal_form import BETWEEN
from conflict_cli.dataset.intake.recognition import Recognised

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection as Connection

_FEWEST_ABOVE = 2
_WORDS = {
    *("total", "totals", "grand total", "sum", "sum total", "overall", "overall total", "total général", "totale"),
    *("total general", "gesamt", "gesamtsumme", "summe", "insgesamt", "toplam", "genel toplam", "итого", "всего"),
    *("разом", "усього", "المجموع", "مجموع", "المجموع الكلي", "الإجمالي", "الاجمالي", "إجمالي", "جمع", "جمع کل"),
}


def leave_out_total(
    connection: "Connection", read: Recognised, rejected: Sequence[Rejected], target: Path
) -> Iterator[str]:
    """Leave out a last row that is surely a total, and yield a remark on it, or on one that may be a total.

    Surely: it has no date and no place, and is the sum of those above, or is called a total. Where it has one of them,
    it is counted, and the remark says so.
    """
    last = _last_row(connection, target) if not read.layout.counts_rows else None
    if not last or (last["first"] is not None and _place(last) and (last["id"] or read.layout.id not in read.places)):
        return
    calling = next((one for one in _labels(last) if _is_total(one)), None)
    sums = _sums_above(connection, read, target, last)
    is_sum = any(sums.values()) and all(last[f"{measure}_best"] == number for measure, number in sums.items())
    if not is_sum and calling is None:
        return
    row = int(last["in_file"])
    where = f"{read.shape.path}: the last row ({named_rows(read.shape, [row], rejected)[row]})"
    figures = " and ".join(f"{last[f'{measure}_best']} {measure}" for measure in sums)
    if last["first"] is None and not _place(last):
        rewrite(
            connection,
            target,
            f"SELECT * EXCLUDE file_row_number FROM {events_in(target)} WHERE file_row_number < {last['number']} "
            "ORDER BY file_row_number",
        )
        called = f", is called {calling}" if calling else ""
        if is_sum:
            sum_of = f"and its {figures} are the sum of the rows above"
        else:
            above = " and ".join(f"{number} {measure}" for measure, number in sums.items())
            sum_of = f"and is not the sum of the rows above: {figures} against {above}" if sums else "and has no figure"
        yield f"{where} has no date and no place{called}, {sum_of}; it is taken for their total and not counted"
    elif is_sum:
        what = f"is counted, but its {figures} are the sum of the rows above"
        yield f"{where} {what}: if it is their total, all count twice"


def _last_row(connection: "Connection", target: Path) -> Mapping[str, Any] | None:
    """Return the last row of the target, with its number there and in the file."""
    number = count_of(connection, target) - 1
    if number < _FEWEST_ABOVE:
        return None
    found = connection.execute(f"SELECT * FROM {events_in(target)} WHERE file_row_number = {number}")
    names = [str(column[0]) for column in found.description or ()]
    row = dict(zip(names, found.fetchall()[0], strict=True))
    return {**row, "number": number, "in_file": row.get("row_of_file", number)}


def _place(row: Mapping[str, Any]) -> str:
    """Return the place of a row; blank if it has none, or if a word for a total stands there."""
    cells = [cell for cell in str(row["site"] or "").split(BETWEEN)[:3] if not _is_total(cell)]
    return "".join(cells).strip()


def _labels(row: Mapping[str, Any]) -> Iterator[str]:
    """Yield the texts that may say that a row is a total: its names, and cells that cannot be read."""
    for name in ("id", "title", "type"):
        yield str(row.get(name) or "")
    yield from str(row["site"] or "").split(BETWEEN)
    yield from re.findall('"([^"]*)"', str(row["unread"] or ""))


def _is_total(text: str) -> bool:
    return " ".join(text.split()).strip(" :.=-").casefold() in _WORDS


def _sums_above(connection: "Connection", read: Recognised, target: Path, last: Mapping[str, Any]) -> Mapping[str, int]:
    """Return the sum of the rows above in each measure in which the last row has a figure."""
    measures = [measure for measure in read.layout.numbers if last.get(f"{measure}_best") is not None]
    if not measures:
        return {}
    sums = ", ".join(f"coalesce(sum({measure}_best), 0)" for measure in measures)
    above = f"FROM {events_in(target)} WHERE file_row_number < {last['number']}"
    found = connection.execute(f"SELECT {sums} {above}").fetchall()[0]
    return {measure: int(number) for measure, number in zip(measures, found, strict=True)}
