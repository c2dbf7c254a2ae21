"""The table in a sheet: its rows as they are, what its columns hold, and the same rows as a plain file."""

import csv
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING

from msgspec import Struct
from msgspec.structs import replace

from conflict_cli.dataset.guessing import guessed
from conflict_cli.dataset.intake.beginning import cells_up_to
from conflict_cli.dataset.intake.broken_csv import LONGEST_ROW, last_cell_without_end
from conflict_cli.dataset.intake.recognition import PARQUET, Recognised, Shape, recognise_csv, text_form
from conflict_cli.dataset.intake.sql import literal
from conflict_cli.dataset.intake.text_form import copied_as_utf8
from conflict_cli.dataset.layout.layout import DateColumns, Layout, PlaceColumns
from conflict_cli.dataset.layout.reader import read_layout, shipped_files
from conflict_cli.dataset.unpacking.json_form import looks_like_json
from conflict_cli.dataset.unpacking.unpacked import (
    GZIP,
    OLD_EXCEL,
    ZIP,
    Making,
    Table,
    beginning_of,
    unpacked,
    with_iso_days,
)
from conflict_cli.record.errors import DataError, Problem

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection as Connection

_ROW = "number of the row"
_MARK = 8
_ANY = Layout(name="", date=DateColumns(), place=PlaceColumns(name=""))


class SheetRow(Struct, frozen=True):
    """A row: its number in the file, its cells by column, cells beyond the last column, and a mark of its content.

    Rows that are alike have different marks: how many of them came before is in it.
    """

    number: int
    cells: Mapping[str, str]
    beyond: tuple[str, ...]
    mark: str


class SheetTable(Struct, frozen=True):
    """A table: the name of its file, what its rows are called, its form and layout, its rows, and remarks.

    `meanings`: what columns were taken for, where the layout was guessed. `is_published`: the layout comes with the
    program. `has_days`: its cells may hold days, written in ISO form.
    """

    name: str
    word: str
    read: Recognised
    rows: Sequence[SheetRow]
    remarks: tuple[str, ...]
    meanings: Mapping[str, str]
    is_published: bool
    has_days: bool


def read_table(path: Path, folder: Path, layout: Path | None, sheet: str | None, name: str) -> SheetTable:
    """Read the table in this file; the folder is for what has to be made of it. Errors as in `sheet.open_sheet`."""
    if not path.is_file():
        what, hint = ("is no file", "name one sheet") if path.exists() else ("there is no such file", "check its name")
        raise DataError([Problem(str(path), 0, 0, what, hint)])
    layouts = [read_layout(file) for file in ([layout] if layout else shipped_files())]
    table = Table(path, name)
    if sheet is not None or _is_packed(path):
        import duckdb

        with duckdb.connect() as engine:
            table = unpacked(table, Making(folder, sheet, layouts, engine))
            if beginning_of(table.file).startswith(PARQUET):
                table = _as_csv(table, folder / "cells.csv", engine)
    try:
        return _of_text(table, folder, layouts, is_chosen=layout is not None)
    except DataError as error:
        raise table.told_of(error) from None


def as_numbered(table: SheetTable, file: Path) -> Recognised:
    """Write the rows to a plain file in which the number of a row is its id, and return how to read that."""
    read, layout = table.read, table.read.layout
    columns = read.shape.columns
    with file.open("w", encoding="utf-8", newline="") as target:
        writer = csv.writer(target, lineterminator="\n")
        writer.writerow([_ROW, *columns])
        writer.writerows([row.number, *(row.cells[column] for column in columns)] for row in table.rows)
    keeps_id = bool(layout.id) and layout.counts_rows
    places = {name: place + 1 for name, place in read.places.items()} | {_ROW: 0}
    return Recognised(
        Shape(str(file), (_ROW, *columns), ",", 1),
        replace(
            layout,
            id=layout.id if keeps_id else _ROW,
            encoding=None,
            lines_above=0,
            date=with_iso_days(layout.date) if table.has_days else layout.date,
        ),
        places,
    )


def _is_packed(path: Path) -> bool:
    """Say whether the file is anything but a plain text in columns."""
    beginning = beginning_of(path)
    return beginning.startswith((GZIP, ZIP, OLD_EXCEL, PARQUET)) or looks_like_json(path, beginning)


def _of_text(table: Table, folder: Path, layouts: Sequence[Layout], *, is_chosen: bool) -> SheetTable:
    """Read a table that is a text; without a layout that knows its columns, their headings tell what they hold."""
    meanings: Mapping[str, str] = {}
    try:
        read = recognise_csv(table.file, layouts, is_chosen=is_chosen)
    except DataError:
        if is_chosen:
            raise
        read = recognise_csv(table.file, [_ANY], is_chosen=True)
        rows = _rows(read, table, folder)
        cells = [[row.cells[column] for column in read.shape.columns] for row in rows]
        guess = guessed(Path(table.name).name.partition(".")[0], read.shape.columns, cells)
        if guess is None:
            raise
        read, meanings = recognise_csv(table.file, [guess.layout], is_chosen=True), guess.meanings
    else:
        rows = _rows(read, table, folder)
    if not rows:
        raise DataError([Problem(table.name, 0, 0, "holds no rows", "there is a header, and nothing below it")])
    remarks = [*table.remarks]
    if table.is_plain and (cell := last_cell_without_end(read.shape)) is not None:
        remarks.append(f'{table.name}: no line end follows the last row; if it was cut off, "{cell}" may not be whole')
    is_published = not (is_chosen or meanings)
    return SheetTable(table.name, table.word, read, rows, tuple(remarks), meanings, is_published, table.has_days)


def _rows(read: Recognised, table: Table, folder: Path) -> list[SheetRow]:
    """Return the rows that hold something; `DataError` for text that is no table, or for two columns of one name."""
    shape, form = read.shape, text_form(read)
    if len(set(shape.columns)) < len(shape.columns):
        twice = next(name for name, count in Counter(shape.columns).items() if count > 1)
        raise DataError([Problem(shape.path, 1, 1, f'has two columns "{twice}"', "give each a name of its own")])
    if not form.is_plain:
        shape = replace(shape, copy=str(folder / "utf-8.csv"))
        copied_as_utf8(Path(shape.path), form, shape.file)
    seen: Counter[tuple[str, ...]] = Counter()
    rows = []
    for line, cells in _records(shape):
        width, content = len(shape.columns), tuple(cells)
        seen[content] += 1
        mark = sha256("\x1f".join((*content, str(seen[content]))).encode("utf-8", "replace")).hexdigest()[:_MARK]
        padded = [*cells, *[""] * (width - len(cells))]
        named = dict(zip(shape.columns, padded, strict=False))
        rows.append(SheetRow(line - table.above, named, tuple(one for one in cells[width:] if one.strip()), mark))
    return rows


def _records(shape: Shape) -> Iterator[tuple[int, list[str]]]:
    """Yield the line on which each record below the header begins, and its cells; blank records are left out."""
    line = 1
    with cells_up_to(LONGEST_ROW), shape.file.open(encoding="utf-8-sig", newline="") as file:
        reader = csv.reader(file, delimiter=shape.delimiter or ",", strict=True)
        try:
            for number, cells in enumerate(reader, start=1):
                if number > shape.skipped and any(map(str.strip, cells)):
                    yield line, cells
                line = reader.line_num + 1
        except csv.Error as error:
            raise DataError([Problem(shape.path, line, 1, f"cannot be read as CSV: {error}")]) from None
        except UnicodeDecodeError:
            hint = "name its encoding in a layout for --layout (encoding: cp1252)"
            raise DataError([Problem(shape.path, line, 1, "is not UTF-8 from here on", hint)]) from None


def _as_csv(table: Table, target: Path, engine: "Connection") -> Table:
    """Write a Parquet file as CSV."""
    cells = f"SELECT COLUMNS(*)::VARCHAR FROM read_parquet({literal(str(table.file))}, hive_partitioning = false)"
    engine.execute(f"COPY ({cells}) TO {literal(str(target))} (FORMAT csv, HEADER)")
    return replace(table, file=target, word="row", above=1)
