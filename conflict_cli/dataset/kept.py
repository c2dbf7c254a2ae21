"""The normal form of data sets, kept between runs by the path and the state of the file, and by the layout."""

import os
import zlib
from collections.abc import Sequence
from contextlib import ExitStack, suppress
from functools import partial
from pathlib import Path

import msgspec
from msgspec import Struct
from msgspec.structs import replace

from conflict_cli.cache.entries import Cache
from conflict_cli.cache.files import content_of, digest, drop, locked, opened, sealed, unsealed, write_private
from conflict_cli.dataset.layout.layout import Layout
from conflict_cli.ledger.steady import State, sampled
from conflict_cli.record.measures import TABLE

# Raise this number when the normal form or the keys of a layout change, or their meaning. Others are never read.
FORMAT = 13

EVENTS, ABOUT = "events.parquet", "about"
_BLOCK = 1 << 20


class About(Struct, frozen=True):
    """The facts about a file that was taken in: its layout, events, remarks, rows as counted apart, and checksum."""

    layout: Layout
    count: int
    remarks: tuple[str, ...]
    rows: int
    checksum: bytes = b""


class KeptDataSets:
    """The data sets kept in one folder, for one version of the program."""

    def __init__(self, folder: Path, version: str) -> None:
        self._cache = Cache(folder, ".conflict-data", f"{FORMAT} {' '.join(TABLE)} {version}\n")

    def entry(self, path: Path, state: State, layouts: Sequence[bytes]) -> Path:
        """Return the folder for the normal form of this file in this state; the folder may not exist yet."""
        return self._cache.entry(*self.key(path, state), *(digest(layout) for layout in layouts))

    @staticmethod
    def key(path: Path, state: State) -> tuple[bytes, bytes]:
        """Return what tells this file in this state from all others."""
        return repr((str(path.absolute()), *state)).encode(), sampled(path)

    def load(self, entry: Path, until: ExitStack) -> About | None:
        """Return the facts about the file of this entry; None if the entry is missing or not whole.

        No other run deletes the entry before `until` is closed.
        """
        with ExitStack() as held, suppress(OSError, msgspec.MsgspecError):
            self._cache.check()
            content = unsealed(entry, content_of(entry / ABOUT)) if locked(entry, held) is not False else None
            about = msgspec.msgpack.decode(content, type=About) if content is not None else None
            if about and checksum(entry / EVENTS) == about.checksum:
                os.utime(entry)
                until.push(held.pop_all())
                return about
        return None

    def begin(self, entry: Path, until: ExitStack) -> Path | None:
        """Make a new folder for an unfinished entry; None if it cannot be made, or if its name is not valid text.

        No other run deletes it before `until` is closed, and then it is deleted itself unless it was finished.
        """
        try:
            os.fsencode(entry).decode()
            made = self._cache.unfinished(entry)
            made.mkdir(mode=0o700)
            until.callback(drop, made)
            locked(made, until)
        except (OSError, UnicodeDecodeError):
            return None
        return made

    def finish(self, made: Path, entry: Path, about: About) -> bool:
        """Move a finished entry into its place, and say whether it is there.

        An entry that another run has put there meanwhile stays if it is whole, or in use.
        """
        with suppress(OSError):
            (made / EVENTS).chmod(0o600)
            facts = replace(about, checksum=checksum(made / EVENTS))
            write_private(made / ABOUT, sealed(entry, msgspec.msgpack.encode(facts)))
            with ExitStack() as briefly:
                if self.load(entry, briefly):
                    return False
            self.discard(entry)
            self._cache.put(made, entry)
            return True
        return False

    def discard(self, entry: Path) -> None:
        """Delete an entry that is not whole, if no run uses it."""
        if entry.is_symlink() or entry.exists():
            self._cache.retire(entry)


def checksum(events: Path) -> bytes:
    """Return the checksum of all of the file of events; `OSError` if others may write to it."""
    with os.fdopen(opened(events), "rb") as file:
        sums = [zlib.crc32(block) for block in iter(partial(file.read, _BLOCK), b"")]
        return digest(repr((file.tell(), sums)).encode())
