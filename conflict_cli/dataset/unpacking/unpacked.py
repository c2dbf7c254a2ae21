"""Make a plain table of a file, whatever holds it: told by what is in it, and never by its name."""

import re
from collections.abc import Sequence
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING

from msgspec import Struct
from msgspec.structs import replace

from conflict_cli.dataset.intake.beginning import unusable
from conflict_cli.dataset.layout.day_formats import ISO_DAY
from conflict_cli.dataset.layout.layout import DateColumns, Layout
from conflict_cli.dataset.unpacking.json_form import is_array, looks_like_json
from conflict_cli.record.errors import DataError, Problem

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection as Connection

GZIP, ZIP, OLD_EXCEL = b"\x1f\x8b", b"PK\x03\x04", b"\xd0\xcf\x11\xe0"
UNPACKED = ("unpacked", "table.csv")
"""The files that are made in the folder for unpacking."""

_BEGINNING = 1 << 12
_LINE = re.compile(r"(?<=[:;] )line (\d+)(?=: )")


class Table(Struct, frozen=True):
    """A plain table: its file, CSV or Parquet, the name that the user knows it by, and the remarks on its unpacking.

    `word` is what its lines are called where they come from, and `above` how many more there are in the plain table.
    `has_days`: its cells may hold days, which are written in ISO form. `is_utf8`: it is, whatever the layout says.
    """

    file: Path
    name: str
    remarks: tuple[str, ...] = ()
    word: str = "line"
    above: int = 0
    has_days: bool = False
    is_utf8: bool = False

    @property
    def is_plain(self) -> bool:
        """Whether it is the user's own file."""
        return str(self.file) == self.name

    def told(self, remark: str) -> str:
        """Return a remark on the plain table as one on the user's file."""
        if self.is_plain:
            return remark
        whole = remark.replace(str(self.file), self.name)
        place = re.compile(rf"^({re.escape(self.name)}:)(\d+)(?=:)")
        whole = place.sub(lambda found: f"{found[1]}{int(found[2]) - self.above}", whole)
        return _LINE.sub(lambda found: f"{self.word} {int(found[1]) - self.above}", whole)

    def told_of(self, error: DataError) -> DataError:
        """Return an error of the plain table as one of the user's file."""
        if self.is_plain:
            return error
        return DataError([self._told_of(problem) for problem in error.problems])

    def _told_of(self, problem: Problem) -> Problem:
        if problem.file != str(self.file):
            return problem
        line = problem.line - self.above
        if self.word == "line" or line < 1:
            return replace(problem, file=self.name, line=max(0, line), column=problem.column if line > 0 else 0)
        return replace(problem, file=self.name, line=0, column=0, what=f"{self.word} {line} {problem.what}")


class Making(Struct, frozen=True):
    """What a plain table is made with: a folder, the sheet or file that the user chose, the layouts, and an engine."""

    folder: Path
    wanted: str | None
    layouts: Sequence[Layout]
    engine: "Connection"


def unpacked(table: Table, making: Making) -> Table:
    """Return the file itself if it is a plain table; else make one of it. `DataError` if none can be made."""
    path, target, wanted = table.file, making.folder / UNPACKED[0], making.wanted
    beginning, inner = beginning_of(path), table
    if not beginning.startswith((GZIP, ZIP)):
        return _as_csv(table, making)
    from conflict_cli.dataset.unpacking.archives import gunzip, is_workbook, unpackable, unzip

    try:
        if beginning.startswith(GZIP):
            gunzip(path, target)
            inner = replace(table, file=target)
        elif not is_workbook(path):
            member, has_others = unzip(path, target, wanted)
            inner = replace(table, file=target, name=f"{table.name}/{member}" if has_others else table.name)
            making = replace(making, wanted=None) if has_others or wanted in _names_of(member) else making
        return _as_csv(inner, making)
    except OSError as error:
        raise unpackable(Path(table.name), error) from None
    except DataError as error:
        raise table.told_of(inner.told_of(error)) from None


def _names_of(member: str) -> tuple[str, str]:
    """Return the names by which a file in an archive may be chosen."""
    return member, PurePosixPath(member).name


def beginning_of(path: Path) -> bytes:
    """Return the first bytes of a file."""
    with path.open("rb") as file:
        return file.read(_BEGINNING)


def _as_csv(table: Table, making: Making) -> Table:
    """Make CSV of a workbook or of JSON; any other file is CSV or Parquet, or no table at all."""
    file, target = table.file, making.folder / UNPACKED[1]
    beginning = beginning_of(file)
    if beginning.startswith(ZIP) and (made := _of_workbook(table, making, target)):
        return made
    if making.wanted is not None:
        raise unusable(file, "has no sheets and holds no files", "leave out --sheet")
    if beginning.startswith(OLD_EXCEL):
        raise unusable(file, "is an old or an encrypted file of Excel", "save it as xlsx, without a password")
    if beginning.startswith((ZIP, GZIP)):
        raise unusable(file, "holds another archive", "unpack it yourself")
    if not looks_like_json(file, beginning):
        return table
    from conflict_cli.dataset.unpacking.json_rows import array_to_csv, lines_to_csv

    if is_array(beginning):
        array_to_csv(file, target, making.engine)
        return Table(target, table.name, word="object", above=1, is_utf8=True)
    lines_to_csv(file, target)
    return Table(target, table.name, above=1, is_utf8=True)


def _of_workbook(table: Table, making: Making, target: Path) -> Table | None:
    """Make CSV of a sheet of a workbook; None if the file is none."""
    from conflict_cli.dataset.unpacking.archives import is_workbook
    from conflict_cli.dataset.unpacking.workbook import workbook_to_csv

    if not is_workbook(table.file):
        return None
    taken = workbook_to_csv(table.file, target, making.wanted, making.layouts)
    name = f"{table.name} (sheet {taken.sheet})" if making.wanted or taken.has_others else table.name
    remarks = tuple(f"{name}: {remark}" for remark in taken.remarks)
    return Table(target, name, remarks, word="row", has_days=True, is_utf8=True)


def with_iso_days(date: DateColumns) -> DateColumns:
    """Return the columns of a date, in which days may also be written in ISO form."""
    if not date.formats:  # they are then read in any case
        return date
    return replace(date, formats=tuple(dict.fromkeys((*date.formats, ISO_DAY))))
