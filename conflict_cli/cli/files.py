"""The files that a command reads: those that are named or the default, with a cache for big ones."""

import os
from contextlib import ExitStack, suppress
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from conflict_cli import __version__, shipped_ledger
from conflict_cli.cli.console import notice
from conflict_cli.cli.telling import files_at, has_columns, is_several, spooled
from conflict_cli.counting.in_memory import select
from conflict_cli.record.errors import UsageError
from conflict_cli.record.incident import Ledger
from conflict_cli.selection.query import Query
from conflict_cli.selection.selection import Selection

if TYPE_CHECKING:
    from conflict_cli.dataset.store.dataset import Dataset

FILE_VARIABLE = "CONFLICT_CLI_FILE"
CACHE_VARIABLE = "CONFLICT_CLI_CACHE"

EXAMPLE = "This is the example that comes with the program; -f names your own ledger."
"""What every answer says where no file is named."""

STDIN, STANDARD_INPUT = Path("-"), Path("standard input")
"""How standard input is named in an option, and in messages."""


class Input:
    """The files that a command reads, which make one ledger or one data set, and how to read them.

    `layout` is the user's own layout; `sheet` is a sheet of a workbook or a file in an archive; `is_cached` says
    whether a cache may be used; `is_example` says that the file is the ledger that comes with the program, read because
    no other is named.
    """

    def __init__(
        self,
        path: Path,
        *more: Path,
        layout: Path | None = None,
        sheet: str | None = None,
        is_cached: bool = True,
        is_example: bool = False,
    ) -> None:
        self.path = STANDARD_INPUT if path == STDIN else path
        self.layout = layout
        self.sheet = sheet
        self.is_cached = is_cached
        self.is_example = is_example
        self._named = (path, *more)
        self._dataset: Dataset | None = None
        self._close = ExitStack()

    def select(self, query: Query | None = None) -> Selection:
        """Select incidents from the file: all of them if there is no query."""
        if self.is_data_set:
            return self.dataset.select(query)
        selection = select(self.ledger, query)
        selection.read = self.remarks
        return selection

    @cached_property
    def is_data_set(self) -> bool:
        """Whether the files hold events in columns: they look so, or a layout or a sheet is named.

        `UsageError` for several files of which some do and others do not.
        """
        if self.layout is not None or self.sheet is not None:
            return True
        files = [file for file in self._files if file.is_file()]
        tables = [file for file in files if has_columns(file)]
        if 0 < len(tables) < len(files):
            other = next(file for file in files if file not in tables)
            raise UsageError(f"{tables[0]} is a data set, and {other} is none; name ledgers alone, or data sets alone")
        return bool(tables)

    @cached_property
    def ledger(self) -> Ledger:
        """The ledger in the file; if it is the example, this is said once."""
        if self.is_example:
            notice(EXAMPLE)
        return self.silent_ledger()

    def silent_ledger(self) -> Ledger:
        """Read the ledger in the file, and say nothing; the cache is used for a big one."""
        from conflict_cli.ledger.kept import SMALLEST, KeptLedgers, read_ledger

        cache = KeptLedgers(_cache_folder, __version__) if self.is_cached else None
        if self.size <= SMALLEST:
            return read_ledger(*self.roots, name=self._name, cache=cache)
        from conflict_cli.cli.waiting import waiting

        with waiting(self.path, size=self.size):
            return read_ledger(*self.roots, name=self._name, cache=cache)

    def whole_ledger(self) -> Ledger:
        """Read the ledger without a cache, and say nothing."""
        from conflict_cli.ledger.kept import read_ledger

        return read_ledger(*self.roots, name=self._name)

    @property
    def dataset(self) -> "Dataset":
        """The data set in the file; the remarks on its rows are said once."""
        if self._dataset is None:
            self._dataset = self.silent_dataset()
            notice(*(f"{remark}." for remark in self._dataset.remarks))
        return self._dataset

    def silent_dataset(self) -> "Dataset":
        """Open the data set in the file, and say nothing about its rows."""
        from conflict_cli.cli.waiting import waiting
        from conflict_cli.dataset.kept import KeptDataSets
        from conflict_cli.dataset.opening import OpenOptions, open_dataset

        folder = _cache_folder() if self.is_cached and STDIN not in self._named else None
        kept = KeptDataSets(folder, __version__) if folder else None
        name = STANDARD_INPUT if self._named == (STDIN,) else None
        return open_dataset(self._read, OpenOptions(self.layout, kept, waiting, self.sheet, name))

    @property
    def remarks(self) -> tuple[str, ...]:
        """The remarks made when the data set was read, as sentences; of the example, that it is one."""
        if self.is_example:
            return (EXAMPLE,)
        return tuple(f"{remark}." for remark in self._dataset.remarks) if self._dataset else ()

    @property
    def paths(self) -> tuple[Path, ...]:
        """The files that are read, which an answer may not replace: of a ledger, those that it includes too."""
        ledger: Ledger | None = self.__dict__.get("ledger")
        files = (Path(file) for file in ledger.files) if ledger else ()
        return tuple(dict.fromkeys((*self._files, *files, *([self.layout] if self.layout else []))))

    @property
    def size(self) -> int:
        """How many bytes the files have that are named; 0 if that cannot be told."""
        with suppress(OSError):
            return sum(file.stat().st_size for file in self._files)
        return 0

    def close(self) -> None:
        """Close the data set, if it is open, and delete what was read from standard input."""
        if self._dataset is not None:
            self._dataset.close()
        self._close.close()

    @property
    def _name(self) -> str | None:
        """The name of what is read through a private file."""
        return str(self.path) if self.path == STANDARD_INPUT else None

    @cached_property
    def _read(self) -> tuple[Path, ...]:
        """The files, folders and patterns to read: what comes through standard input is written to a private file."""
        return tuple(self._close.enter_context(spooled()) if path == STDIN else path for path in self._named)

    @cached_property
    def _files(self) -> tuple[Path, ...]:
        """The files to read: those in folders, and those that fit patterns; `DataError` where there are none."""
        if len(self._read) == 1 and (self._read[0].is_file() or not is_several(self._read[0])):
            return self._read
        return tuple(dict.fromkeys(file for path in self._read for file in files_at(path)))

    @cached_property
    def roots(self) -> tuple[Path, ...]:
        """What a ledger is read from: files, and folders as they are named."""
        roots = ([path] if path.is_dir() or not is_several(path) else files_at(path) for path in self._read)
        return tuple(file for files in roots for file in files)


def default_input(*, is_cached: bool) -> Input:
    """Return the input for a command that names no file, marked if it is the example."""
    path = default_file()
    return Input(path, is_cached=is_cached, is_example=path == shipped_ledger())


def default_file() -> Path:
    """Return the file of the environment variable, else `./incidents.yaml`, else the ledger of the program."""
    if named := named_by_environment():
        return named[0]
    here = Path("incidents.yaml")
    return here if here.exists() else shipped_ledger()


def named_by_environment() -> list[Path]:
    """Return the file that the environment variable names, if it names one."""
    named = os.environ.get(FILE_VARIABLE)
    return [Path(named)] if named else []


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
