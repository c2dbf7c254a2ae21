"""The table in a sheet: rows of one width, without the notes below it and what stands beside it, which are told."""

from collections.abc import Iterator, Sequence
from itertools import chain, islice

from conflict_cli.dataset.unpacking.sheet_rows import Row
from conflict_cli.record.phrases import how_many

_FIRST_ROWS = 100
_MOST_NAMED = 5


class TableInSheet:
    """A table as wide as the widest of its first rows.

    A row of one cell below a blank row, or below another such row, is a note and no event.
    """

    def __init__(self, rows: Iterator[Row]) -> None:
        self._first = list(islice(rows, _FIRST_ROWS))
        self._rows = rows
        self._width = max((max(row.cells) for row in self._first), default=-1) + 1
        self._beside: list[int] = []
        self._notes: list[int] = []

    @property
    def is_empty(self) -> bool:
        """Whether nothing is in the sheet."""
        return not self._first

    def rows(self) -> Iterator[tuple[int, list[str]]]:
        """Yield each row of the table, with its number from 1."""
        last, is_begun, was_note = 0, False, False
        for row in chain(self._first, self._rows):
            was_note = is_begun and len(row.cells) == 1 and (was_note or row.number > last + 1)
            last, is_begun = row.number, is_begun or len(row.cells) > 1
            if was_note:
                self._notes.append(row.number)
                continue
            self._beside.extend([row.number] * sum(place >= self._width for place in row.cells))
            yield row.number, [row.cells.get(place, "") for place in range(self._width)]

    @property
    def remarks(self) -> Iterator[str]:
        """What was left out, once the rows are read."""
        for found, what in (
            (self._notes, "below the table with one cell, taken for notes and left out"),
            (self._beside, "with cells to the right of the table, which are left out"),
        ):
            numbers = list(dict.fromkeys(found))
            if numbers:
                yield f"{how_many(len(numbers), 'row')} {what}: {named([f'row {number}' for number in numbers])}"


def named(names: Sequence[str]) -> str:
    """Name the first five of these."""
    return ", ".join([*names[:_MOST_NAMED], *(["…"] if len(names) > _MOST_NAMED else [])])
