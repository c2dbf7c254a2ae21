"""Open a data set: the first time, take in the file; after that, use the copy that was kept."""

import os
import re
import signal
from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager, ExitStack, nullcontext, suppress
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from msgspec import Struct

from conflict_cli.dataset.intake.recognition import (
    PARQUET,
    damaged,
    recognise_columns,
    recognise_csv,
)
from conflict_cli.dataset.intake.sql import alone, literal, named
from conflict_cli.dataset.intake.to_parquet import take_in
from conflict_cli.dataset.kept import EVENTS, About, KeptDataSets
from conflict_cli.dataset.layout.reader import parse_layout, shipped_files
from conflict_cli.dataset.store.dataset import Dataset
from conflict_cli.dataset.store.engine import Engine
from conflict_cli.ledger.document import read_bytes
from conflict_cli.ledger.steady import TRIES, State, changing, settled, state_of
from conflict_cli.record.errors import DataError, Problem
from conflict_cli.scratch import scratch_folder

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection as Connection

MEMORY = "420MB"


class Waiting(Protocol):
    """What is entered while a file is read for the first time; the percentage is that of what is done."""

    def __call__(self, path: Path, percentage: Callable[[], float], *, is_kept: bool) -> AbstractContextManager[object]:
        """Return what is entered; `is_kept` says that the next query will not have to read the file."""


class OpenOptions(Struct, frozen=True):
    """How to open a data set: `layout` is a layout of the user's own, `kept` the cache to use."""

    layout: Path | None = None
    kept: KeptDataSets | None = None
    waiting: Waiting | None = None


def open_dataset(path: Path, options: OpenOptions) -> Dataset:
    """Open the data set in this file; `DataError` if no layout fits it, or if it cannot be read, or keeps changing."""
    if path.exists() and not (path.is_file() or path.is_dir()):
        raise DataError([Problem(str(path), 0, 0, "is a pipe or a device", "save its output to a file")])
    layouts = [(read_bytes(file), str(file)) for file in ([options.layout] if options.layout else shipped_files())]
    for _ in range(TRIES):
        state = settled(path) if options.kept else state_of(path)
        try:
            return _opened(Reading(path, state, layouts, options))
        except DataError:
            if state_of(path) == state:
                raise
    raise changing(path)


class Reading(Struct, frozen=True):
    """A file in one state, the layouts that it may have, each with its name, and how to open it."""

    path: Path
    state: State
    layouts: Sequence[tuple[bytes, str]]
    options: OpenOptions


def _opened(file: Reading) -> Dataset:
    """Open the data set from its entry in the cache, if there is a usable one; else take in the file."""
    import duckdb

    path, kept = file.path, file.options.kept
    entry = kept.entry(path, file.state, [data for data, _ in file.layouts]) if kept else None
    with ExitStack() as close:
        if kept and entry and (about := kept.load(entry, close)):
            try:
                return _dataset(_connection(close, [entry / EVENTS]), path, entry / EVENTS, about, close)
            except duckdb.Error:
                close.close()
                kept.discard(entry)
        try:
            return _kept_if_possible(file, entry, close)
        except duckdb.Error as error:
            raise _unusable(path, error) from None
        except RuntimeError as error:
            if "interrupted" in str(error):
                signal.raise_signal(signal.SIGINT)  # the engine caught the interrupt itself
            raise


def _kept_if_possible(file: Reading, entry: Path | None, close: ExitStack) -> Dataset:
    """Take in the file; the cache is done without if its folder is full, or is deleted meanwhile."""
    import duckdb

    if entry:
        with suppress(duckdb.IOException, OSError):
            return _taken_in(file, entry, close)
        close.close()
    return _taken_in(file, None, close)


def _taken_in(file: Reading, entry: Path | None, close: ExitStack) -> Dataset:
    """Take in a file that has no usable entry in the cache, and keep its normal form if there is a cache."""
    path, options = file.path, file.options
    made = options.kept.begin(entry, close) if options.kept and entry else None
    folder = made or close.enter_context(scratch_folder())
    connection = _connection(close, [path, *([entry / EVENTS] if entry and made else [])], folder)
    waiting = options.waiting
    with waiting(path, connection.query_progress, is_kept=made is not None) if waiting else nullcontext():
        layouts, is_chosen = [parse_layout(data, name) for data, name in file.layouts], bool(options.layout)
        if _is_parquet(path):
            source = f"{literal(alone(path))}, hive_partitioning = false"
            columns = connection.execute(f"DESCRIBE SELECT * FROM read_parquet({source})").fetchall()
            read = recognise_columns(path, [str(row[0]) for row in columns], layouts, is_chosen=is_chosen)
        else:
            read = recognise_csv(path, layouts, is_chosen=is_chosen)
        about = About(read.layout, *take_in(connection, read, folder / EVENTS))
        if state_of(path) != file.state:
            raise changing(path)
        if options.kept and entry and made and options.kept.finish(made, entry, about):
            folder = entry
    return _dataset(connection, path, folder / EVENTS, about, close)


def _dataset(connection: "Connection", path: Path, events: Path, about: About, close: ExitStack) -> Dataset:
    engine = Engine(connection, path, events, about.layout, about.count)
    _lock(connection)
    return Dataset(engine, path, about.remarks, close.pop_all().close)


def _connection(close: ExitStack, files: Sequence[Path], folder: Path | None = None) -> "Connection":
    """Start an engine with a limit on memory, which opens no other files than these and those in this folder.

    What does not fit into memory goes into a folder that is deleted at the end.
    """
    import duckdb

    spill = close.enter_context(scratch_folder())
    connection = duckdb.connect(
        config={
            "memory_limit": MEMORY,
            "temp_directory": named(spill),
            "autoinstall_known_extensions": "false",
            "autoload_known_extensions": "false",
        }
    )
    close.callback(connection.close)
    for setting, paths in (("allowed_paths", files), ("allowed_directories", [folder] if folder else [])):
        names = [literal(form(one)) for one in paths for form in (named, alone)]
        connection.execute(f"SET {setting} = [{', '.join(names)}]")
    connection.execute("SET enable_external_access = false")
    return connection


def _lock(connection: "Connection") -> None:
    """Let no query open other files, or change another setting of the engine."""
    connection.execute("SET lock_configuration = true")


def _is_parquet(path: Path) -> bool:
    with path.open("rb") as file:
        return file.read(len(PARQUET)) == PARQUET


def _unusable(path: Path, error: Exception) -> DataError:
    """Return the error for a file on which the engine failed."""
    number = re.search(r'"errno":"(\d+)"', str(error))
    unopened = re.search(rf'Cannot open file "[^"]*/{re.escape(Path(EVENTS).stem)}[.][^"]*": (.+)', str(error))
    if number or unopened:
        reason = os.strerror(int(number[1])) if number else unopened and unopened[1]
        what = f"the converted file cannot be written: {str(reason).lower()}"
        return DataError([Problem(str(path), 0, 0, what, "make room in the folder of the cache and in that of TMPDIR")])
    if _is_parquet(path):
        return damaged(path)
    line = str(error).partition("\n")[0]
    return DataError([Problem(str(path), 0, 0, f"cannot be read: {line.partition('Error: ')[2] or line}")])
