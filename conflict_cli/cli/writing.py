"""Files that are written with `-o`: whole or not at all, never over what is read, and open to nobody new."""

import errno
import os
from collections.abc import Callable, Sequence
from contextlib import suppress
from functools import cache
from pathlib import Path
from stat import S_IMODE
from typing import IO, Any

from conflict_cli.record.errors import UsageError
from conflict_cli.scratch import PREFIX, scratch_file

_MOST_LINKS = 40
_NOT_KEPT = (errno.EIO, errno.ENOSPC, errno.EDQUOT)
"""The errors of syncing that mean that the disk has not kept the file; others, that the disk cannot be asked."""


@cache
def usual_umask() -> int:
    """Return the umask with which the program was started."""
    found = os.umask(0o077)
    os.umask(found)
    return found


def keep_private() -> None:
    """Make all files from now on for the user alone; what the user asked for with `-o` gets the usual mode."""
    usual_umask()
    os.umask(0o077)


def write_file(path: Path, write: Callable[[Any], object], *, keep: Sequence[Path], is_binary: bool = False) -> None:
    """Write a file, whole or not at all; `UsageError` if it would replace one of `keep`, which are being read.

    A link is written through. A pipe or a device is written to, and not replaced.
    """
    if any(path.exists() and one.exists() and path.samefile(one) for one in keep):
        raise UsageError(f"{path} is the file that is being read; name another for the output")
    target = _without_links(path)
    if isinstance(target, int) or (target.exists() and not target.is_file()):
        with suppress(BrokenPipeError), _opened(target, is_binary=is_binary) as stream:
            if is_binary and stream.isatty():
                raise UsageError(f"{path} is a terminal, and this is no text; name a file")
            write(stream)
        return
    try:
        _replace(target, write, is_binary=is_binary)
    except OSError as error:
        is_unnamed = error.filename is None or Path(error.filename).name.startswith(PREFIX)
        raise OSError(error.errno, error.strerror, str(path) if is_unnamed else str(error.filename)) from None


def _without_links(path: Path) -> Path | int:
    """Return the file that a link leads to, which need not exist; of `/dev/stdout` and its like, the number."""
    for _ in range(_MOST_LINKS):
        if not path.is_symlink():
            return path
        folder = path.parent.resolve()
        if folder in (Path(f"/proc/{os.getpid()}/fd"), Path("/dev/fd")) and path.name.isdecimal():
            return int(path.name)
        path = folder / path.readlink()
    raise OSError(errno.ELOOP, os.strerror(errno.ELOOP), str(path))


def _opened(target: Path | int, *, is_binary: bool) -> IO[Any]:
    """Open a pipe or a device; an open file is gone on with where it stands, as after `>`."""
    opened = os.dup(target) if isinstance(target, int) else os.open(target, os.O_WRONLY)
    return _stream(opened, is_binary=is_binary)


def _stream(descriptor: int, *, is_binary: bool, closes: bool = True) -> IO[Any]:
    if is_binary:
        return os.fdopen(descriptor, "wb", closefd=closes)
    return os.fdopen(descriptor, "w", encoding="utf-8", newline="", closefd=closes)


def _replace(target: Path, write: Callable[[Any], object], *, is_binary: bool) -> None:
    """Write a new file beside the target, and let it take the target's place once it is on the disk."""
    with suppress(FileNotFoundError):
        os.close(os.open(target, os.O_WRONLY))  # a file that may not be written to is not replaced either
    with scratch_file(target.parent) as (new, descriptor):
        with _stream(descriptor, is_binary=is_binary, closes=False) as stream:
            write(stream)
        _give_mode(descriptor, target)
        _sync(descriptor)
        new.replace(target)
    with suppress(OSError):
        folder = os.open(target.parent, os.O_RDONLY)
        try:
            os.fsync(folder)
        finally:
            os.close(folder)


def _give_mode(descriptor: int, target: Path) -> None:
    """Give the new file the owner, mode and access list of the one that it replaces, else the usual mode."""
    try:
        old = target.stat()
    except FileNotFoundError:
        os.fchmod(descriptor, 0o666 & ~usual_umask())
        return
    mode = S_IMODE(old.st_mode)
    with suppress(OSError):
        os.fchown(descriptor, old.st_uid, -1)
    with suppress(OSError):
        os.fchown(descriptor, -1, old.st_gid)
    if os.fstat(descriptor).st_gid != old.st_gid:
        mode = (mode & ~0o070) | ((mode & 0o007) << 3)  # what its group could do, another group may not
    with suppress(AttributeError):  # Linux alone has such lists
        _give_access_list(descriptor, target)
    with suppress(OSError):
        os.fchmod(descriptor, mode)


def _give_access_list(descriptor: int, target: Path) -> None:
    """Give the new file the access list of the old one, and no other: a folder may hand one to all its new files."""
    name = "system.posix_acl_access"
    with suppress(OSError):
        os.removexattr(descriptor, name)
    with suppress(OSError):
        os.setxattr(descriptor, name, os.getxattr(target, name))


def _sync(descriptor: int) -> None:
    """Wait until the file is on the disk; `OSError` if it cannot be kept there."""
    try:
        os.fsync(descriptor)
    except OSError as error:
        if error.errno in _NOT_KEPT:
            raise
