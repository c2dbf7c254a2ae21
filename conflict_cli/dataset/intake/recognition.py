"""Recognition: find the form and the layout of a file of events, by its columns and never by its name."""

import csv
import io
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from itertools import islice
from pathlib import Path

from msgspec import Struct

from conflict_cli.dataset.layout.layout import OPTIONAL, Layout
from conflict_cli.record.errors import DataError, Problem, quoted
from conflict_cli.record.names import suggest

LONGEST_HEADER = 1 << 20
DELIMITERS = {",": "commas", ";": "semicolons", "\t": "tabs", "|": "bars"}
PARQUET = b"PAR1"
_ARCHIVES = {b"PK\x03\x04": "a zip archive or a spreadsheet", b"\x1f\x8b": "a gzip archive"}
# A tag of the Humanitarian Exchange Language (HXL), such as `#affected+killed`.
_TAG = re.compile(r"#[a-z][a-z0-9_]*(\s*\+[a-z][a-z0-9_]*)*", re.IGNORECASE)
_HOW_TO = "docs/layouts.md tells how to write a layout for --layout"


class Shape(Struct, frozen=True):
    """The form of a file: its columns, the delimiter if it is CSV, and the number of records before the data.

    `skipped` counts blank lines too.
    """

    path: str
    columns: tuple[str, ...]
    delimiter: str | None = None
    skipped: int = 0

    @property
    def is_parquet(self) -> bool:
        """Say whether the file is Parquet and not CSV."""
        return self.delimiter is None


class Recognised(Struct, frozen=True):
    """The form of a file, its layout, and the number of the column, from 0, for each column name in the layout."""

    shape: Shape
    layout: Layout
    places: Mapping[str, int]


def recognise_csv(path: Path, layouts: Sequence[Layout], *, is_chosen: bool) -> Recognised:
    """Find the form and the layout of a CSV file; `DataError` names a missing column, and the column most like it.

    `is_chosen`: the user named the one layout, and no other is tried.
    """
    records, delimiter = _first_records(path, layouts)
    columns = tuple(name.strip() for name in records[0].cells)
    second = records[1].cells if len(records) > 1 else []
    known = layouts[0] if is_chosen else _known(columns, layouts)
    if known:
        header = records[1 if are_tags(second) else 0]
        _check_line_ends(path, header.number)
        return _bound(Shape(str(path), columns, delimiter, header.number), known)
    for layout in layouts:
        if len(layout.positions) == len(columns) and _is_event(columns, layout):
            return _bound(Shape(str(path), layout.positions, delimiter, 0), layout)
    raise _unknown(path, columns, layouts, line=1)


def recognise_columns(path: Path, columns: Sequence[str], layouts: Sequence[Layout], *, is_chosen: bool) -> Recognised:
    """Find the layout of a file whose columns are already known; errors as in `recognise_csv`."""
    layout = layouts[0] if is_chosen else _known(columns, layouts)
    if layout is None:
        raise _unknown(path, columns, layouts, line=0)
    return _bound(Shape(str(path), tuple(columns)), layout)


class _Record(Struct, frozen=True):
    """The cells of a record, and its number from 1."""

    number: int
    cells: list[str]


def _first_records(path: Path, layouts: Sequence[Layout]) -> tuple[list[_Record], str]:
    """Return the first two records that are not blank, and the delimiter.

    The delimiter is the one that gives the most known columns, then the most columns.
    """
    text = _beginning(path)
    known = {column.casefold() for layout in layouts for column in (*layout.header, *layout.columns)}

    def worth(records: list[_Record]) -> tuple[int, int]:
        cells = records[0].cells
        return sum(cell.strip().casefold() in known for cell in cells), len(cells)

    read = {delimiter: _records(text, delimiter) for delimiter in DELIMITERS}
    if not any(read.values()):
        raise _unreadable(path, "is empty", "name a file of events")
    delimiter = max(read, key=lambda one: worth(read[one]))
    if len(read[delimiter][0].cells) < 2:
        what = f"has one column, {quoted(read[delimiter][0].cells[0])}"
        raise _unreadable(path, what, f"put {', '.join(DELIMITERS.values())} between columns", line=1)
    return read[delimiter], delimiter


def _records(text: str, delimiter: str) -> list[_Record]:
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    try:
        with cells_up_to(LONGEST_HEADER):
            numbered = (_Record(number, cells) for number, cells in enumerate(reader, start=1) if cells)
            return list(islice(numbered, 2))
    except csv.Error:
        return []


@contextmanager
def cells_up_to(size: int) -> Iterator[None]:
    """Let the csv module read cells of up to this many characters, then restore the limit of the whole process."""
    before = csv.field_size_limit(size)
    try:
        yield
    finally:
        csv.field_size_limit(before)


def _check_line_ends(path: Path, count: int) -> None:
    """Raise `DataError` if the lines above the data end in different ways: the engine would skip the wrong lines."""
    lines = islice(io.StringIO(_beginning(path), newline=""), count) if count > 1 else ()
    if len({line[len(line.rstrip("\r\n")) :] for line in lines}) > 1:
        raise _unreadable(path, "has lines that end in different ways", "save it with one kind of line end", line=1)


def _beginning(path: Path) -> str:
    """Return the text of the first lines, which hold the header; `DataError` if they are not text in UTF-8."""
    with path.open("rb") as file:
        data = file.read(LONGEST_HEADER)
        is_all = not file.read(1)
    for magic, kind in _ARCHIVES.items():
        if data.startswith(magic):
            raise _unreadable(path, f"is {kind}", "unpack it, or save it as CSV")
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise _unreadable(path, "is UTF-16", "save it as UTF-8")
    if b"\0" in data:
        raise _unreadable(path, "is binary", "name a CSV or Parquet file")
    lines = data.splitlines(keepends=True)
    if not is_all and len(lines) < 2:
        raise _unreadable(path, "has a first line of more than 1 MB", "begin with a header of column names", line=1)
    try:
        return b"".join(lines if is_all else lines[:-1]).decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data[: error.start].count(b"\n") + 1
        raise not_utf8(path, line) from None


def damaged(path: Path) -> DataError:
    """Return the error for a damaged Parquet file."""
    return _unreadable(path, "cannot be read as Parquet", "it seems to be damaged: fetch it again")


def not_utf8(path: Path, line: int) -> DataError:
    """Return the error for a file that is not UTF-8."""
    return _unreadable(path, "is not UTF-8 here", "save it as UTF-8", line=line)


def are_tags(cells: Iterable[str]) -> bool:
    """Say whether a record is a row of tags and not an event: the text in every cell begins with `#`.

    At least one cell must hold a valid tag, but not all: some published tags are not valid, as `#affected+killed+2`.
    """
    texts = [text for cell in cells if (text := cell.strip())]
    return all(text.startswith("#") for text in texts) and any(map(_TAG.fullmatch, texts))


def _known(columns: Iterable[str], layouts: Iterable[Layout]) -> Layout | None:
    """Return the first layout whose `header` columns are all there, or None."""
    names = {column.strip().casefold() for column in columns}
    fits = (layout for layout in layouts if layout.header and {one.casefold() for one in layout.header} <= names)
    return next(fits, None)


def _is_event(cells: Sequence[str], layout: Layout) -> bool:
    """Say whether the first record of a file without a header is an event: its days and its numbers can be read."""
    from datetime import datetime

    cell = dict(zip(layout.positions, cells, strict=True))
    numbers = layout.killed
    counts = [cell.get(name, "") for name in (numbers.low, numbers.best, numbers.high) if name] if numbers else []
    days = [cell.get(name, "") for name in (layout.date.first, layout.date.last) if name]
    return all(map(str.isdecimal, counts)) and all(
        any(_is_day(day, form, datetime) for form in layout.date.formats) for day in days
    )


def _is_day(text: str, form: str, datetime: type) -> bool:
    try:
        datetime.strptime(text.strip(), form)  # type: ignore[attr-defined]
    except ValueError:
        return False
    return True


def _bound(shape: Shape, layout: Layout) -> Recognised:
    places: dict[str, int] = {}
    twice = set()
    for number, column in enumerate(shape.columns):
        name = column.strip().casefold()
        if name in places:
            twice.add(name)
        places.setdefault(name, number)
    bound = {}
    problems = []
    line = 0 if shape.is_parquet else 1
    for wanted in layout.columns:
        name = wanted.removesuffix(OPTIONAL)
        if name.casefold() in twice:
            problems.append(_problem(shape.path, f"has two columns {quoted(name)}", "take one of them out", line=line))
        elif name.casefold() in places:
            bound[wanted] = places[name.casefold()]
        elif not wanted.endswith(OPTIONAL):
            problems.append(_missing(shape, layout, name))
    if problems:
        raise DataError(problems)
    return Recognised(shape, layout, bound)


def _missing(shape: Shape, layout: Layout, name: str) -> Problem:
    alike = suggest(name, shape.columns)
    hint = f"the nearest is {alike[0]}" if alike else f"it has {_named(shape.columns)}"
    line = 0 if shape.is_parquet else 1
    return _problem(shape.path, f"has no column {name}, which the layout {layout.name} names", hint, line=line)


def _unknown(path: Path, columns: Sequence[str], layouts: Sequence[Layout], *, line: int) -> DataError:
    """Return the error for columns that fit no layout; it names a missing column of the layout that fits best."""
    names = {column.strip().casefold() for column in columns}
    what = f"has columns that no layout knows: {_named(columns)}"
    nearest = max(layouts, key=lambda layout: sum(one.casefold() in names for one in layout.header))
    absent = [one for one in nearest.header if one.casefold() not in names]
    hint = _HOW_TO
    if len(absent) < len(nearest.header):
        alike = suggest(absent[0], list(columns))
        like = f" (the nearest is {alike[0]})" if alike else ""
        hint = f"{nearest.name} has {absent[0]} too{like}; {_HOW_TO}"
    return _unreadable(path, what, hint, line=line)


def _named(columns: Sequence[str]) -> str:
    named = [quoted(column) for column in columns[:8]]
    return ", ".join([*named, *(["…"] if len(columns) > len(named) else [])])


def _problem(path: str, what: str, hint: str, *, line: int = 0) -> Problem:
    return Problem(path, line, 1 if line else 0, what, hint)


def _unreadable(path: Path, what: str, hint: str, *, line: int = 0) -> DataError:
    return DataError([_problem(str(path), what, hint, line=line)])
