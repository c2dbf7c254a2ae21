"""Tell on a terminal of the first reading of a big file: in a line after a second, with the progress of the reading."""

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Event, Thread
from time import monotonic

from conflict_cli.cli.plain import redraw

PATIENCE = 1.0
"""The seconds until a user is told why nothing happens."""

_STEP = 0.25
_WORTH_TELLING = 1_000_000
"""Files of fewer bytes are read before anybody would be told."""


@contextmanager
def waiting(
    path: Path, percentage: Callable[[], float] | None = None, *, is_kept: bool = False, size: int | None = None
) -> Iterator[None]:
    """Say on a terminal that the file is being read, if that takes more than a second.

    Without a function that returns the percentage done, the seconds are counted. `is_kept` says that the next query
    will not have to read the file; `size` counts the bytes where there are more files than this one.
    """
    size = _size_of(path) if size is None else size
    if size < _WORTH_TELLING or not sys.stderr.isatty():
        yield
        return
    named = path.name if len(path.name) <= 40 else f"{path.name[:40]}…"
    text = f"Reading {named} ({size / 1e6:,.0f} MB){'; the next query will not have to.' if is_kept else '.'}"
    is_done = Event()
    teller = Thread(target=_tell, args=(text, percentage, is_done), daemon=True)
    try:
        teller.start()
    except RuntimeError:  # no thread can be started: nothing is told
        yield
        return
    try:
        yield
    finally:
        is_done.set()
        teller.join()


def _tell(text: str, percentage: Callable[[], float] | None, is_done: Event) -> None:
    """Wait, then say what is read, and go on to say how far until it is done."""
    from shutil import get_terminal_size

    began = monotonic()
    if is_done.wait(PATIENCE):
        return
    while not is_done.wait(_STEP):
        done = f"{max(0.0, percentage()):3.0f}%" if percentage else f"{monotonic() - began:.0f} s"
        width = get_terminal_size().columns - 1
        redraw(f"{text} {done}", width)
    redraw("", 0)


def _size_of(path: Path) -> int:
    try:
        return path.stat().st_size
    except OSError:
        return 0
