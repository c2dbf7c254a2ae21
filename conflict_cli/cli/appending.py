"""Append entries to a ledger: one run after the other, whole or not at all, and never over what changed meanwhile."""

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import BinaryIO

from msgspec import Struct

from conflict_cli.cli.writing import write_file
from conflict_cli.ledger.document import read_bytes
from conflict_cli.ledger.insertion import EMPTY, Addition, inserted
from conflict_cli.ledger.kept import read_ledger
from conflict_cli.ledger.reader import parse_ledger
from conflict_cli.record.errors import UsageError
from conflict_cli.record.incident import Ledger


class Target(Struct, frozen=True):
    """The file that gains entries, None for standard output, and the files and folders that name its whole ledger.

    Without these, the file is a ledger by itself.
    """

    path: Path | None
    whole: tuple[Path, ...] = ()


def append(target: Target, plan: Callable[[Ledger], Addition]) -> None:
    """Add to the file what is planned for its ledger, or begin a new file.

    The plan is made while no other run can write to this ledger. `DataError` if the ledger has errors, before or after:
    the file then stays as it is.
    """
    path = target.path
    if path is None:
        raise UsageError("standard output cannot be added to; name a file")
    with _alone(target):
        before = _content(path)
        ledger = _ledger(target, before)
        addition = plan(ledger)
        if not addition.ledger.incidents:
            return
        after = _added_to(target, before, addition, None if target.whole else ledger)

        def write(stream: BinaryIO) -> None:
            stream.write(after)
            stream.flush()
            if _content(path) != before:
                raise UsageError(f"{path} was changed meanwhile, and stays as it is now; try again")

        write_file(path, write, keep=(), is_binary=True)


def ledger_at(target: Target) -> Ledger:
    """Return the whole ledger of this file; one without incidents if there is no file yet."""
    return _ledger(target, _content(target.path) if target.path else None)


def check_addition(target: Target, addition: Addition) -> None:
    """Raise `DataError` if the addition cannot be made to the file, or its ledger then has errors; write nothing."""
    _added_to(target, _content(target.path) if target.path else None, addition)


def _ledger(target: Target, data: bytes | None) -> Ledger:
    """Return the ledger if the file holds these bytes."""
    if not target.whole:
        return parse_ledger(data or EMPTY, _name(target))
    if target.path is None:
        return read_ledger(*target.whole)
    from conflict_cli.ledger.several import read_planned

    return read_planned(target.whole, target.path, data or EMPTY)


def _added_to(target: Target, data: bytes | None, addition: Addition, before: Ledger | None = None) -> bytes:
    """Return the text of the file with the addition; `DataError` if its ledger then has errors."""
    after = inserted(data or EMPTY, _name(target), addition, before=before, is_part=bool(target.whole))
    if target.whole and target.path:
        _ledger(target, after)
    return after


def _name(target: Target) -> str:
    return str(target.path or "standard output")


def _content(path: Path) -> bytes | None:
    """Return the bytes of the file; None if there is none, or nothing in it."""
    if not path.exists():
        return None
    if not path.is_file():
        raise UsageError(f"{path} is no file, and cannot be added to; name a ledger, or a new file")
    return read_bytes(path) or None


@contextmanager
def _alone(target: Target) -> Iterator[None]:
    """Wait until no other run adds to this ledger, and keep others waiting; where there are no locks, go on.

    Folders are locked, because the file itself is replaced: those of the file and of its whole ledger, in one order for
    all runs. `OSError` if there is no such folder.
    """
    named = [path for path in (target.path, *target.whole) if path]
    folders = {path.resolve() if path.is_dir() else path.resolve().parent for path in named}
    opened: list[int] = []
    try:
        for folder in sorted(folders):
            opened.append(os.open(folder, os.O_RDONLY))
            with suppress(OSError, ImportError):
                import fcntl

                fcntl.flock(opened[-1], fcntl.LOCK_EX)
        yield
    finally:
        for one in opened:
            os.close(one)
