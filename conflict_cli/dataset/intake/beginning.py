"""The beginning of a CSV file: its first records, their delimiter, and the errors for files that cannot be read."""

import codecs
import csv
import io
import re
from collections.abc import Iterator, Set
from contextlib import contextmanager, suppress
from itertools import islice
from pathlib import Path

from msgspec import Struct

from conflict_cli.dataset.intake.text_form import UTF8, TextForm, decoded, without_lines_above
from conflict_cli.record.errors import DataError, Problem, quoted

NAME_ENCODING = "name its encoding in a layout for --layout (encoding: cp1252)"
LONGEST_HEADER = 1 << 20
DELIMITERS = {",": "commas", ";": "semicolons", "\t": "tabs", "|": "bars"}

# The line that Excel reads for the delimiter: `sep=;`.
_SEPARATOR = re.compile(r'"?sep=([^\w\s"]|[\t ])"?(?:\r\n|\n|\r)', re.IGNORECASE)


class Record(Struct, frozen=True):
    """The cells of a record, its number from 1, and the line on which it ends."""

    number: int
    cells: list[str]
    line: int


def first_records(path: Path, known: Set[str], form: TextForm = UTF8) -> tuple[list[Record], str]:
    """Return the first two records that are not blank, and the delimiter; `DataError` if there is no such text.

    The delimiter is the one that gives the most known columns, then the most columns. `known` holds headings
    as they are compared. A first line `sep=;` names the delimiter itself.
    """
    text = _beginning(path, form)
    named = _SEPARATOR.match(text)
    above = named.end() if named else 0
    read = {}
    for delimiter in named[1] if named else DELIMITERS:
        records = csv.reader(io.StringIO(text[above:], newline=""), delimiter=delimiter)
        first = 2 if named else 1
        numbered = (
            Record(number, cells, records.line_num + first - 1)
            for number, cells in enumerate(records, start=first)
            if cells
        )
        with cells_up_to(LONGEST_HEADER), suppress(csv.Error):
            read[delimiter] = list(islice(numbered, 2))
    if not any(read.values()):
        raise unusable(path, "is empty", "name a file of events")

    def worth(delimiter: str) -> tuple[int, int]:
        cells = read[delimiter][0].cells
        return sum(heading(cell) in known for cell in cells), len(cells)

    delimiter = max(read, key=worth)
    if len(read[delimiter][0].cells) < 2:
        what = f"has one column, {quoted(read[delimiter][0].cells[0])}"
        raise unusable(path, what, f"put {', '.join(DELIMITERS.values())} between columns", line=1)
    return read[delimiter], delimiter


def heading(name: str) -> str:
    """Return the name of a column as it is compared: in small letters, with line breaks and blanks as one blank."""
    return " ".join(name.split()).casefold()


def lines_to_blank(path: Path, header: Record, form: TextForm = UTF8) -> int:
    """Return the number of lines up to the end of the header if the engine would skip the wrong ones, else 0.

    It does so if they end in different ways, as do a heading of two lines and a row in what a spreadsheet saves, and
    if a mark of byte order stands before a quotation mark.
    """
    text = _beginning(path, form)
    lines = islice(io.StringIO(text, newline=""), header.line) if header.line > 1 else ()
    has_quoted_mark = text.startswith('"') and _SEPARATOR.match(text)
    is_mixed = len({line[len(line.rstrip("\r\n")) :] for line in lines}) > 1
    return header.line if is_mixed or has_quoted_mark else 0


@contextmanager
def cells_up_to(size: int) -> Iterator[None]:
    """Let the csv module read cells of up to this many characters, then restore the limit of the whole process."""
    before = csv.field_size_limit(size)
    try:
        yield
    finally:
        csv.field_size_limit(before)


def unusable(path: Path, what: str, hint: str, *, line: int = 0) -> DataError:
    """Return the error for a file that is no data set; line 0 stands for the whole file."""
    return DataError([Problem(str(path), line, 1 if line else 0, what, hint)])


def not_utf8(path: Path, line: int) -> DataError:
    """Return the error for a file that is not UTF-8."""
    return unusable(path, "is not UTF-8 here", f"save it as UTF-8, or {NAME_ENCODING}", line=line)


def _beginning(path: Path, form: TextForm) -> str:
    """Return the text of the first lines, which hold the header; `DataError` if they are not text in this form."""
    with path.open("rb") as file:
        data = file.read(LONGEST_HEADER)
        is_all = not file.read(1)
    if form.encoding:
        text = decoded(path, codecs.getincrementaldecoder(form.encoding)(), data, 1, is_last=is_all)
        whole = text if is_all else text[: text.rfind("\n") + 1]
        return without_lines_above(whole, form)
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise unusable(path, "is UTF-16", f"save it as UTF-8, or {NAME_ENCODING.replace('cp1252', 'utf-16')}")
    if b"\0" in data:
        raise unusable(path, "is binary", "name a CSV or Parquet file")
    lines = data.splitlines(keepends=True)
    if not is_all and len(lines) < 2:
        raise unusable(path, "has a first line of more than 1 MB", "begin with a header of column names", line=1)
    try:
        text = b"".join(lines if is_all else lines[:-1]).decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data[: error.start].count(b"\n") + 1
        raise not_utf8(path, line) from None
    return without_lines_above(text, form)
