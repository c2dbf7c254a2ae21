"""The rows of a sheet of a workbook, read piece by piece from its XML: only the cells that are there are kept."""

import re
from collections.abc import Iterator, Mapping, Sequence
from functools import cache, partial
from itertools import chain
from typing import IO, NamedTuple
from xml.parsers.expat import ExpatError, ParserCreate

from conflict_cli.dataset.unpacking.cell_values import number_text

MOST_ROWS, MOST_COLUMNS = 1_048_576, 16_384
"""The most rows and columns that a sheet can have."""

_PIECE = 1 << 18
_ESCAPE = re.compile("_x([0-9A-Fa-f]{4})_")
_USUAL = frozenset(("c", "v", "row", "t", "si", "is", "r", "f"))


class DamagedError(Exception):
    """A part of a workbook is not as a workbook has it."""


class Row(NamedTuple):
    """The cells of a row that hold something, by column from 0; `number` is the row's own, from 1."""

    number: int
    cells: Mapping[int, str]


class Sheet:
    """A sheet that is being read. `errors` are the cells that hold an error, `merged` the ranges that are one cell."""

    def __init__(self, texts: Sequence[str], styles: Sequence[str], *, is_1904: bool) -> None:
        self.errors: list[str] = []
        self.merged: list[str] = []
        self._texts = texts
        self._styles = styles
        self._is_1904 = is_1904
        self._done: list[Row] = []
        self._number = 0
        self._column, self._digits = -1, ""
        self._cells: dict[int, str] = {}
        self._attributes: Mapping[str, str] = {}
        self._held: list[str] = []
        self._is_text = _Flags()

    def rows(self, stream: IO[bytes]) -> Iterator[Row]:
        """Yield the rows that hold something, in order; `DamagedError` if the sheet cannot be read."""
        for _ in parsed(stream, self):
            yield from self._done
            self._done.clear()

    def start(self, name: str, attributes: Mapping[str, str]) -> None:
        """Begin an element."""
        if name == "c":
            self._begin_cell(attributes)
        elif name == "row":
            self._begin_row(attributes)
        elif name == "mergeCell":
            self.merged.append(attributes.get("ref", ""))
        else:
            self._is_text.start(name)

    def text(self, data: str) -> None:
        """Keep the text of a value."""
        if self._is_text:
            self._held.append(data)

    def end(self, name: str) -> None:
        """End an element; at its end, a cell or a row is complete."""
        if name == "c":
            if self._held and (text := self._value("".join(self._held))) and not text.isspace():
                self._cells[self._column] = text
        elif name == "row":
            if self._cells:
                self._done.append(Row(self._number, self._cells))
            self._cells = {}
        else:
            self._is_text.end(name)

    def _begin_row(self, attributes: Mapping[str, str]) -> None:
        number = int(attributes.get("r", self._number + 1))
        if not self._number < number <= MOST_ROWS:
            raise DamagedError
        self._number, self._column, self._digits = number, -1, str(number)

    def _begin_cell(self, attributes: Mapping[str, str]) -> None:
        letters = attributes.get("r", "").removesuffix(self._digits)
        self._column = _column(letters) if letters else self._column + 1
        if self._column >= MOST_COLUMNS:
            raise DamagedError
        self._attributes = attributes
        self._held.clear()

    def _value(self, text: str) -> str:
        """Return the text of a cell by its type; blank for an error, which is remembered."""
        kind = self._attributes.get("t", "n")
        if kind == "s":
            return self._texts[int(text)]
        if kind in ("str", "inlineStr"):
            return plain(text)
        if kind == "d":
            return text.removesuffix("T00:00:00").replace("T", " ")
        if kind == "b":
            return {"1": "true", "0": "false"}.get(text, text)
        style = self._styles[int(self._attributes.get("s", 0))] if self._styles else ""
        value = number_text(text, style, is_1904=self._is_1904) if kind == "n" else None
        if value is None:
            self.errors.append(f"{self._attributes.get('r', f'row {self._number}')} {text}")
        return value or ""


class Texts:
    """The texts that the cells of a workbook share; `found` holds them in order."""

    def __init__(self) -> None:
        self.found: list[str] = []
        self._held: list[str] = []
        self._is_text = _Flags()

    def start(self, name: str, _attributes: Mapping[str, str]) -> None:
        """Begin an element."""
        self._is_text.start(name)

    def text(self, data: str) -> None:
        """Keep the text of a piece."""
        if self._is_text:
            self._held.append(data)

    def end(self, name: str) -> None:
        """End an element; at the end of an item, its text is complete."""
        if name == "si":
            self.found.append(plain("".join(self._held)))
            self._held.clear()
        self._is_text.end(name)


class _Flags:
    """Whether what is read is a value: the text in `v` or `t`, but not that of how it is spoken, in `rPh`."""

    def __init__(self) -> None:
        self._is_value = self._is_spoken = False

    def __bool__(self) -> bool:
        return self._is_value and not self._is_spoken

    def start(self, name: str) -> None:
        self._is_value |= name in ("v", "t")
        self._is_spoken |= name == "rPh"

    def end(self, name: str) -> None:
        self._is_value &= name not in ("v", "t")
        self._is_spoken &= name != "rPh"


class Elements:
    """All elements of a small part of a workbook: the name and the attributes of each, and its parent's name."""

    def __init__(self) -> None:
        self.found: list[tuple[str, str, Mapping[str, str]]] = []
        self._above = [""]

    def start(self, name: str, attributes: Mapping[str, str]) -> None:
        """Keep an element."""
        self.found.append((self._above[-1], name, {_local(key): value for key, value in attributes.items()}))
        self._above.append(name)

    def text(self, _data: str) -> None:
        """Keep no text."""

    def end(self, _name: str) -> None:
        """Go back to the parent."""
        self._above.pop()


def parsed(stream: IO[bytes], into: Sheet | Texts | Elements) -> Iterator[None]:
    """Parse XML in pieces, and yield after each; `DamagedError` if it is not well formed, or defines entities."""

    def start(name: str, attributes: Mapping[str, str]) -> None:
        into.start(name if name in _USUAL else _local(name), attributes)

    def end(name: str) -> None:
        into.end(name if name in _USUAL else _local(name))

    parser = ParserCreate()
    parser.buffer_text = True
    parser.StartElementHandler, parser.EndElementHandler = start, end
    parser.CharacterDataHandler = into.text
    parser.StartDoctypeDeclHandler = _refuse
    try:
        for piece in chain(iter(partial(stream.read, _PIECE), b""), [b""]):
            parser.Parse(piece, not piece)
            yield
    except (ExpatError, ValueError, IndexError):
        raise DamagedError from None


def plain(text: str) -> str:
    """Return a text without the escapes of a workbook, such as `_x000D_`."""
    return _ESCAPE.sub(lambda found: chr(int(found[1], 16)), text) if "_x" in text else text


def _refuse(*_declared: object) -> None:
    raise DamagedError


def _local(name: str) -> str:
    """Return a name without its namespace."""
    return name.rpartition(":")[2]


@cache
def _column(letters: str) -> int:
    """Return the number of a column from 0: A is 0, AA is 26; `DamagedError` if these are no letters of a column."""
    if len(letters) > 3 or not (letters.isascii() and letters.isupper() and letters.isalpha()):
        raise DamagedError
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - 64
    return number - 1
