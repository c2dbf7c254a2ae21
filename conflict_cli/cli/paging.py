"""A pager for an answer that is longer than the terminal: what PAGER names, else less."""

import os
import signal
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from io import BytesIO, TextIOWrapper
from types import FrameType
from typing import TextIO

from conflict_cli.render.screen import Screen

_LESS = ["less", "-R", "-F", "-X"]
"""Colours stay, and so does what was shown; what fits on the screen after all needs no key."""


@contextmanager
def paged(screen: Screen) -> Iterator[TextIO]:
    """Give a stream to write an answer to, and show it when it is whole: in a pager if it is longer than the screen."""
    whole = BytesIO()
    stream = TextIOWrapper(whole, sys.stdout.encoding, sys.stdout.errors, newline="\n", write_through=True)
    yield stream
    text = whole.getvalue()
    pager = _pager() if text.count(b"\n") >= screen.height else []
    sys.stdout.flush()
    if not pager or not _shown_by(pager, text):
        sys.stdout.write(text.decode(stream.encoding))


def _pager() -> list[str]:
    """Return the command of the pager; nothing where none is wanted, or where nobody reads."""
    from shlex import split
    from shutil import which

    if not sys.stdout.isatty() or os.environ.get("TERM", "dumb") == "dumb" or os.environ.get("CI"):
        return []
    try:
        command = split(os.environ.get("PAGER", " ".join(_LESS)))
    except ValueError:  # a quotation that does not end
        return []
    return command if command and command[0] != "cat" and which(command[0]) else []


def _shown_by(pager: list[str], text: bytes) -> bool:
    """Show the text in the pager until it is left, by whatever key; say whether it could be started."""
    from subprocess import PIPE, Popen

    def stay(_number: int, _frame: FrameType | None) -> None:
        """Leave Ctrl-C to the pager, which stops what it does; it is not left alone at the terminal."""

    before = signal.signal(signal.SIGINT, stay)
    try:
        process = Popen(pager, stdin=PIPE, env={"LESS": "FRX", **os.environ})  # noqa: S603 (the user names it)
    except OSError:
        return False
    else:
        with suppress(OSError):  # it was left before it had read everything
            process.communicate(text)
        process.wait()
        return True
    finally:
        signal.signal(signal.SIGINT, before)
