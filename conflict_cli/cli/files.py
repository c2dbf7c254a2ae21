"""The file that a command reads: the one that is named or the default, with a cache for big ones."""

import os
import re
from contextlib import suppress
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from conflict_cli import __version__, shipped_ledger
from conflict_cli.cli.console import say
from conflict_cli.counting.in_memory import select
from conflict_cli.record.incident import Ledger
from conflict_cli.selection.query import Query
from conflict_cli.selection.selection import Selection

if TYPE_CHECKING:
    from conflict_cli.dataset.store.dataset import Dataset

FILE_VARIABLE = "CONFLICT_CLI_FILE"
CACHE_VARIABLE = "CONFLICT_CLI_CACHE"

LOOKED_AT = 4096
"""The number of bytes at the beginning of a file that tell a ledger from a data set."""

_MAGIC = (b"PAR1", b"PK\x03\x04", b"\x1f\x8b")
_SUFFIXES = (".csv", ".tsv", ".parquet", ".pq")
_LEDGER = re.compile(rb"[#{\[%]|---|- |[A-Za-z_]+:(\s|$)")


class Input:
    """The file that a command reads, a ledger or a data set, and how to read it.

    `layout` is the user's own layout; `is_cached` says whether a cache may be used; `is_example` says that the file is
    the ledger that comes with the program, read because no other is named.
    """

    def __init__(
        self, path: Path, *, layout: Path | None = None, is_cached: bool = True, is_example: bool = False
    ) -> None:
        self.path = path
        self.layout = layout
        self.is_cached = is_cached
        self.is_example = is_example
        self._dataset: Dataset | None = None

    def select(self, query: Query | None = None) -> Selection:
        """Select incidents from the file: all of them if there is no query."""
        return self.dataset.select(query) if self.is_data_set else select(self.ledger, query)

    @cached_property
    def is_data_set(self) -> bool:
        """Whether the file holds events in columns: it looks so, or a layout is named."""
        return self.layout is not None or _has_columns(self.path)

    @cached_property
    def ledger(self) -> Ledger:
        """The ledger in the file; if it is the example, this is said once."""
        if self.is_example:
            say("Reading the ledger that comes with the program; -f names your own.")
        return self.silent_ledger()

    def silent_ledger(self) -> Ledger:
        """Read the ledger in the file, and say nothing; the cache is used for a big one."""
        from conflict_cli.ledger.kept import SMALLEST, KeptLedgers, read_ledger

        size = 0
        with suppress(OSError):
            size = self.path.stat().st_size
        if size <= SMALLEST:
            return read_ledger(self.path)
        from conflict_cli.cli.waiting import waiting

        folder = _cache_folder() if self.is_cached else None
        with waiting(self.path):
            return read_ledger(self.path, cache=KeptLedgers(folder, __version__) if folder else None)

    @property
    def dataset(self) -> "Dataset":
        """The data set in the file; the remarks on its rows are said once."""
        if self._dataset is None:
            self._dataset = self.silent_dataset()
            for remark in self._dataset.remarks:
                say(f"{remark}.")
        return self._dataset

    def silent_dataset(self) -> "Dataset":
        """Open the data set in the file, and say nothing about its rows."""
        from conflict_cli.cli.waiting import waiting
        from conflict_cli.dataset.kept import KeptDataSets
        from conflict_cli.dataset.opening import OpenOptions, open_dataset

        folder = _cache_folder() if self.is_cached else None
        kept = KeptDataSets(folder, __version__) if folder else None
        return open_dataset(self.path, OpenOptions(self.layout, kept, waiting))

    @property
    def remarks(self) -> tuple[str, ...]:
        """The remarks made when the data set was read, as sentences."""
        return tuple(f"{remark}." for remark in self._dataset.remarks) if self._dataset else ()

    @property
    def paths(self) -> tuple[Path, ...]:
        """The files that are read, which an answer may not replace."""
        return (self.path,) if self.layout is None else (self.path, self.layout)

    def close(self) -> None:
        """Close the data set, if it is open."""
        if self._dataset is not None:
            self._dataset.close()


def default_input(*, is_cached: bool) -> Input:
    """Return the input for a command that names no file, marked if it is the example."""
    path = default_file()
    return Input(path, is_cached=is_cached, is_example=path == shipped_ledger())


def default_file() -> Path:
    """Return the file of the environment variable, else `./incidents.yaml`, else the ledger of the program."""
    named = os.environ.get(FILE_VARIABLE)
    if named:
        return Path(named)
    here = Path("incidents.yaml")
    return here if here.exists() else shipped_ledger()


def _cache_folder() -> Path | None:
    """Return the folder of the environment variable, else the system's folder for caches; None without a home."""
    named = os.environ.get(CACHE_VARIABLE)
    if named:
        return Path(named)
    from platformdirs import user_cache_path

    try:
        folder = user_cache_path("conflict-cli")
    except (RuntimeError, KeyError, OSError):  # no HOME, and no entry in the file of users
        return None
    return folder if folder.is_absolute() else None  # older versions of the library return ~/.cache in that case


def _has_columns(path: Path) -> bool:
    """Say whether the file looks like columns of data; a ledger begins with a comment or a key."""
    try:
        if not path.is_file():
            return False
        with path.open("rb") as file:
            beginning = file.read(LOOKED_AT)
    except OSError:
        return False
    if beginning.startswith(_MAGIC):
        return True
    lines = beginning.removeprefix(b"\xef\xbb\xbf").lstrip().splitlines()
    first = lines[0] if lines else b""
    if _LEDGER.match(first):
        return False
    return max(map(first.count, (b",", b";", b"\t", b"|"))) > 1 or path.suffix.lower() in _SUFFIXES
