"""The files of a cache: checksums of them, locks on them, and whose they are."""

import errno
import os
import stat
import sys
from contextlib import ExitStack, suppress
from pathlib import Path
from zlib import crc32

if sys.platform != "win32":
    import fcntl

DIGEST = 32
"""The length of a checksum in bytes."""

SEAL = 12
"""The length of a seal in bytes."""

_PLAIN = getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)
"""Neither follow a link nor wait for the other end of a pipe."""


def sealed(entry: Path, content: bytes) -> bytes:
    """Return the content after its seal, which covers the name of the entry too."""
    return _seal(entry, content) + content


def unsealed(entry: Path, kept: bytes) -> memoryview | None:
    """Return the content behind its seal; None if it is damaged, or was kept under another name."""
    content = memoryview(kept)[SEAL:]
    return content if _seal(entry, content) == kept[:SEAL] else None


def _seal(entry: Path, content: bytes | memoryview) -> bytes:
    """Return the length and the CRC-32 of a content: they tell of damage, and nobody else can write in the folder."""
    return len(content).to_bytes(8, "big") + crc32(content, crc32(entry.name.encode())).to_bytes(4, "big")


def digest(*parts: bytes | memoryview) -> bytes:
    """Return the checksum of these parts, one after the other."""
    try:
        from _blake2 import blake2b  # the same; hashlib would load OpenSSL beside it, which takes longer than a sum
    except ImportError:
        from hashlib import blake2b

    made = blake2b(digest_size=DIGEST)
    for part in parts:
        made.update(part)
    return made.digest()


def opened(file: Path) -> int:
    """Open a file of the user's own and return its descriptor; `OSError` if it is no file, or if others may use it."""
    descriptor = os.open(file, os.O_RDONLY | _PLAIN)
    try:
        state = os.fstat(descriptor)
        check_private(state)
        if not stat.S_ISREG(state.st_mode):
            raise PermissionError(errno.EPERM, "is no file")
    except OSError:
        os.close(descriptor)
        raise
    return descriptor


def content_of(file: Path) -> bytes:
    """Return the bytes of a file of the user's own; `OSError` as in `opened`."""
    with os.fdopen(opened(file), "rb") as stream:
        return stream.read()


def write_private(file: Path, content: bytes) -> None:
    """Write a new file that is closed to other users; `OSError` if it is there already, or cannot be written."""
    descriptor = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL | _PLAIN, 0o600)
    with os.fdopen(descriptor, "wb") as stream:
        stream.write(content)


def check_private(state: os.stat_result) -> None:
    """Raise `PermissionError` if a file or a folder is not the user's own, or not closed to other users."""
    if sys.platform != "win32" and (state.st_uid != os.geteuid() or state.st_mode & 0o077):
        raise PermissionError(errno.EPERM, "is not the user's own, or not closed to others")


def locked(folder: Path, until: ExitStack, *, alone: bool = False) -> bool | None:
    """Lock a folder of the user's own until the end, and say whether it is locked; None where there are no locks.

    It is not if another run has it `alone`, or if it went meanwhile. `OSError` if it is missing or somebody else's.
    """
    if sys.platform == "win32":
        return None
    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY | _PLAIN)
    until.callback(os.close, descriptor)
    state = os.fstat(descriptor)
    check_private(state)
    try:
        fcntl.flock(descriptor, (fcntl.LOCK_EX if alone else fcntl.LOCK_SH) | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    except OSError:  # some file systems of networks have no locks
        return None
    return os.path.samestat(folder.lstat(), state)


def synced(path: Path) -> None:
    """Wait until the disk has this file, or the names in this folder; `OSError` if it cannot take them."""
    if sys.platform == "win32":
        return
    descriptor = os.open(path, os.O_RDONLY | _PLAIN)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def drop(entry: Path) -> None:
    """Delete an entry, if it can be deleted."""
    if entry.is_dir() and not entry.is_symlink():
        import shutil

        shutil.rmtree(entry, ignore_errors=True)
    else:
        with suppress(OSError):
            entry.unlink(missing_ok=True)
