"""Tell of the first reading of a big file: in a line after a second, with a percentage on a terminal."""

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Event, Thread

PATIENCE = 1.0
"""The seconds until a user is told why nothing happens."""

_STEP = 0.25


@contextmanager
def waiting(path: Path, percentage: Callable[[], float]) -> Iterator[None]:
    """Say on standard error that the file is being read, if that takes more than a second."""
    is_done = Event()
    teller = Thread(target=_tell, args=(path, percentage, is_done), daemon=True)
    teller.start()
    try:
        yield
    finally:
        is_done.set()
        teller.join()


def _tell(path: Path, percentage: Callable[[], float], is_done: Event) -> None:
    """Wait, then say what is read; on a terminal, go on to update the percentage until it is done."""
    if is_done.wait(PATIENCE):
        return
    size = path.stat().st_size / 1e6
    text = f"Reading {path.name} ({size:,.0f} MB); the next query will not have to."
    if not sys.stderr.isatty():
        print(text, file=sys.stderr, flush=True)
        return
    while not is_done.wait(_STEP):
        done = max(0.0, percentage())
        print(f"\r{text} {done:3.0f}%", end="", file=sys.stderr, flush=True)
    print("\r\x1b[K", end="", file=sys.stderr, flush=True)
