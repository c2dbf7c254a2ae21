"""The form of a text file that is not read as it is: another encoding, or lines above its header.

Such a file is copied as UTF-8, piece by piece, with a blank line for each line above the header: lines keep their
numbers.
"""

import codecs
import io
from functools import partial
from itertools import chain
from pathlib import Path

from msgspec import Struct

from conflict_cli.record.errors import DataError, Problem

_PIECE = 1 << 20


class TextForm(Struct, frozen=True):
    """How a text file is written: its encoding, None for UTF-8, and the lines above the header."""

    encoding: str | None = None
    lines_above: int = 0

    @property
    def is_plain(self) -> bool:
        """Whether the file can be read as it is."""
        return self == UTF8


UTF8 = TextForm()


def copied_as_utf8(path: Path, form: TextForm, copy: Path) -> None:
    """Write a copy of the file as UTF-8, without the text of the lines above the header."""
    decoder = codecs.getincrementaldecoder(form.encoding or "utf-8-sig")(
        "strict" if form.encoding else "surrogateescape"
    )
    line = 1
    try:
        with path.open("rb") as source, copy.open("wb") as target:
            for number, piece in enumerate(chain(iter(partial(source.read, _PIECE), b""), [b""])):
                text = decoded(path, decoder, piece, line, is_last=not piece)
                text = text if number else without_lines_above(text, form)
                target.write(text.encode("utf-8", "surrogateescape"))
                line += piece.count(b"\n")
    except OSError as error:
        what = f"the converted file cannot be written: {(error.strerror or str(error)).lower()}"
        raise DataError([Problem(str(path), 0, 0, what, "make room in the folder of the cache")]) from None


def decoded(path: Path, decoder: codecs.IncrementalDecoder, piece: bytes, line: int, *, is_last: bool) -> str:
    """Return the text of a piece that begins on this line; `DataError` names the line that is not in the encoding."""
    try:
        return decoder.decode(piece, is_last)
    except UnicodeDecodeError as error:
        line += error.object[: error.start].count(b"\n")
        what, hint = f"is not {error.encoding} here", "name the encoding in which it was saved"
        raise DataError([Problem(str(path), line, 1, what, hint)]) from None


def without_lines_above(text: str, form: TextForm) -> str:
    """Return the text with a blank line for each line above the header."""
    lines = io.StringIO(text, newline="")
    end = ""
    for _ in range(form.lines_above):
        line = lines.readline()
        end = line[len(line.rstrip("\r\n")) :]
    return end * form.lines_above + lines.read()
