"""Workbooks: the sheet of an xlsx file that is a table, as CSV in which a row keeps the number that it has there."""

import re
import zlib
from collections.abc import Iterator, Sequence
from contextlib import closing, suppress
from pathlib import Path
from typing import IO
from warnings import catch_warnings, simplefilter
from xml.parsers.expat import ExpatError, ParserCreate
from zipfile import BadZipFile, ZipFile

from msgspec import Struct
from openpyxl import load_workbook

from conflict_cli.dataset.intake.beginning import unusable
from conflict_cli.dataset.layout.layout import OPTIONAL, Layout
from conflict_cli.dataset.unpacking.archives import check_growth, listed
from conflict_cli.dataset.unpacking.as_csv import write_csv
from conflict_cli.dataset.unpacking.sheet_rows import Row, Sheet
from conflict_cli.dataset.unpacking.table_in_sheet import TableInSheet, named
from conflict_cli.record.errors import DataError, quoted
from conflict_cli.record.phrases import how_many

_PIECE = 1 << 18
_ROW = re.compile(rb"""<(?:\w+:)?(?:(sheetData)|row(?:\s(?:[^>]*?\s)?r=["'](\d+)["'])?)(?=[\s/>])""")
_DAMAGES = (
    *(ArithmeticError, AssertionError, AttributeError, EOFError, LookupError, RuntimeError, SyntaxError, TypeError),
    *(ValueError, BadZipFile, zlib.error),
)
"""What openpyxl raises for a workbook that it cannot read."""


class Taken(Struct, frozen=True):
    """The sheet that was taken from a workbook, whether others hold cells too, and what is said of it."""

    sheet: str
    has_others: bool
    remarks: tuple[str, ...]


def workbook_to_csv(path: Path, target: Path, wanted: str | None, layouts: Sequence[Layout]) -> Taken:
    """Write a sheet as CSV: the one that is wanted, that alone holds cells, or that alone has the columns of a layout.

    `DataError` if none or several may be meant, or if the workbook is damaged, or holds far too much.
    """
    try:
        with path.open("rb") as file, catch_warnings():  # whatever fails, the file is closed
            simplefilter("ignore")
            _check_parts(path, file)
            book = load_workbook(file, read_only=True, data_only=True, keep_links=False)
            sheet, others = _chosen(path, [Sheet(one) for one in book.worksheets], wanted, layouts)
            return _write(path, sheet, others, target)
    except _DAMAGES:
        raise _damaged(path) from None
    except OSError as error:
        raise error if error.errno else _damaged(path) from None


def _damaged(path: Path) -> DataError:
    return unusable(path, "cannot be read as a workbook", "it seems to be damaged: save it again")


def _check_parts(path: Path, file: IO[bytes]) -> None:
    """Raise `DataError` if the parts of a workbook are far too much, or are what openpyxl would take without a word."""
    with ZipFile(file) as archive:
        check_growth(path, sum(one.file_size for one in archive.infolist()))
        for part in archive.infolist():
            with archive.open(part) as for_type, archive.open(part) as for_rows:
                if _declares_a_type(for_type) or _goes_back(for_rows):
                    raise _damaged(path)


def _declares_a_type(stream: IO[bytes]) -> bool:
    """Say whether XML has a `<!DOCTYPE`, which may hold entities, before its first element."""
    found: list[bool] = []
    parser = ParserCreate()
    parser.StartDoctypeDeclHandler = lambda *_: found.append(True)
    parser.StartElementHandler = lambda *_: found.append(False)
    with suppress(ExpatError):  # pictures are no XML
        while not found and (piece := stream.read(1 << 12)):
            parser.Parse(piece)
    return found[:1] == [True]


def _goes_back(stream: IO[bytes]) -> bool:
    """Say whether a row of a sheet has the number of a row above it, or a lower one: openpyxl leaves it out."""
    last, text = 0, b""
    while piece := stream.read(_PIECE):
        text += piece
        end = text.rfind(b"<")
        for is_start, digits in _ROW.findall(text, 0, max(end, 0)):
            number = 0 if is_start else int(digits or last + 1)
            if number <= last and not is_start:
                return True
            last = number
        text = text[max(end, len(text) - _PIECE) :]
    return False


def _chosen(
    path: Path, sheets: Sequence[Sheet], wanted: str | None, layouts: Sequence[Layout]
) -> tuple[Sheet, Sequence[str]]:
    """Return the sheet to take, and the names of the others that hold cells."""
    if wanted is not None:
        for sheet in sheets:
            if sheet.name.casefold() == wanted.casefold():
                return sheet, []
        raise unusable(path, f"has no sheet {quoted(wanted)}", f"it has {listed([one.name for one in sheets])}")
    first = [(sheet, row) for sheet in sheets if (row := _first_row(sheet))]
    names = [sheet.name for sheet, _ in first]
    choices = first if len(first) == 1 else [(sheet, row) for sheet, row in first if _fits(row, layouts)]
    if len(choices) == 1:
        ((sheet, _),) = choices
        return sheet, [name for name in names if name != sheet.name]
    if not first:
        raise unusable(path, "is empty", "name a workbook with a table in it, saved as xlsx, not as Strict Open XML")
    raise unusable(path, f"has {len(names)} sheets with cells: {listed(names)}", "choose one with --sheet NAME")


def _first_row(sheet: Sheet) -> Row | None:
    """Return the first row of a sheet that holds something; None if nothing is in it."""
    with closing(sheet.rows()) as rows:
        return next(rows, None)


def _fits(row: Row, layouts: Sequence[Layout]) -> bool:
    """Say whether a row holds the heading of every column that one of the layouts needs."""
    names = {" ".join(cell.split()).casefold() for cell in row.cells.values()}
    needed = ({one.casefold() for one in layout.columns if not one.endswith(OPTIONAL)} for layout in layouts)
    return any(wanted <= names for wanted in needed)


def _write(path: Path, sheet: Sheet, others: Sequence[str], target: Path) -> Taken:
    """Write the table in a sheet."""
    sheet.errors.clear()
    with closing(sheet.rows()) as rows:
        table = TableInSheet(rows)
        if table.is_empty:
            raise unusable(path, f"has nothing in its sheet {quoted(sheet.name)}", "name another sheet")
        write_csv(target, _bounded(path, table.rows()))
    return Taken(sheet.name, bool(others), (*_remarks(sheet, others), *table.remarks))


def _bounded(path: Path, rows: Iterator[tuple[int, list[str]]]) -> Iterator[tuple[int, list[str]]]:
    """Yield the rows; `DataError` if they become far too much for the file that holds them."""
    size = 0
    for number, cells in rows:
        size += len(cells) + sum(map(len, cells))
        check_growth(path, size)
        yield number, cells


def _remarks(sheet: Sheet, others: Sequence[str]) -> Iterator[str]:
    if others:
        name = quoted(sheet.name)
        yield f"only the sheet {name} is read, which alone has the columns of a layout; not {listed(others)}"
    if sheet.errors:
        yield f"{how_many(len(sheet.errors), 'cell')} with an error, taken for blank: {named(sheet.errors)}"
