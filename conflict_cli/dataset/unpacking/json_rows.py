"""JSON as a table: a file with an object on each line, or with one array of objects. The keys are the columns."""

from collections.abc import Callable, Iterator, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec
from msgspec import Struct

from conflict_cli.dataset.intake.beginning import unusable
from conflict_cli.dataset.intake.sql import alone, literal
from conflict_cli.dataset.unpacking.as_csv import write_csv
from conflict_cli.dataset.unpacking.json_form import LONGEST
from conflict_cli.record.errors import DataError, quoted

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection as Connection

_BATCH = 1000
_OBJECT = msgspec.json.Decoder(dict[str, msgspec.Raw])
_LIST = msgspec.json.Decoder(list[msgspec.Raw])
_TEXT = msgspec.json.Decoder(str)
_BETWEEN = "; "
_FLAT = "give each event as one flat object"


class _Source(Struct, frozen=True):
    """A file of objects: each with its number from 1, and what that number counts."""

    path: Path
    word: str
    objects: Callable[[], Iterator[tuple[int, bytes]]]

    def wrong(self, number: int, what: str) -> DataError:
        """Return the error for an object."""
        if self.word == "line":
            return unusable(self.path, what, _FLAT, line=number)
        return unusable(self.path, f"{self.word} {number} {what}", _FLAT)


def lines_to_csv(path: Path, target: Path) -> None:
    """Write a file with an object on each line as CSV; `DataError` names the first line that is no flat object."""
    _to_csv(_Source(path, "line", partial(_lines, path)), target)


def array_to_csv(path: Path, target: Path, connection: "Connection") -> None:
    """Write a file with one array of objects as CSV; `DataError` if it is cut off or holds anything else."""
    with path.open("rb") as file:
        file.seek(max(0, path.stat().st_size - 4096))
        if not file.read().rstrip().endswith(b"]"):  # the engine would take the objects before the cut for all
            raise unusable(path, "is cut off, or is no JSON", "its array should end with ]")
    _to_csv(_Source(path, "object", partial(_elements, path, connection)), target)


def _to_csv(source: _Source, target: Path) -> None:
    """Read the objects twice: for their keys, and for their values. The second row is the first object."""
    columns: dict[str, None] = {}
    for number, text in source.objects():
        columns |= dict.fromkeys(_decoded(source, number, text))
    if not columns:
        raise unusable(source.path, "holds no events", "there is no object with a key in it")
    write_csv(target, _rows(source, list(columns)))


def _rows(source: _Source, columns: Sequence[str]) -> Iterator[tuple[int, list[str]]]:
    yield 1, list(columns)
    blank = msgspec.Raw(b"null")
    for number, text in source.objects():
        found = _decoded(source, number, text)
        yield number + 1, [_cell(source, number, key, bytes(found.get(key, blank))) for key in columns]


def _lines(path: Path) -> Iterator[tuple[int, bytes]]:
    """Yield each line that is not blank, with its number from 1."""
    with path.open("rb") as file:
        number = 0
        while line := file.readline(LONGEST + 1):
            number += 1
            if len(line) > LONGEST:
                raise unusable(
                    path, "has a line of more than 16 MB", "put each event on a line of its own", line=number
                )
            text = line.removeprefix(b"\xef\xbb\xbf") if number == 1 else line
            if text.strip():
                yield number, text


def _elements(path: Path, connection: "Connection") -> Iterator[tuple[int, bytes]]:
    """Yield the text of each element of the array, with its number from 1."""
    import duckdb

    number = 0
    try:
        options = "format = 'array', compression = 'uncompressed'"
        query = f"SELECT json FROM read_json_objects({literal(alone(path))}, {options})"
        answer = connection.cursor().execute(query)
        while batch := answer.fetchmany(_BATCH):
            for (text,) in batch:
                number += 1
                yield number, text.encode()
    except duckdb.Error as error:
        what = str(error).partition("\n")[0].partition("record/value ")[2].partition(": ")[2]
        raise unusable(
            path, f"cannot be read as JSON after {number} objects: {what or 'it is damaged'}", _FLAT
        ) from None


def _decoded(source: _Source, number: int, text: bytes) -> dict[str, msgspec.Raw]:
    try:
        return _OBJECT.decode(text)
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        what = str(error).partition(" (byte")[0]
        raise source.wrong(number, f"is no JSON object: {what}") from None


def _cell(source: _Source, number: int, key: str, value: bytes) -> str:
    """Return a value as the text of a cell: numbers as written, null as a blank, a list with semicolons."""
    first = value[:1]
    if first == b"{":
        raise source.wrong(number, f"{quoted(key)} holds an object of its own")
    try:
        if first == b"[":
            return _BETWEEN.join(
                _cell(source, number, key, _single(source, number, key, one)) for one in _LIST.decode(value)
            )
        if first == b'"':
            return _TEXT.decode(value)
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        raise source.wrong(number, f"{quoted(key)} cannot be read: {error}") from None
    return "" if value == b"null" else value.decode()


def _single(source: _Source, number: int, key: str, value: msgspec.Raw) -> bytes:
    """Return an element of a list that is no list itself."""
    if bytes(value).startswith(b"["):
        raise source.wrong(number, f"{quoted(key)} holds a list in a list")
    return bytes(value)
