"""Workbooks for Excel and its like: a sheet for each report, with real numbers and days, and with text that never runs.

Each row goes to the disk at once. The same reports give the same bytes.
"""

import shutil
from collections.abc import Iterable, Sequence
from contextlib import suppress
from datetime import date, datetime
from html import escape
from itertools import compress
from math import isfinite
from pathlib import Path
from typing import BinaryIO

from xlsxwriter import Workbook
from xlsxwriter.exceptions import FileCreateError
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from conflict_cli.answers.answer import Answer, Cell, Column
from conflict_cli.exports.sheets import MOST_ROWS
from conflict_cli.record.errors import UsageError
from conflict_cli.render.cells import display_width
from conflict_cli.render.harmless import harmless, is_formula
from conflict_cli.render.json_text import compact, sayer
from conflict_cli.scratch import naming_place, scratch_folder

MOST_COLUMNS = 16_384
LONGEST_TEXT = 32_767
LARGEST_NUMBER = 10**15 - 1
"""Excel shows fifteen digits of a number, and zeros for the others."""

LONGEST_NAME = 31
FIRST_DAY = date(1900, 3, 1)
"""Excel counts earlier days wrongly, because it takes 1900 for a leap year."""

_WRITTEN = datetime(1980, 1, 1)
"""The day on which every workbook says it was made: the same reports give the same bytes."""

_FORBIDDEN, _RESERVED = "[]:*?/\\", "History"
_NARROWEST, _WIDEST, _FILTER_BUTTON = 6, 60, 3
_MEASURED = 2_000
"""The number of rows that decide the widths of columns."""

_say = sayer(None, compact)


def write_workbook(reports: Sequence[Answer], stream: BinaryIO) -> None:
    """Write each report on a sheet of its own, under its name; raise `UsageError` for more than a sheet can hold."""
    with scratch_folder() as folder:
        made = folder / "made.xlsx"
        with naming_place(folder):
            _make(made, reports)
        with made.open("rb") as file:
            shutil.copyfileobj(file, stream)


def _make(made: Path, reports: Sequence[Answer]) -> None:
    workbook = Workbook(str(made), {"constant_memory": True, "tmpdir": str(made.parent)})
    workbook.set_properties({"created": _WRITTEN})
    formats = _Formats(workbook)
    names: list[str] = []
    try:
        for report in reports:
            names.append(_sheet_name(report.name, names))
            _Sheet(workbook.add_worksheet(names[-1]), formats, names[-1]).write(report)
        workbook.close()
    except FileCreateError as error:
        raise error.args[0] from None  # the error of the disk, such as a full one
    finally:
        for sheet in workbook.worksheets():
            with suppress(OSError):
                sheet.row_data_fh.close()


class _Formats:
    """The formats of cells: bold headings and totals, days as ISO 8601, and texts that stay texts when edited."""

    def __init__(self, workbook: Workbook) -> None:
        self.day = workbook.add_format({"num_format": "yyyy-mm-dd", "align": "left"})
        self._bold = workbook.add_format({"bold": True})
        self._inert = workbook.add_format({"quote_prefix": True})
        self._bold_inert = workbook.add_format({"quote_prefix": True, "bold": True})

    def of(self, text: str, *, is_bold: bool) -> Format | None:
        """Return the format of a text, which marks it as text if a spreadsheet would run it after an edit."""
        if is_formula(text):
            return self._bold_inert if is_bold else self._inert
        return self._bold if is_bold else None


def _sheet_name(name: str, taken: Sequence[str]) -> str:
    """Return the name in a form that a sheet may have: short, without signs of formulas, and unlike all others."""
    plain = "".join(" " if letter in _FORBIDDEN else letter for letter in harmless(name)).strip("' ")[:LONGEST_NAME]
    plain = found = plain or "answer"
    number = 1
    while found.casefold() in {other.casefold() for other in (*taken, _RESERVED)}:
        number += 1
        found = f"{plain[: LONGEST_NAME - len(str(number)) - 1]} {number}"
    return found


class _Sheet:
    """One sheet, written from top to bottom: a workbook on the disk allows no other order."""

    def __init__(self, sheet: Worksheet, formats: _Formats, name: str) -> None:
        self._sheet = sheet
        self._formats = formats
        self._name = name
        self._row = 0
        self._columns: Sequence[Column] = ()
        self._widths: list[int] = []

    def write(self, report: Answer) -> None:
        """Write headings, rows, total and notes; leave out bars, which only draw the numbers."""
        wanted = [column.kind != "bar" for column in report.columns]
        self._columns = list(compress(report.columns, wanted))
        if len(self._columns) > MOST_COLUMNS:
            raise UsageError(f"a sheet has {MOST_COLUMNS} columns at most; choose some with -c, or write -O csv")
        for place, column in enumerate(self._columns):
            self._write_text(0, place, column.key, is_bold=True)
        self._widths = [len(column.key) + _FILTER_BUTTON for column in self._columns]
        self._sheet.freeze_panes(1, 0)
        self._row = 1
        for row in report.rows:
            self._write_row(compress(row, wanted))
        if self._row > 1:
            self._sheet.autofilter(0, 0, self._row - 1, len(self._columns) - 1)
        if report.total is not None:
            self._row += self._row > 1  # filters and sorting take in what is written right below them
            self._write_row(compress(report.total, wanted), is_bold=True)
        for place, width in enumerate(self._widths):
            self._sheet.set_column(place, place, min(max(width + 1, _NARROWEST), _WIDEST))
        for text in (report.title, *(note.text for note in report.notes)):
            if text:
                self._row += 1
                self._check_room()
                self._write_text(self._row, 0, text)

    def _write_text(self, row: int, place: int, text: str, *, is_bold: bool = False) -> None:
        """Write a text as a text, even if it looks like a formula or a link."""
        clean = harmless(text)
        look = self._formats.of(clean, is_bold=is_bold)
        if clean.startswith("<r>") and clean.endswith("</r>"):
            clean = f"<r><t>{escape(clean, quote=False)}</t></r>"  # XlsxWriter takes it for markup of its own
        if len(clean) > LONGEST_TEXT // 2 and len(clean.encode("utf-16-le")) // 2 > LONGEST_TEXT:
            where = f'row {row + 1} of the sheet "{self._name}"'
            what = f"a text of {len(clean)} characters, and Excel opens {LONGEST_TEXT} at most"
            raise UsageError(f"{where} has {what}; write -O sqlite or -O csv")
        self._sheet.write_string(row, place, clean, look)

    def _write_row(self, cells: Iterable[Cell], *, is_bold: bool = False) -> None:
        self._check_room()
        is_measured = self._row < _MEASURED
        for place, cell in enumerate(cells):
            if cell is not None and cell != ():
                width = self._write_cell(place, cell, is_bold=is_bold)
                if is_measured:
                    self._widths[place] = max(self._widths[place], width)
        self._row += 1

    def _check_room(self) -> None:
        if self._row >= MOST_ROWS:
            what = f'the sheet "{self._name}" would have more than the {MOST_ROWS} rows that Excel opens'
            raise UsageError(f"{what}; write -O sqlite or -O csv, or narrow it down by town, date or type")

    def _write_cell(self, place: int, cell: Cell, *, is_bold: bool) -> int:
        """Write a cell by its type, and return its width in characters."""
        if isinstance(cell, bool):
            self._sheet.write_boolean(self._row, place, cell, self._formats.of("", is_bold=is_bold))
            return len("FALSE")
        if isinstance(cell, int | float) and isfinite(cell) and abs(cell) <= LARGEST_NUMBER:
            self._sheet.write_number(self._row, place, cell, self._formats.of("", is_bold=is_bold))
            return len(str(cell))
        if isinstance(cell, str):
            text = cell
        elif isinstance(cell, tuple):
            text = "; ".join(cell)
        else:
            text = str(cell) if isinstance(cell, int | float) else _say(cell)
        day = _day(text) if self._columns[place].kind == "day" else None
        if day:
            self._sheet.write_datetime(self._row, place, day, self._formats.day)
        else:
            self._write_text(self._row, place, text, is_bold=is_bold)
        return display_width(text)


def _day(text: str) -> date | None:
    """Return the day that is written here in ISO form, or None if it is no such day or Excel counts it wrongly."""
    try:
        day = date.fromisoformat(text)
    except ValueError:
        return None
    return day if day >= FIRST_DAY and day.isoformat() == text else None
