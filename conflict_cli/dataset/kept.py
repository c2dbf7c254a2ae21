"""The cache of data sets: it keeps the normal form of a file between runs, by its path, size, time and layout.

Like the cache of ledgers, it only saves time. If an entry is missing or damaged, or cannot be written, the program
makes the normal form again and says nothing.
"""

import os
import shutil
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
from typing import BinaryIO

import msgspec
from msgspec import Struct

from conflict_cli.dataset.layout.layout import Layout

# Raise this number when the normal form or the keys of a layout change, or their meaning. Others are never read.
FORMAT = 6

KEPT = 8
"""So many files stay, the last used."""

EVENTS, ABOUT = "events.parquet", "about"
_SUFFIX = ".conflict-data"
_DIGEST = 32
_BLOCK = 1 << 16
_MOST_CHECKED = 1 << 25
"""So many bytes of the events are checked each time, evenly spread: all of them, but for the biggest files."""


class About(Struct, frozen=True):
    """The facts about a file that was taken in: its layout, number of events, remarks, and checksum."""

    layout: Layout
    count: int
    remarks: tuple[str, ...]
    checksum: bytes


class Kept:
    """Keep data sets in one folder, for one version of the program."""

    def __init__(self, folder: Path, version: str) -> None:
        self._folder = folder
        self._version = version

    def entry(self, path: Path, layouts: Sequence[Path]) -> Path:
        """Return the folder for the normal form of this file; the folder may not exist yet."""
        from hashlib import blake2b

        state = path.stat()
        file = (str(path.absolute()), state.st_size, state.st_mtime_ns)
        name = blake2b(repr((FORMAT, self._version, file)).encode(), digest_size=_DIGEST)
        for layout in layouts:
            name.update(layout.read_bytes())
            name.update(b"\0")
        return self._folder / f"{name.hexdigest()}{_SUFFIX}"

    def load(self, entry: Path) -> About | None:
        """Return the facts about the file of this entry; None if the entry is missing or not whole."""
        try:
            kept = (entry / ABOUT).read_bytes()
            if kept[:_DIGEST] != _digest(entry.name.encode(), kept[_DIGEST:]):
                return None
            about = msgspec.msgpack.decode(kept[_DIGEST:], type=About)
            is_whole = checksum(entry / EVENTS) == about.checksum
        except (OSError, msgspec.MsgspecError):
            return None
        with suppress(OSError):
            os.utime(entry)
        return about if is_whole else None

    def drop(self, entry: Path) -> None:
        """Delete an entry that cannot be used."""
        shutil.rmtree(entry, ignore_errors=True)

    def begin(self, entry: Path) -> Path | None:
        """Make a new folder for an unfinished entry; None if it cannot be made, or if its name is not valid text."""
        made = entry.with_name(f"{entry.stem}-{os.urandom(8).hex()}{_SUFFIX}")
        try:
            os.fsencode(made).decode()
            self._folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            made.mkdir(mode=0o700)
        except (OSError, UnicodeDecodeError):
            return None
        return made

    def finish(self, made: Path, entry: Path, about: About) -> bool:
        """Move a finished entry into its place, and say whether a usable entry is there.

        An entry that another run has put there meanwhile stays.
        """
        try:
            kept = msgspec.msgpack.encode(about)
            (made / ABOUT).write_bytes(_digest(entry.name.encode(), kept) + kept)
            if self.load(entry) is None:
                self.drop(entry)
                made.rename(entry)
                self._drop_oldest(entry)
        except OSError:
            return self.load(entry) is not None
        return True

    def _drop_oldest(self, newest: Path) -> None:
        entries = [path for path in self._folder.iterdir() if _is_ours(path.name)]
        entries.sort(key=lambda path: path.stat().st_mtime, reverse=True)
        for path in entries[KEPT:]:
            if path != newest:
                shutil.rmtree(path, ignore_errors=True)


def checksum(events: Path) -> bytes:
    """Hash the size of the file of events and blocks of its bytes: a change after writing shows in the hash."""
    size = events.stat().st_size
    step = _BLOCK * (size // _MOST_CHECKED + 1)
    with events.open("rb") as file:
        return _digest(str(size).encode(), *(_block(file, start) for start in (*range(0, size, step), size - _BLOCK)))


def _block(file: BinaryIO, start: int) -> bytes:
    file.seek(max(0, start))
    return file.read(_BLOCK)


def _digest(*parts: bytes) -> bytes:
    from hashlib import blake2b

    digest = blake2b(digest_size=_DIGEST)
    for part in parts:
        digest.update(part)
    return digest.digest()


def _is_ours(name: str) -> bool:
    """Say whether the cache made this folder. Other folders beside it are never touched."""
    stem = name.removesuffix(_SUFFIX)
    return stem != name and len(stem) >= 2 * _DIGEST and not set(stem) - set("0123456789abcdef-")
