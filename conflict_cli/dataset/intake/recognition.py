"""Recognition: find the form and the layout of a file of events, by its columns and never by its name."""

import re
from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from datetime import datetime
from pathlib import Path

from msgspec import Struct
from msgspec.structs import replace

from conflict_cli.dataset.intake.beginning import first_records, heading, lines_to_blank, unusable
from conflict_cli.dataset.intake.text_form import UTF8, TextForm
from conflict_cli.dataset.layout.day_formats import fixed
from conflict_cli.dataset.layout.layout import OPTIONAL, Layout, shown
from conflict_cli.record.errors import DataError, Problem, quoted
from conflict_cli.record.names import suggest

PARQUET = b"PAR1"
# A tag of the Humanitarian Exchange Language (HXL), such as `#affected+killed`.
_TAG = re.compile(r"#[a-z][a-z0-9_]*(\s*\+[a-z][a-z0-9_]*)*", re.IGNORECASE)
_HOW_TO = "docs/layouts.md tells how to write a layout for --layout"


class Shape(Struct, frozen=True):
    """The form of a file: its columns, the delimiter if it is CSV, and the number of records before the data.

    `skipped` counts blank lines too. `copy` is a copy as UTF-8 of a file that cannot be read as it is. In it this many
    lines are `blank`, from the first to the end of the header. In Parquet, a cell of the columns `lists` is a list.
    """

    path: str
    columns: tuple[str, ...]
    delimiter: str | None = None
    skipped: int = 0
    copy: str = ""
    blank: int = 0
    lists: frozenset[str] = frozenset()

    @property
    def file(self) -> Path:
        """The file to read: the copy as UTF-8, if there is one."""
        return Path(self.copy or self.path)

    @property
    def is_parquet(self) -> bool:
        """Say whether the file is Parquet and not CSV."""
        return self.delimiter is None


class Recognised(Struct, frozen=True):
    """The form of a file, its layout, and the number of the column, from 0, for each column name in the layout.

    `thousands` holds the mark between thousands in each column of numbers that has one.
    """

    shape: Shape
    layout: Layout
    places: Mapping[str, int]
    thousands: Mapping[str, str] = {}


def recognise_csv(path: Path, layouts: Sequence[Layout], *, is_chosen: bool) -> Recognised:
    """Find the form and the layout of a CSV file; `DataError` names a missing column, and the column most like it.

    `is_chosen`: the user named the one layout, and no other is tried.
    """
    names = {heading(column) for layout in layouts for column in (*layout.header, *layout.columns)}
    form = _text_form(layouts[0]) if is_chosen else UTF8
    records, delimiter = first_records(path, names, form)
    columns = tuple(" ".join(name.split()) for name in records[0].cells)
    second = records[1].cells if len(records) > 1 else []
    known = layouts[0] if is_chosen else _known(columns, layouts)
    if known:
        header = records[1 if are_tags(second) else 0]
        blank = lines_to_blank(path, header, form)
        return _bound(Shape(str(path), columns, delimiter, blank or header.number, blank=blank), known)
    for layout in layouts:
        if len(layout.positions) == len(columns) and _is_event(columns, layout):
            return _bound(Shape(str(path), layout.positions, delimiter, records[0].number - 1), layout)
    raise _unknown(path, columns, layouts, line=1)


def text_form(read: Recognised) -> TextForm:
    """Return how the file is written, and how many lines of it are left out before the engine reads it."""
    form = _text_form(read.layout)
    return replace(form, lines_above=max(form.lines_above, read.shape.blank))


def recognise_columns(
    path: Path, columns: Sequence[str], layouts: Sequence[Layout], *, lists: Iterable[str] = (), is_chosen: bool
) -> Recognised:
    """Find the layout of a file whose columns are already known, and which of them hold lists; errors as for CSV."""
    layout = layouts[0] if is_chosen else _known(columns, layouts)
    if layout is None:
        raise _unknown(path, columns, layouts, line=0)
    return _bound(Shape(str(path), tuple(columns), lists=frozenset(lists)), layout)


def are_tags(cells: Iterable[str]) -> bool:
    """Say whether a record is a row of tags and not an event: the text in every cell begins with `#`.

    At least one cell must hold a valid tag, but not all: some published tags are not valid, as `#affected+killed+2`.
    """
    texts = [text for cell in cells if (text := cell.strip())]
    return all(text.startswith("#") for text in texts) and any(map(_TAG.fullmatch, texts))


def damaged(path: Path) -> DataError:
    """Return the error for a damaged Parquet file."""
    return unusable(path, "cannot be read as Parquet", "it seems to be damaged: fetch it again")


def _text_form(layout: Layout) -> TextForm:
    """Return how this layout says that its files are written."""
    return TextForm(layout.encoding, layout.lines_above)


def _known(columns: Iterable[str], layouts: Iterable[Layout]) -> Layout | None:
    """Return the first layout whose `header` columns are all there, or None."""
    names = {heading(column) for column in columns}
    fits = (layout for layout in layouts if layout.header and {*map(heading, layout.header)} <= names)
    return next(fits, None)


def _bound(shape: Shape, layout: Layout) -> Recognised:
    """Find each column of the layout in the file; `DataError` names the columns that are missing or there twice."""
    places: dict[str, int] = {}
    twice = set()
    for number, column in enumerate(shape.columns):
        name = heading(column)
        if name in places:
            twice.add(name)
        places.setdefault(name, number)
    bound = {}
    problems = []
    line = 0 if shape.is_parquet else 1
    for wanted in layout.columns:
        name = shown(wanted)
        if heading(name) in twice:
            what = f"has two columns {quoted(name)}"
            problems.append(Problem(shape.path, line, line, what, "take one of them out"))
        elif heading(name) in places:
            bound[wanted] = places[heading(name)]
        elif not wanted.endswith(OPTIONAL):
            what = f"has no column {name}, which the layout {layout.name} names"
            alike = suggest(name, shape.columns)
            hint = f"the nearest is {alike[0]}" if alike else f"it has {_named(shape.columns)}"
            problems.append(Problem(shape.path, line, line, what, hint))
    if problems:
        raise DataError(problems)
    return Recognised(shape, layout, bound)


def _is_event(cells: Sequence[str], layout: Layout) -> bool:
    """Say whether the first record of a file without a header is an event: its days and its numbers can be read."""
    cell = dict(zip(layout.positions, cells, strict=True))
    numbers = layout.numbers.get("killed")
    counts = [cell.get(name, "") for name in (numbers.low, numbers.best, numbers.high) if name] if numbers else []
    days = [cell.get(name, "") for name in (layout.date.first, layout.date.last) if name]
    for day in days:
        for form in fixed(layout.date.formats):
            with suppress(ValueError):
                datetime.strptime(day.strip(), form)
                break
        else:
            return False
    return all(map(str.isdecimal, counts))


def _unknown(path: Path, columns: Sequence[str], layouts: Sequence[Layout], *, line: int) -> DataError:
    """Return the error for columns that fit no layout; it names a missing column of the layout that fits best."""
    names = {heading(column) for column in columns}
    what = f"has columns that no layout knows: {_named(columns)}"
    matches = [sum(heading(one) in names for one in layout.header) for layout in layouts]
    nearest = layouts[matches.index(max(matches))]
    absent = [one for one in nearest.header if heading(one) not in names]
    hint = _HOW_TO
    if len(absent) < len(nearest.header):
        alike = suggest(absent[0], list(columns))
        like = f" (the nearest is {alike[0]})" if alike else ""
        hint = f"{nearest.name} has {absent[0]} too{like}; {_HOW_TO}"
    return unusable(path, what, hint, line=line)


def _named(columns: Sequence[str]) -> str:
    """Name the first eight columns."""
    named = [quoted(column) for column in columns[:8]]
    return ", ".join([*named, *(["…"] if len(columns) > len(named) else [])])
