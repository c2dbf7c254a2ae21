"""The rows of a sheet of a workbook, read by openpyxl: only the cells that hold something, each as a text.

A day is a number there, told by the format of its cell. A format without a day, such as `mmm yyyy`, gives a month and
no day: the 1st is what a spreadsheet adds.
"""

import re
from collections.abc import Generator, Mapping
from datetime import date, datetime, time
from functools import cache
from math import isfinite
from typing import NamedTuple

from openpyxl.cell import Cell
from openpyxl.utils.escape import unescape
from openpyxl.worksheet.worksheet import Worksheet

MOST_ROWS = 1_048_576
"""The most rows that a sheet can have."""

_NO_PARTS = re.compile(r'"[^"]*"|\\.|[_*].|\[[^\]]*\]')
_EXACT = 1e15


class Row(NamedTuple):
    """The cells of a row that hold something, by column from 0; `number` is the row's own, from 1."""

    number: int
    cells: Mapping[int, str]


class Sheet:
    """A sheet, and the cells with an error that its rows held so far, in `errors`."""

    def __init__(self, sheet: Worksheet) -> None:
        sheet.reset_dimensions()  # else cells outside the size that a file gives itself would be lost
        self.name: str = sheet.title
        self.errors: list[str] = []
        self._sheet = sheet

    def rows(self) -> Generator[Row, None, None]:
        """Yield the rows that hold something, in order; `ValueError` if there are more than a sheet can have."""
        for number, row in enumerate(self._sheet.rows, start=1):
            if number > MOST_ROWS:
                raise ValueError(number)
            cells = {place: self._text(cell) for place, cell in enumerate(row) if cell.value is not None}
            if filled := {place: text for place, text in cells.items() if text and not text.isspace()}:
                yield Row(number, filled)

    def _text(self, cell: Cell) -> str:
        """Return the text of a cell; blank for an error, which is remembered."""
        text = (
            None if cell.data_type == "e" else text_of(cell.value, cell.number_format if cell.data_type == "d" else "")
        )
        if text is None:
            self.errors.append(f"{cell.coordinate} {cell.value}")
        return text or ""


def text_of(value: object, style: str) -> str | None:
    """Return the text of a value, days by the format of their cell; None if it stands for nothing."""
    match value:
        case str():
            return str(unescape(value))
        case bool():
            return str(value).lower()
        case float():
            whole = value.is_integer() and abs(value) < _EXACT
            return (str(int(value)) if whole else str(value)) if isfinite(value) else None
        case datetime() | date() | time():
            return _moment_text(value, _letters(style))
    return str(value)


def _moment_text(value: date | time, letters: frozenset[str]) -> str | None:
    """Return a day, a moment, a month, a year or a time, as its cell shows it; None for a day before 1900."""
    is_time = bool(letters & set("hs")) and not letters & set("yd")
    if isinstance(value, time) or (is_time and isinstance(value, datetime)):
        shown = value.time() if isinstance(value, datetime) else value
        return str(shown).removesuffix(":00") if is_time or not letters else None
    if value.year < 1900:
        return None
    if letters & set("ym") and "d" not in letters:
        return f"{value:%Y-%m}" if "m" in letters else f"{value:%Y}"
    return str(value).removesuffix(" 00:00:00")


@cache
def _letters(style: str) -> frozenset[str]:
    """Return the letters of a format that stand for parts of a day or a time."""
    return frozenset(_NO_PARTS.sub("", style.partition(";")[0]).lower()) & set("ymdhs")
