"""Read a ledger from its files, or from the cache: a big one is parsed again only where its content changes."""

import re
from collections.abc import Callable
from contextlib import suppress
from functools import cached_property
from os.path import realpath
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from conflict_cli.cache.entries import Cache
from conflict_cli.cache.files import content_of, drop, sealed, unsealed, write_private
from conflict_cli.ledger.document import collection_paused, read_bytes
from conflict_cli.ledger.kept_form import KeptLedger, kept_form, ledger_of, with_links
from conflict_cli.record.incident import Ledger
from conflict_cli.record.measures import TABLE

if TYPE_CHECKING:
    from conflict_cli.ledger.several import Files, KeptFiles

# Raise this number when a noun gains, loses or changes a field. Entries of another number are never read.
FORMAT = 9

SMALLEST = 256 * 1024
"""Ledgers of up to this many bytes are parsed as quickly as they are looked up."""

_INCLUDE = rb"include[\"']?\s*:"


def read_ledger(*paths: Path, name: str | None = None, cache: "KeptLedgers | None" = None) -> Ledger:
    """Return the ledger that these files, the files below these folders, and all that they include make.

    It is taken from the cache if it is there; `DataError` lists all problems of all files. `name` is what messages call
    a file that is no more than a copy, and may include none.
    """
    with collection_paused():
        if len(paths) > 1 or paths[0].is_dir():
            return _of_several(paths, cache)
        data = read_bytes(paths[0])
        ledger = cache.load(data, name or str(paths[0])) if cache else None
        if ledger is None and name is None and may_include(data):  # what includes files is not kept by itself
            return _of_several(paths, cache)
        name = name or str(paths[0])
        if ledger is None:
            from conflict_cli.ledger.reader import parse_ledger  # nobody pays for it who finds the ledger in the cache

            ledger = parse_ledger(data, name)
            if cache:
                ledger = cache.keep(data, ledger)
        return ledger


def may_include(data: bytes) -> bool:
    """Say whether the text of a ledger seems to include other files."""
    return b"include" in data and bool(re.search(_INCLUDE, data))


class KeptLedgers:
    """The ledgers kept in one folder, for one version of the program; nothing is kept if there is no folder."""

    def __init__(self, folder: Path | Callable[[], Path | None], version: str) -> None:
        self._folder = folder
        self._version = version

    @cached_property
    def _cache(self) -> Cache:
        folder = self._folder if isinstance(self._folder, Path) else self._folder()
        if folder is None:
            raise FileNotFoundError
        return Cache(folder, ".conflict-ledger", f"{FORMAT} {' '.join(TABLE)} {self._version}\n")

    def load(self, data: bytes, file: str) -> Ledger | None:
        """Return the ledger kept for these bytes, under this file name; None if it is missing or damaged."""
        if len(data) <= SMALLEST:
            return None
        with suppress(OSError, msgspec.MsgspecError):
            if content := self._content(data):
                return ledger_of(msgspec.msgpack.decode(content, type=KeptLedger), file)
        return None

    def keep(self, data: bytes, ledger: Ledger) -> Ledger:
        """Keep the ledger parsed from these bytes, if the file is big enough and the folder can be written.

        The ledger is returned, with its links if it is kept with them.
        """
        if len(data) <= SMALLEST:
            return ledger
        linked = with_links(ledger)
        self._put(data, kept_form(linked))
        return linked

    def load_several(self, paths: tuple[Path, ...]) -> "Files | None":
        """Return what was kept of a ledger of several files when it was last read; None if it is missing or damaged."""
        from conflict_cli.ledger.several import Files, KeptFiles

        with suppress(OSError, msgspec.MsgspecError):
            if content := self._content(_key(paths)):
                kept = msgspec.msgpack.decode(content, type=KeptFiles)
                return Files(ledger_of(kept.ledger, kept.ledger.file), kept.digests, kept.includes, kept.size)
        return None

    def keep_several(self, paths: tuple[Path, ...], files: "Files") -> Ledger:
        """Keep a ledger of several files in its present state, if they are big enough together; return it as `keep`."""
        from conflict_cli.ledger.several import KeptFiles

        if files.size <= SMALLEST:
            return files.ledger
        linked = with_links(files.ledger)
        self._put(_key(paths), KeptFiles(kept_form(linked), files.digests, files.includes, files.size))
        return linked

    def _content(self, key: bytes) -> memoryview | None:
        entry = self._cache.entry(key)
        self._cache.check()
        return unsealed(entry, content_of(entry))

    def _put(self, key: bytes, kept: "KeptLedger | KeptFiles") -> None:
        with suppress(OSError):
            entry = self._cache.entry(key)
            made = self._cache.unfinished(entry)
            try:
                write_private(made, sealed(entry, msgspec.msgpack.encode(kept)))
                self._cache.put(made, entry)
            finally:
                drop(made)


def _of_several(paths: tuple[Path, ...], cache: KeptLedgers | None) -> Ledger:
    from conflict_cli.ledger.several import read_several

    kept = cache.load_several(paths) if cache else None
    files = read_several(paths, kept)
    if cache and (kept is None or files.digests != kept.digests):
        return cache.keep_several(paths, files)
    return files.ledger


def _key(paths: tuple[Path, ...]) -> bytes:
    """Return a key that no text of a ledger is."""
    return b"\0".join((b"files", *(realpath(path).encode("utf-8", "surrogateescape") for path in paths)))
