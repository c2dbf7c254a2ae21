"""The normal form of data sets, kept between runs by the path, size, time and layout of the file."""

import os
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path

import msgspec
from msgspec import Struct

from conflict_cli.cache import Cache, digest, drop, sealed, unsealed
from conflict_cli.dataset.layout.layout import Layout

# Raise this number when the normal form or the keys of a layout change, or their meaning. Others are never read.
FORMAT = 7

EVENTS, ABOUT = "events.parquet", "about"
_BLOCK = 1 << 16
_MOST_CHECKED = 1 << 25
"""About this many bytes of the events are checked each time, evenly spread; of smaller files all."""


class About(Struct, frozen=True):
    """The facts about a file that was taken in: its layout, number of events, remarks, and checksum."""

    layout: Layout
    count: int
    remarks: tuple[str, ...]
    checksum: bytes


class KeptDataSets:
    """The data sets kept in one folder, for one version of the program."""

    def __init__(self, folder: Path, version: str) -> None:
        self._cache = Cache(folder, ".conflict-data", f"{FORMAT} {version}\n")

    def entry(self, path: Path, layouts: Sequence[Path]) -> Path:
        """Return the folder for the normal form of this file; the folder may not exist yet."""
        state = path.stat()
        file = (str(path.absolute()), state.st_size, state.st_mtime_ns)
        return self._cache.entry(repr(file).encode(), *(layout.read_bytes() + b"\0" for layout in layouts))

    def load(self, entry: Path) -> About | None:
        """Return the facts about the file of this entry; None if the entry is missing or not whole."""
        try:
            content = unsealed(entry, (entry / ABOUT).read_bytes())
            if content is None:
                return None
            about = msgspec.msgpack.decode(content, type=About)
            is_whole = checksum(entry / EVENTS) == about.checksum
        except (OSError, msgspec.MsgspecError):
            return None
        with suppress(OSError):
            os.utime(entry)
        return about if is_whole else None

    def begin(self, entry: Path) -> Path | None:
        """Make a new folder for an unfinished entry; None if it cannot be made, or if its name is not valid text."""
        try:
            os.fsencode(entry).decode()
            made = self._cache.unfinished(entry)
            made.mkdir(mode=0o700)
        except (OSError, UnicodeDecodeError):
            return None
        return made

    def finish(self, made: Path, entry: Path, about: About) -> bool:
        """Move a finished entry into its place, and say whether a usable entry is there.

        An entry that another run has put there meanwhile stays.
        """
        try:
            (made / ABOUT).write_bytes(sealed(entry, msgspec.msgpack.encode(about)))
            if self.load(entry) is None:
                drop(entry)
                self._cache.put(made, entry)
        except OSError:
            return self.load(entry) is not None
        return True


def checksum(events: Path) -> bytes:
    """Hash the size of the file of events and blocks of its bytes: a change after writing shows in the hash."""
    size = events.stat().st_size
    step = _BLOCK * (size // _MOST_CHECKED + 1)
    blocks = []
    with events.open("rb") as file:
        for start in (*range(0, size, step), size - _BLOCK):
            file.seek(max(0, start))
            blocks.append(file.read(_BLOCK))
    return digest(str(size).encode(), *blocks)
