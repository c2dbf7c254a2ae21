"""Count the rows of a file apart from the engine: each is an event, or a remark names it. None vanishes."""

from bisect import bisect_left as bisect
from collections.abc import Iterator, Sequence
from itertools import accumulate, chain, repeat
from operator import and_, xor
from typing import BinaryIO

from msgspec import Struct

from conflict_cli.dataset.intake.broken_csv import LONGEST_ROW, hiding_rows, no_end, records_below
from conflict_cli.dataset.intake.recognition import Shape
from conflict_cli.record.errors import DataError, Problem
from conflict_cli.record.phrases import how_many

_CHUNK = 1 << 18


class Counted(Struct, frozen=True):
    """The rows of a file below its header, and those, from 0, with a cell as long as a row with line breaks in it."""

    rows: int
    hiding: tuple[int, ...] = ()


def count_rows(shape: Shape) -> Counted:
    """Count the rows of a CSV file; quotation marks are taken for pairs, whatever is in a cell."""
    with shape.file.open("rb") as file:
        quick = _counted(file, shape)
    above, _ = records_below(shape, is_short=True)
    return Counted(quick.rows - above, tuple(row - above for row in quick.hiding if row >= above))


def agreed(shape: Shape, quick: Counted, taken: int) -> Counted:
    """Return the count if as many rows were taken in or named; `DataError` if not.

    Only where the quick count gives another number, the cells are read one after the other, which takes several times
    as long.
    """
    if quick.rows == taken:
        return quick
    _, rows = records_below(shape)
    check_rows(shape, rows, taken)
    return Counted(rows, tuple(hiding_rows(shape)))


def check_rows(shape: Shape, rows: int, taken: int) -> None:
    """Raise `DataError` if a file has not as many rows as were taken in or named."""
    if rows == taken:
        return
    if not shape.is_parquet and (endless := no_end(shape)):
        raise endless
    what = f"has {how_many(rows, 'row')}, of which {taken} could be read, and it is not known which are missing"
    raise DataError([Problem(shape.path, 0, 0, what, "save it again, from the program that made it")])


def _counted(file: BinaryIO, shape: Shape) -> Counted:
    """Count the lines that hold a mark and end outside cells: but for marks and line ends, all is left out first."""
    mark, many = str(shape.delimiter).encode(), 2 * (len(shape.columns) - 1)
    others = bytes(set(range(256)) - set(b'"\n\r' + mark))
    rows, rest = 0, b""
    hiding: list[int] = []
    for chunk in chain(iter(lambda: file.read(_CHUNK), b""), [b"\n"]):
        kept = chunk.translate(None, others)
        if b"\r" in kept:  # a line end that two chunks share makes a blank line, which does not count
            kept = kept.replace(b"\r\n", b"\n").replace(b"\r", b"\n")
        lines = (rest + kept).split(b"\n")
        is_in_cell = bytes(map(and_, accumulate(map(bytes.count, lines, repeat(b'"')), xor), repeat(1)))
        end = is_in_cell.rfind(0, 0, len(lines) - 1) + 1
        blank = [*_blank(lines, is_in_cell, end)] if b"" in lines else []
        for first, last in _over_lines(is_in_cell, end):
            row = b"\n".join(lines[first:last])
            if row.count(mark) >= many and _may_hide(row, mark, shape):
                hiding.append(rows + is_in_cell.count(0, 0, first) - bisect(blank, first))
        rows += is_in_cell.count(0, 0, end) - len(blank)
        rest = b"\n".join(lines[end:])
        if len(rest) > LONGEST_ROW:  # no row is so long: the engine refuses it, and no count agrees
            rest = b""
    return Counted(rows, tuple(hiding))


def _blank(lines: Sequence[bytes], is_in_cell: bytes, end: int) -> Iterator[int]:
    """Yield the number of each line without a mark that is no part of a cell."""
    for number, line in enumerate(lines[:end]):
        if not line and not is_in_cell[number] and not (number and is_in_cell[number - 1]):
            yield number


def _over_lines(is_in_cell: bytes, end: int) -> Iterator[tuple[int, int]]:
    """Yield the first line of each row that has several, and the line behind its last one."""
    last = 0
    while (first := is_in_cell.find(1, last, end)) >= 0:
        last = is_in_cell.find(0, first) + 1
        yield first, last


def _may_hide(row: bytes, mark: bytes, shape: Shape) -> bool:
    """Say whether rows may be hidden in a cell of this row: it holds line breaks, and as many marks as a row."""
    cells = row.replace(b'""', b"").split(b'"')[1::2]
    return any(b"\n" in cell and cell.count(mark) >= len(shape.columns) - 1 for cell in cells)
