"""Read a ledger from its file, or from the cache: a big file is parsed again only if its content changes."""

from contextlib import suppress
from pathlib import Path

import msgspec
from msgspec.structs import replace

from conflict_cli.cache.entries import Cache
from conflict_cli.cache.files import content_of, drop, sealed, unsealed, write_private
from conflict_cli.ledger.document import collection_paused, read_bytes
from conflict_cli.record.incident import Ledger

# Raise this number when a noun gains, loses or changes a field. Entries of another number are never read.
FORMAT = 5

SMALLEST = 256 * 1024
"""Files up to this many bytes are parsed as quickly as they are looked up."""


def read_ledger(path: Path, *, name: str | None = None, cache: "KeptLedgers | None" = None) -> Ledger:
    """Return the ledger in this file, from the cache if it is there; `DataError` lists all problems of the file.

    `name` is what messages call the file, if not by its path.
    """
    data, name = read_bytes(path), name or str(path)
    with collection_paused():
        ledger = cache.load(data, name) if cache else None
        if ledger is None:
            from conflict_cli.ledger.reader import parse_ledger  # nobody pays for it who finds the ledger in the cache

            ledger = parse_ledger(data, name)
            if cache:
                cache.keep(data, ledger)
        return ledger


class KeptLedgers:
    """The ledgers kept in one folder, for one version of the program."""

    def __init__(self, folder: Path, version: str) -> None:
        self._cache = Cache(folder, ".conflict-ledger", f"{FORMAT} {version}\n")

    def load(self, data: bytes, file: str) -> Ledger | None:
        """Return the ledger kept for these bytes, under this file name; None if it is missing or damaged."""
        if len(data) <= SMALLEST:
            return None
        entry = self._cache.entry(data)
        try:
            self._cache.check()
            content = unsealed(entry, content_of(entry))
            return replace(msgspec.msgpack.decode(content, type=Ledger), file=file) if content is not None else None
        except (OSError, msgspec.MsgspecError):
            return None

    def keep(self, data: bytes, ledger: Ledger) -> None:
        """Keep the ledger parsed from these bytes, if the file is big enough and the folder can be written."""
        if len(data) <= SMALLEST:
            return
        entry = self._cache.entry(data)
        with suppress(OSError):
            made = self._cache.unfinished(entry)
            try:
                write_private(made, sealed(entry, msgspec.msgpack.encode(ledger)))
                self._cache.put(made, entry)
            finally:
                drop(made)
