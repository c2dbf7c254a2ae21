"""Workbooks: the sheet of an xlsx file that is a table, as CSV in which a row keeps the number that it has there."""

import posixpath
from collections import deque
from collections.abc import Generator, Iterator, Mapping, Sequence
from contextlib import closing
from pathlib import Path
from zipfile import BadZipFile, ZipFile

from msgspec import Struct

from conflict_cli.dataset.intake.beginning import unusable
from conflict_cli.dataset.layout.layout import OPTIONAL, Layout
from conflict_cli.dataset.unpacking.archives import check_growth, listed
from conflict_cli.dataset.unpacking.as_csv import write_csv
from conflict_cli.dataset.unpacking.cell_values import BUILT_IN
from conflict_cli.dataset.unpacking.sheet_rows import DamagedError, Elements, Row, Sheet, Texts, parsed
from conflict_cli.dataset.unpacking.table_in_sheet import TableInSheet, named
from conflict_cli.record.errors import quoted
from conflict_cli.record.phrases import how_many


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
        with ZipFile(path) as archive:
            _check_size(path, archive)
            book = _Workbook(archive)
            name, others = _chosen(path, book, wanted, layouts)
            return _write(path, book, (name, others), target)
    except (DamagedError, BadZipFile, KeyError, EOFError, NotImplementedError, RuntimeError):
        raise unusable(path, "cannot be read as a workbook", "it seems to be damaged: save it again") from None


def _check_size(path: Path, archive: ZipFile) -> None:
    check_growth(path, sum(one.file_size for one in archive.infolist()))


class _Workbook:
    """The parts of a workbook: its sheets by name, its shared texts, and the formats of its cells."""

    def __init__(self, archive: ZipFile) -> None:
        self._archive = archive
        (main,) = self._related("").get("officeDocument", {"": "xl/workbook.xml"}).values()
        related = self._related(main)
        kinds = {"worksheet", "sharedStrings", "styles"}
        parts = {kind: parts for kind, parts in related.items() if kind in kinds}
        found = self._elements(main)
        self.is_1904 = any(name == "workbookPr" and at.get("date1904") in ("1", "true") for _, name, at in found)
        sheets = parts.get("worksheet", {})
        self.sheets = {at["name"]: sheets[at["id"]] for _, name, at in found if name == "sheet" and at["id"] in sheets}
        self._texts = Texts()
        for part in parts.get("sharedStrings", {}).values():
            with archive.open(part) as stream:
                deque(parsed(stream, self._texts), maxlen=0)
        self._styles = [style for part in parts.get("styles", {}).values() for style in self._formats(part)]

    def sheet(self) -> Sheet:
        """Return a reader of a sheet."""
        return Sheet(self._texts.found, self._styles, is_1904=self.is_1904)

    def first_row(self, name: str) -> Row | None:
        """Return the first row of a sheet that holds something; None if nothing is in it."""
        with closing(self.rows(name, self.sheet())) as rows:
            return next(rows, None)

    def rows(self, name: str, sheet: Sheet) -> Generator[Row, None, None]:
        """Yield the rows of the sheet of this name that hold something."""
        with self._archive.open(self.sheets[name]) as stream:
            yield from sheet.rows(stream)

    def _related(self, part: str) -> Mapping[str, Mapping[str, str]]:
        """Return the parts that a part names: for each kind, the path of each by its id."""
        folder, name = posixpath.split(part)
        related: dict[str, dict[str, str]] = {}
        for _, element, at in self._elements(posixpath.join(folder, "_rels", f"{name}.rels")):
            if element == "Relationship" and at.get("TargetMode") != "External":
                path = posixpath.normpath(posixpath.join("/", folder, at["Target"])).lstrip("/")
                related.setdefault(at["Type"].rpartition("/")[2], {})[at["Id"]] = path
        return related

    def _formats(self, part: str) -> Iterator[str]:
        """Yield the number format of each style of cells."""
        elements = self._elements(part)
        own = {
            at["numFmtId"]: at["formatCode"] for above, name, at in elements if (above, name) == ("numFmts", "numFmt")
        }
        for above, name, at in elements:
            if (above, name) == ("cellXfs", "xf"):
                number = at.get("numFmtId", "0")
                yield own.get(number) or BUILT_IN.get(int(number), "")

    def _elements(self, part: str) -> Sequence[tuple[str, str, Mapping[str, str]]]:
        elements = Elements()
        with self._archive.open(part) as stream:
            deque(parsed(stream, elements), maxlen=0)
        return elements.found


def _chosen(path: Path, book: _Workbook, wanted: str | None, layouts: Sequence[Layout]) -> tuple[str, Sequence[str]]:
    """Return the name of the sheet to take, and the names of the others that hold cells."""
    first = {name: book.first_row(name) for name in book.sheets}
    filled = [name for name, row in first.items() if row]
    if wanted is not None:
        named = [name for name in book.sheets if name.casefold() == wanted.casefold()]
        if not named:
            raise unusable(path, f"has no sheet {quoted(wanted)}", f"it has {listed(list(book.sheets))}")
        return named[0], []
    fitting = [name for name in filled if (row := first[name]) and _fits(row, layouts)]
    choices = filled if len(filled) == 1 else fitting
    if len(choices) == 1:
        return choices[0], [name for name in filled if name != choices[0]]
    if not filled:
        raise unusable(path, "is empty", "name a workbook with a table in it")
    raise unusable(path, f"has {len(filled)} sheets with cells: {listed(filled)}", "choose one with --sheet NAME")


def _fits(row: Row, layouts: Sequence[Layout]) -> bool:
    """Say whether a row holds the heading of every column that one of the layouts needs."""
    names = {" ".join(cell.split()).casefold() for cell in row.cells.values()}
    needed = ({one.casefold() for one in layout.columns if not one.endswith(OPTIONAL)} for layout in layouts)
    return any(wanted <= names for wanted in needed)


def _write(path: Path, book: _Workbook, chosen: tuple[str, Sequence[str]], target: Path) -> Taken:
    """Write the table in a sheet."""
    name, others = chosen
    sheet = book.sheet()
    with closing(book.rows(name, sheet)) as rows:
        table = TableInSheet(rows)
        if table.is_empty:
            raise unusable(path, f"has nothing in its sheet {quoted(name)}", "name another sheet")
        write_csv(target, _bounded(path, table.rows()))
    return Taken(name, bool(others), (*_remarks(sheet, others, name), *table.remarks))


def _bounded(path: Path, rows: Iterator[tuple[int, list[str]]]) -> Iterator[tuple[int, list[str]]]:
    """Yield the rows; `DataError` if they become far too much for the file that holds them."""
    size = 0
    for number, cells in rows:
        size += len(cells) + sum(map(len, cells))
        check_growth(path, size)
        yield number, cells


def _remarks(sheet: Sheet, others: Sequence[str], name: str) -> Iterator[str]:
    if others:
        yield f"only the sheet {quoted(name)} is read, which alone has the columns of a layout; not {listed(others)}"
    if sheet.errors:
        yield f"{how_many(len(sheet.errors), 'cell')} with an error, taken for blank: {named(sheet.errors)}"
    if sheet.merged:
        what = f"{how_many(len(sheet.merged), 'merged cell')}, each read in its first row and column alone"
        yield f"{what}: {named(sheet.merged)}"
