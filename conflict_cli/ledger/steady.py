"""Read files that others may change meanwhile: what is read is one state of the file, or nothing."""

import os
import stat
import time
from pathlib import Path

from conflict_cli.record.errors import DataError, Problem

State = tuple[int, int, int, int, int]
"""The device, inode, size and both times of a file: every change shows in them, but for one in the same tick."""

TRIES = 3
"""A file that changes is read so many times, then it is refused."""

_TICK = 10_000_000
"""Clocks of files go on after at most so many nanoseconds."""

_BLOCK, _BLOCKS = 4096, 16


def state_of(path: Path) -> State:
    """Return the state of the file to which this path leads; `OSError` if there is none."""
    return _state(path.stat())


def settled(path: Path) -> State:
    """Return the state of a file after a moment in which it did not change, so that every later change shows."""
    for _ in range(TRIES):
        state = state_of(path)
        if not 0 <= time.time_ns() - state[-1] < _TICK:
            break
        time.sleep(_TICK / 1e9)
    return state_of(path)


def sampled(path: Path) -> bytes:
    """Return blocks from the beginning to the end of a file: they tell it from another of the same size and time."""
    size = path.stat().st_size
    with path.open("rb") as file:
        blocks = []
        for number in range(_BLOCKS):
            file.seek(max(0, size - _BLOCK) * number // (_BLOCKS - 1))
            blocks.append(file.read(_BLOCK))
    return b"".join(blocks)


def whole(path: Path) -> bytes:
    """Return the bytes of a file in one state; `DataError` if it keeps changing, or is a device or a mute pipe."""
    for _ in range(TRIES):
        if path.stat().st_size > _BLOCKS * _BLOCK:
            settled(path)
        with os.fdopen(_opened(path), "rb") as file:
            before = os.fstat(file.fileno())
            data = file.read()
            after = os.fstat(file.fileno())
        if stat.S_ISFIFO(before.st_mode):
            if not data:
                raise _refused(path, "is a pipe into which nothing is written", "name a file")
            return data
        if _state(before) == _state(after):
            return data
    raise changing(path)


def changing(path: Path) -> DataError:
    """Return the error for a file that changes each time that it is read."""
    return _refused(path, "changes while it is read", "wait until it is written, or name a copy")


def _opened(path: Path) -> int:
    """Open a file or a pipe and return its descriptor; it is not waited for a pipe that nobody opens at its other end.

    `DataError` if the path leads to a device; `OSError` if it cannot be opened.
    """
    descriptor = os.open(path, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0))
    mode = os.fstat(descriptor).st_mode
    if stat.S_ISREG(mode):
        return descriptor
    if stat.S_ISFIFO(mode):
        os.set_blocking(descriptor, True)
        return descriptor
    os.close(descriptor)
    if stat.S_ISDIR(mode):
        raise IsADirectoryError
    raise _refused(path, "is a device, which may have no end", "name a file")


def _refused(path: Path, what: str, hint: str) -> DataError:
    return DataError([Problem(str(path), 0, 0, what, hint)])


def _state(found: os.stat_result) -> State:
    return found.st_dev, found.st_ino, found.st_size, found.st_mtime_ns, found.st_ctime_ns
