"""A sheet that a person keeps: the cells of each row, and the same rows as a data set, each under its own number.

A data set keeps what it can read. A sheet keeps the cells too, so that nothing has to be lost.
"""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack
from functools import cached_property
from pathlib import Path

from msgspec.structs import replace

from conflict_cli.dataset.layout.layout import OPTIONAL
from conflict_cli.dataset.opening import open_table
from conflict_cli.dataset.sheet_table import SheetRow, SheetTable, as_numbered, read_table
from conflict_cli.dataset.store.dataset import Dataset
from conflict_cli.record.errors import DataError
from conflict_cli.scratch import scratch_folder


def open_sheet(path: Path, *, layout: Path | None = None, sheet: str | None = None, name: str | None = None) -> "Sheet":
    """Read the sheet in this file; `DataError` if it cannot be read, or if nothing tells what its columns hold."""
    with ExitStack() as close:
        folder = close.enter_context(scratch_folder())
        table = read_table(path, folder, layout, sheet, name or path.name)
        file = folder / "rows.csv"
        try:
            dataset = open_table(as_numbered(table, file), path)
        except DataError as error:
            raise DataError([replace(one, file=table.name, line=0, column=0) for one in error.problems]) from None
        return Sheet(table, file, dataset, close.pop_all())


class Sheet:
    """A sheet that was read; it holds files open until it is closed.

    `meanings`: what columns were taken for, where the layout was guessed. `is_published`: its layout comes with the
    program, so that it is the data set of somebody. `word`: what its rows are called, `line` or `row`.
    """

    def __init__(self, table: SheetTable, file: Path, dataset: Dataset, close: ExitStack) -> None:
        self.name = table.name
        self.word = table.word
        self.layout = table.read.layout
        self.meanings = table.meanings
        self.is_published = table.is_published
        self.columns = table.read.shape.columns
        self.rows = table.rows
        self.dataset = dataset
        self.remarks = (*table.remarks, *self._of_rows(file))
        self._close = close

    def rows_of(self, record: str) -> Sequence[SheetRow]:
        """Return the rows that made the record with this id."""
        return self._rows_by_id[record]

    @cached_property
    def used(self) -> frozenset[str]:
        """The columns that the layout uses, in lower case."""
        return frozenset(name.removesuffix(OPTIONAL).casefold() for name in self.layout.columns)

    @cached_property
    def missing(self) -> Mapping[str, Sequence[str]]:
        """What stands in a cell of which nothing is known, by the column in lower case."""
        named = reversed(self.layout.columns)
        return {one.removesuffix(OPTIONAL).casefold(): self.layout.missing_in(one) for one in named}

    @cached_property
    def unread(self) -> Mapping[str, str]:
        """What cannot be read of each record, by its id."""
        return self.dataset.unread()

    def close(self) -> None:
        """Close the sheet, and delete everything that was made for this run only."""
        self.dataset.close()
        self._close.close()

    @cached_property
    def _rows_by_id(self) -> Mapping[str, list[SheetRow]]:
        found: dict[str, list[SheetRow]] = {}
        column = next((one for one in self.columns if one.casefold() == (self.layout.id or "").casefold()), None)
        is_gathered = bool(column) and self.layout.counts_rows
        for place, row in enumerate(self.rows, start=1):
            id_ = row.cells[str(column)].strip() if is_gathered else str(row.number)
            blank = is_gathered and (not id_ or id_ in self.layout.missing_in(str(self.layout.id)))
            found.setdefault(f"row-{place}" if blank else id_, []).append(row)
        return found

    def _of_rows(self, file: Path) -> Iterator[str]:
        """Yield what was said of the rows, told of the user's file; cells are told with their rows, not here."""
        for remark in self.dataset.remarks:
            if "cells that cannot be read" not in remark and "its rows have no ids" not in remark:
                yield remark.replace(str(file), self.name)
