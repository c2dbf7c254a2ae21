"""Append entries to a ledger: one run after the other, whole or not at all, and never over what changed meanwhile."""

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import BinaryIO

from conflict_cli.cli.writing import write_file
from conflict_cli.ledger.document import read_bytes
from conflict_cli.ledger.insertion import EMPTY, Addition, inserted
from conflict_cli.ledger.reader import parse_ledger
from conflict_cli.record.errors import UsageError
from conflict_cli.record.incident import Ledger


def append(path: Path, plan: Callable[[Ledger], Addition]) -> None:
    """Add to the ledger in this file what is planned for it, or begin a new file.

    The plan is made while no other run can write. `DataError` if the ledger has errors, before or after: the file then
    stays as it is.
    """
    with _alone(path):
        before = _content(path)
        addition = plan(parse_ledger(before or EMPTY, str(path)))
        if not addition.ledger.incidents:
            return
        after = inserted(before or EMPTY, str(path), addition)

        def write(stream: BinaryIO) -> None:
            stream.write(after)
            stream.flush()
            if _content(path) != before:
                raise UsageError(f"{path} was changed meanwhile, and stays as it is now; try again")

        write_file(path, write, keep=(), is_binary=True)


def ledger_at(path: Path | None) -> Ledger:
    """Return the ledger in this file; one without incidents if there is no file yet."""
    name = str(path or "standard output")
    return parse_ledger((_content(path) if path else None) or EMPTY, name)


def check_addition(path: Path | None, addition: Addition) -> None:
    """Raise `DataError` if the addition cannot be made to the ledger in this file; write nothing."""
    inserted((_content(path) if path else None) or EMPTY, str(path or "standard output"), addition)


def _content(path: Path) -> bytes | None:
    """Return the bytes of the file; None if there is none, or nothing in it."""
    if not path.exists():
        return None
    if not path.is_file():
        raise UsageError(f"{path} is no file, and cannot be added to; name a ledger, or a new file")
    return read_bytes(path) or None


@contextmanager
def _alone(path: Path) -> Iterator[None]:
    """Wait until no other run adds to this ledger, and keep others waiting; where there are no locks, go on.

    The folder is locked, because the file itself is replaced. `OSError` if there is no such folder.
    """
    folder = os.open(path.resolve().parent, os.O_RDONLY)
    try:
        with suppress(OSError, ImportError):
            import fcntl

            fcntl.flock(folder, fcntl.LOCK_EX)
        yield
    finally:
        os.close(folder)
