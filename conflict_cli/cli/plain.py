"""Standard error as a place for mere text: whatever is said there, by the program or by a library, obeys nothing."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager, redirect_stderr, suppress
from io import TextIOBase
from typing import TextIO

from conflict_cli.render.cells import display_width
from conflict_cli.render.harmless import encodable, visible


class PlainText(TextIOBase):
    """A stream that writes each line to another one, free of control characters and of what that one cannot encode."""

    def __init__(self, stream: TextIO) -> None:
        self.stream = stream

    def write(self, text: str) -> int:
        """Write the text; of control characters, only the ends of lines stay."""
        self.stream.write("\n".join(encodable(visible(line), self.stream.encoding) for line in text.split("\n")))
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
