"""Broken CSV: find the records that do not fit the header, name their lines, and refuse files that are unusable."""

import csv
from collections.abc import Iterator, Mapping, Sequence
from itertools import islice
from pathlib import Path

from msgspec import Struct

from conflict_cli.dataset.intake.beginning import cells_up_to, not_utf8
from conflict_cli.dataset.intake.recognition import Shape
from conflict_cli.record.errors import DataError, Problem

_HINT = "put quotation marks around cells that hold commas, quotation marks or line ends"
_LONG, _SHORTEN = "a row is longer than 1 MB", "shorten it, or close the quotation mark if one is open there"
_ENDLESS, _CLOSE = "a row has no end", "close the quotation mark that is open there"
_LONGEST_NUMBER = 40
LONGEST_ROW = 1_000_000
MOST_REJECTED = 100
"""At most this many records may be left out of a file, and at most a twentieth of all: else it has another form."""
MANY_LINES = 4
_PIECE, _APART, _LOOKED_AT_WHOLE = 1 << 18, 1 << 22, 1 << 24

_ENCODING, _TOO_LONG, _UNCLOSED, _SHORT = (
    "INVALID ENCODING",
    "LINE SIZE OVER MAXIMUM",
    "UNQUOTED VALUE",
    "MISSING COLUMNS",
)


class Rejected(Struct, frozen=True):
    """A record that does not fit: its number, the kind of error, and its text.

    Records are numbered from 1, and blank lines count as records.
    """

    number: int
    kind: str
    text: str


class CutOff(Struct, frozen=True):
    """The last record of a file that ends in the middle of that record. `cells` holds its whole cells, then blanks."""

    record: Rejected
    cells: tuple[str, ...]


def check_rejected(rejected: Sequence[Rejected], shape: Shape, read: int, *, are_all: bool) -> None:
    """Raise `DataError` if the rejected records show that the file is not UTF-8, or not of this form at all.

    `are_all`: these are all the records that were rejected.
    """
    for record in rejected:
        if record.kind == _ENCODING:
            raise not_utf8(Path(shape.path), _line(record, shape))
        lines = record.text.splitlines()[1:] if record.kind == _UNCLOSED else []
        has_swallowed_rows = any(line.count(str(shape.delimiter)) >= len(shape.columns) - 1 for line in lines)
        if record.kind == _TOO_LONG or has_swallowed_rows:
            raise _error(shape, record, *((_ENDLESS, _CLOSE) if record.kind == _UNCLOSED else (_LONG, _SHORTEN)))
    if not are_all or len(rejected) > MOST_REJECTED or len(rejected) > max(1, (read + len(rejected)) // 20):
        more = "" if are_all else "at least "
        cells = len(next(_records_from(shape, rejected[0].number), []))
        what = f"{more}{len(rejected)} rows do not fit the header: this one has {cells} cells, not {len(shape.columns)}"
        raise _error(shape, rejected[0], what, _HINT)


def cut_off(rejected: Sequence[Rejected], shape: Shape) -> CutOff | None:
    """Return the last record of the file if it was cut off, else None. The cell with the cut is left blank."""
    if shape.is_parquet or not rejected or rejected[-1].kind not in (_SHORT, _UNCLOSED):
        return None
    last = rejected[-1]
    following = _records_from(shape, last.number)
    cells = next(following, [])
    if next(following, None) is not None or len(cells) > len(shape.columns):
        return None
    whole = [*cells[:-1], *[""] * (len(shape.columns) - len(cells) + 1)]
    return CutOff(last, tuple(whole))


def last_cell_without_end(shape: Shape) -> str | None:
    """Return the last cell of the file if no quotation mark and no line end closes it, else None: it may be cut off."""
    with shape.file.open("rb") as file:
        file.seek(max(0, shape.file.stat().st_size - _LONGEST_NUMBER))
        text = file.read().decode(errors="replace")
    cell = text.rpartition(str(shape.delimiter))[2]
    return cell if cell and cell[-1] not in '\r\n"' else None


def unreadable(shape: Shape) -> DataError:
    """Return the error for a file that the engine cannot read; it names the first record of the wrong width, if any."""
    for number, (_, cells) in enumerate(_records(shape), start=1):
        if cells and len(cells) != len(shape.columns):
            fits = f"has {len(cells)} cells, not {len(shape.columns)}"
            return _error(shape, Rejected(number, "", ""), f"a row does not fit the header: it {fits}", _HINT)
    what = "cannot be read as CSV: its lines end in different ways, or quotation marks are not paired"
    return DataError([Problem(shape.path, 0, 0, what, "save it with one kind of line end")])


def lines_of_rows(shape: Shape, rows: Sequence[int], rejected: Sequence[Rejected]) -> list[int]:
    """Return the lines of the file on which these rows begin, in the order of the file.

    Lines are counted from 1, rows from 0.
    """
    left_out = {record.number for record in rejected}
    taken = (
        line
        for number, (line, cells) in enumerate(_records(shape), start=1)
        if cells and number > shape.skipped and number not in left_out
    )
    wanted = set(rows)
    return [line for row, line in zip(range(max(rows) + 1), taken, strict=False) if row in wanted]


def named_rows(shape: Shape, rows: Sequence[int], rejected: Sequence[Rejected]) -> Mapping[int, str]:
    """Return the line of each of these rows of the file in words; of a file without lines, its number from 1."""
    ordered = sorted(set(rows))
    if shape.is_parquet:
        return {row: f"row {row + 1}" for row in ordered}
    return {row: f"line {line}" for row, line in zip(ordered, lines_of_rows(shape, ordered, rejected), strict=True)}


def records_below(shape: Shape, *, is_short: bool = False) -> tuple[int, int]:
    """Count the records above the data, and the rows below; blank ones do not count. `is_short`: only those above."""
    records = _records(shape)
    above = sum(bool(cells) for _, cells in islice(records, shape.skipped))
    return above, 0 if is_short else sum(bool(cells) for _, cells in records)


def no_end(shape: Shape) -> DataError | None:
    """Return the error for the first row that is longer than the engine reads, if there is one."""
    for number, (_, cells) in enumerate(_records(shape), start=1):
        if sum(map(len, cells)) > LONGEST_ROW:
            return _error(shape, Rejected(number, "", ""), _LONG, _SHORTEN)
    return None


def hiding_rows(shape: Shape) -> Iterator[int]:
    """Yield the number, from 0, of each row with a cell that holds line breaks and as many delimiters as a row."""
    rows = (cells for number, (_, cells) in enumerate(_records(shape), start=1) if cells and number > shape.skipped)
    mark, most = str(shape.delimiter), len(shape.columns) - 1
    for row, cells in enumerate(rows):
        if any(("\n" in cell or "\r" in cell) and cell.count(mark) >= most for cell in cells):
            yield row


def rows_taken(shape: Shape, rows: Sequence[int], rejected: Sequence[Rejected]) -> list[int]:
    """Return these rows of the file, from 0, as numbers among the rows that fit the header; others are left out."""
    if not rejected:
        return [*rows]
    misfits = {record.number for record in rejected}
    numbers = (number for number, (_, cells) in enumerate(_records(shape), start=1) if cells and number > shape.skipped)
    fits = [number not in misfits for number in numbers]
    return [sum(fits[:row]) for row in rows if row < len(fits) and fits[row]]


def many_lines_in_cells(shape: Shape) -> bool:
    """Say whether records have `MANY_LINES` or more lines on average in any of some pieces, so that cells hold them."""
    mark, most = str(shape.delimiter).encode(), len(shape.columns) - 1
    size = shape.file.stat().st_size
    with shape.file.open("rb") as file:
        for start in range(0, size, _PIECE if size <= _LOOKED_AT_WHOLE else _APART):
            file.seek(start)
            piece = file.read(_PIECE)
            if piece.count(b"\n") * most > MANY_LINES * max(most, piece.count(mark)):
                return True
    return False


def physical_lines(shape: Shape, numbers: Sequence[int]) -> list[int]:
    """Return the line of the file on which each of these records begins, counted from 1."""
    wanted = set(numbers)
    found: dict[int, int] = {}
    for number, (line, _) in enumerate(_records(shape), start=1):
        if number in wanted:
            found[number] = line
        if len(found) == len(wanted):
            break
    return [found.get(number, number) for number in numbers]


def _line(record: Rejected, shape: Shape) -> int:
    """Return the line of the file on which a record begins."""
    return physical_lines(shape, [record.number])[0]


def _error(shape: Shape, record: Rejected, what: str, hint: str) -> DataError:
    return DataError([Problem(shape.path, _line(record, shape), 1, what, hint)])


def _records_from(shape: Shape, number: int) -> Iterator[list[str]]:
    """Yield the records that are not blank, from the record of this number on."""
    return (cells for place, (_, cells) in enumerate(_records(shape), start=1) if place >= number and cells)


def _records(shape: Shape) -> Iterator[tuple[int, list[str]]]:
    """Yield every record, blank ones too, with the line on which it begins."""
    with cells_up_to(1 << 30), shape.file.open(encoding="utf-8-sig", errors="replace", newline="") as file:
        reader = csv.reader(file, delimiter=str(shape.delimiter))
        line = 1
        for cells in reader:
            yield line, cells
            line = reader.line_num + 1
