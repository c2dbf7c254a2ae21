"""The file that a command reads: which one where none is named, and what is kept of a big one between runs."""

import os
import re
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
"""So many bytes of a file tell whether it is a ledger or a data set."""

_MAGIC = (b"PAR1", b"PK\x03\x04", b"\x1f\x8b")
_SUFFIXES = (".csv", ".tsv", ".parquet", ".pq")
_LEDGER = re.compile(rb"[#{\[%]|---|- |[A-Za-z_]+:(\s|$)")


class Input:
    """The file that is asked, which may be a ledger or a data set, and how it is to be read.

    `layout` is a layout of the user's own; `is_cached` says whether what is made of the file may be kept;
    `is_example`, that it is the ledger of the program, which nobody named.
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
        """What the query selects from the file."""
        return self.dataset.select(query) if self.is_data_set else select(self.ledger, query)

    @cached_property
    def is_data_set(self) -> bool:
        """Whether the file holds events in columns, by what it looks like."""
        return self.layout is not None or _has_columns(self.path)

    @cached_property
    def ledger(self) -> Ledger:
        """The ledger in the file."""
        if self.is_example:
            say("Reading the ledger that comes with the program; -f names your own.")
        return self.silent_ledger()

    def silent_ledger(self) -> Ledger:
        """The ledger in the file, without a word about which one it is."""
        from conflict_cli.ledger.reader import read_ledger

        if not (self.is_cached and _is_large(self.path)):
            return read_ledger(self.path)
        from conflict_cli.ledger.kept import KeptLedgers

        return read_ledger(self.path, cache=KeptLedgers(_cache_folder(), __version__))

    @property
    def dataset(self) -> "Dataset":
        """The data set in the file; what must be said of its rows is said once."""
        if self._dataset is None:
            self._dataset = self.silent_dataset()
            for remark in self._dataset.remarks:
                say(f"{remark}.")
        return self._dataset

    def silent_dataset(self) -> "Dataset":
        """The data set in the file, without a word about its rows."""
        from conflict_cli.cli.waiting import waiting
        from conflict_cli.dataset.kept import KeptDataSets
        from conflict_cli.dataset.opening import OpenOptions, open_dataset

        kept = KeptDataSets(_cache_folder(), __version__) if self.is_cached else None
        return open_dataset(self.path, OpenOptions(self.layout, kept, waiting))

    @property
    def paths(self) -> tuple[Path, ...]:
        """The files that are read, none of which an answer may replace."""
        return (self.path,)

    def close(self) -> None:
        """Let go of the file."""
        if self._dataset is not None:
            self._dataset.close()


def default_input(*, is_cached: bool) -> Input:
    """The ledger that is read where no option names one, said to be the example where it is."""
    path = default_file()
    return Input(path, is_cached=is_cached, is_example=path == shipped_ledger())


def default_file() -> Path:
    """The ledger that is read where no option names one."""
    named = os.environ.get(FILE_VARIABLE)
    if named:
        return Path(named)
    here = Path("incidents.yaml")
    return here if here.exists() else shipped_ledger()


def _cache_folder() -> Path:
    named = os.environ.get(CACHE_VARIABLE)
    if named:
        return Path(named)
    from platformdirs import user_cache_path

    return user_cache_path("conflict-cli")


def _is_large(path: Path) -> bool:
    from conflict_cli.ledger.kept import SMALLEST

    try:
        return path.stat().st_size > SMALLEST
    except OSError:
        return False


def _has_columns(path: Path) -> bool:
    """Whether the file looks like columns of data and not like a ledger, which begins with a comment or a key."""
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
