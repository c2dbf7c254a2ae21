"""Standard error as a place for mere text: whatever is said there, by the program or by a library, obeys nothing."""

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager, redirect_stderr, suppress
from io import TextIOBase
from typing import TextIO

from conflict_cli.render.cells import display_width
from conflict_cli.render.direction import told
from conflict_cli.render.harmless import encodable, visible

LEAST = 10
"""On a terminal of so few cells, lines are not broken."""


class PlainText(TextIOBase):
    """A stream that writes each line to another one, free of control characters and of what that one cannot encode.

    On a terminal, or within a `width`, lines are broken between words; one that begins with a blank, as a line of a
    file, stays whole.
    """

    def __init__(self, stream: TextIO, width: int = 0) -> None:
        self.stream = stream
        self._width = width

    def write(self, text: str) -> int:
        """Write the text; of control characters, only the ends of lines stay."""
        lines = (part for line in text.split("\n") for part in self._broken(visible(line)))
        self.stream.write("\n".join(told(line, self.stream.encoding) for line in lines))
        return len(text)

    def flush(self) -> None:
        """Write out what the stream holds; nothing if it is closed already, as when both are taken apart at the end."""
        if not self.stream.closed:
            self.stream.flush()

    def isatty(self) -> bool:
        """Say whether the stream is a terminal."""
        return self.stream.isatty()

    def fileno(self) -> int:
        """Return the number of the stream; `OSError` if it has none."""
        return self.stream.fileno()

    def _broken(self, line: str) -> list[str]:
        """Return the line over as many lines as it needs; in a pipe, as it is."""
        width = self._width or columns(self)
        if line.startswith(" ") or not width or display_width(line) <= width:
            return [line]
        from conflict_cli.render.screen.prose import wrapped

        return wrapped(line, width)


def columns(stream: TextIO | PlainText) -> int:
    """Return the width of the terminal that a stream writes to; 0 for a pipe, and where the width is not known."""
    if stream.isatty():
        with suppress(OSError):
            found = os.get_terminal_size(stream.fileno()).columns
            return found if found > LEAST else 0
    return 0


@contextmanager
def plain_errors() -> Iterator[None]:
    """Make standard error a place for mere text."""
    with redirect_stderr(PlainText(sys.stderr)):
        yield


def redraw(text: str, width: int) -> None:
    """Write the text over the last line of the terminal on standard error, cut to the width; if that fails, go on."""
    stream = sys.stderr.stream if isinstance(sys.stderr, PlainText) else sys.stderr
    shown = encodable(visible(text), stream.encoding)
    while display_width(shown) > width:
        shown = shown[:-1]
    with suppress(OSError):
        stream.write(f"\r\x1b[K{shown}")
        stream.flush()
