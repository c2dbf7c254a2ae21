"""A cache: one folder in which entries of one kind are kept between runs.

A cache only saves time. If an entry is missing or damaged, or cannot be written, the program goes on without it and
says nothing. Many runs may share a folder: none takes away what another uses. Nothing here knows what the entries hold.
"""

import os
import sys
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path

from conflict_cli.cache.files import DIGEST, check_private, digest, drop, locked, synced
from conflict_cli.scratch import unfinished

KEPT = 8
"""The newest entries stay, up to this number."""

_LONG = 24 * 60 * 60.0
"""Where the system has no locks, an entry may be in use for so many seconds after it was opened."""

_BEGUN = 60.0
"""A run has its lock on an entry that it makes after less than so many seconds."""


class Cache:
    """The entries of one kind in one folder: files or folders whose names end in `suffix`.

    `stamp` names the format and the version of the program. An entry of another stamp is never found.
    """

    def __init__(self, folder: Path, suffix: str, stamp: str) -> None:
        self._folder = folder
        self._suffix = suffix
        self._stamp = stamp

    def entry(self, *key: bytes) -> Path:
        """Return the path of the entry for this key; the entry may not exist yet."""
        return self._folder / f"{digest(self._stamp.encode(), *key).hex()}{self._suffix}"

    def check(self) -> None:
        """Close the folder to other users if it is the user's own, and delete what killed runs have left in it.

        `OSError` if it is missing, or somebody else's.
        """
        if sys.platform != "win32":
            state = self._folder.stat()
            if state.st_uid == os.geteuid() and state.st_mode & 0o077:
                self._folder.chmod(0o700)
            check_private(self._folder.stat())
        for changed, path in self._found():
            if not self._is_finished(path) and changed < time.time() - _BEGUN:
                self.retire(path)

    def unfinished(self, entry: Path) -> Path:
        """Return a path of its own beside an entry, to make the entry there; `OSError` if the folder cannot be used."""
        self._folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        self.check()
        return self._beside(entry)

    def put(self, made: Path, entry: Path) -> None:
        """Move a finished entry into its place, once the disk has it, and delete the oldest entries.

        `OSError` if it cannot be moved: a folder is not moved to where another is. Nothing that fails after that
        matters: the entry is in its place.
        """
        for path in (*(made.iterdir() if made.is_dir() else ()), made):
            synced(path)
        made.replace(entry)
        with suppress(OSError):
            synced(self._folder.resolve())
            finished = [path for _, path in sorted(self._found(), reverse=True) if self._is_finished(path)]
            for path in finished[KEPT:]:
                if path != entry:
                    self.retire(path)

    def retire(self, path: Path) -> bool:
        """Delete an entry that no run uses, and say whether it went; first it gets a name under which none seeks it."""
        with suppress(OSError), self._unused(path) as is_unused:
            if is_unused:
                gone = path if path.is_file() else self._beside(path)
                path.replace(gone)
                drop(gone)
                return True
        return False

    def _beside(self, entry: Path) -> Path:
        return unfinished(entry.with_name(f"{entry.stem}-{os.urandom(8).hex()}{self._suffix}"))

    @contextmanager
    def _unused(self, path: Path) -> Iterator[bool]:
        """Say whether no run uses the entry; until the end of the context none begins to.

        A file is read at once, and may go at any time. Where there are no locks, only the age of a folder tells.
        """
        with ExitStack() as until:
            is_locked = None if path.is_file() else locked(path, until, alone=True)
            yield path.is_file() or (path.stat().st_mtime < time.time() - _LONG if is_locked is None else is_locked)

    def _found(self) -> Iterator[tuple[float, Path]]:
        """Yield the entries, finished or not, each after the time of its last use; other runs may delete some."""
        for path in self._folder.iterdir():
            if self._is_ours(path.name):
                with suppress(OSError):
                    yield path.lstat().st_mtime, path

    def _is_finished(self, path: Path) -> bool:
        return "-" not in path.name.removesuffix(self._suffix)

    def _is_ours(self, name: str) -> bool:
        """Say whether the cache made this entry, finished or not. Everything else in the folder is never touched."""
        stem = name.removesuffix(self._suffix)
        return stem != name and len(stem) >= 2 * DIGEST and not set(stem) - set("0123456789abcdef-")
