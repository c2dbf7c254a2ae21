"""Count the rows of a file apart from the engine: each is an event, or a remark names it. None vanishes."""

from collections.abc import Iterator
from typing import BinaryIO

from msgspec import Struct

from conflict_cli.dataset.intake.broken_csv import hiding_rows, no_end, records_below
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
    """Count the lines that hold a delimiter outside quotation marks: all else is left out first."""
    mark = str(shape.delimiter).encode()
    others = bytes(set(range(256)) - set(b'"\n\r' + mark))
    rows = odd = 0
    hiding: dict[int, None] = {}
    last, rest = b"\n", b""
    for chunk in _chunks(file):
        kept = chunk.translate(None, others).replace(b'""', b"")
        if b"\r" in kept:
            kept = kept.replace(b"\r\n", b"\n").replace(b"\r", b"\n")
        parts = (rest + kept if odd else kept).split(b'"')
        inside = parts[1 - odd :: 2]
        found = []
        if max(map(len, inside), default=0) >= len(shape.columns):
            found = [place for place, part in enumerate(inside) if _may_hide(part, mark, shape)]
        for place in found:
            above = last + b"".join(parts[odd : 1 - odd + 2 * place : 2])
            hiding[rows + above.count(mark + b"\n")] = None
        outside = last + b"".join(parts[odd::2])
        rows += outside.count(mark + b"\n")
        last = outside[-1:]
        is_open = odd ^ (len(parts) - 1) & 1
        # Of a cell that is known to be long, what follows alone is kept.
        rest = parts[-1] if is_open and len(inside) - 1 not in found else b""
        odd = is_open
    return Counted(rows + (last == mark), tuple(hiding))


def _may_hide(part: bytes, mark: bytes, shape: Shape) -> bool:
    """Say whether rows may be hidden in this cell, because it holds line breaks and as many marks as a row."""
    return b"\n" in part and part.count(mark) >= len(shape.columns) - 1


def _chunks(file: BinaryIO) -> Iterator[bytes]:
    """Yield the bytes of a file in pieces, none of which ends with a quotation mark: the next may belong to it."""
    while chunk := file.read(_CHUNK):
        while chunk.endswith(b'"') and (more := file.read(1)):
            chunk += more
        yield chunk
