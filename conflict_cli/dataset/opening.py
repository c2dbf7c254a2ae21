"""Open a data set: the first time, take in the file; after that, use the copy that was kept."""

import signal
from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager, ExitStack, nullcontext, suppress
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from msgspec import Struct
from msgspec.structs import replace

from conflict_cli.dataset.intake.failure import engine_failed, is_parquet
from conflict_cli.dataset.intake.recognition import Recognised, recognise_columns, recognise_csv
from conflict_cli.dataset.intake.sql import alone, literal, named
from conflict_cli.dataset.intake.to_parquet import take_in
from conflict_cli.dataset.kept import EVENTS, About, KeptDataSets
from conflict_cli.dataset.layout.layout import Layout
from conflict_cli.dataset.layout.reader import parse_layout, shipped_files
from conflict_cli.dataset.several import Part, files_at, label_of, merge
from conflict_cli.dataset.store.dataset import Dataset
from conflict_cli.dataset.store.engine import Engine
from conflict_cli.dataset.unpacking.unpacked import UNPACKED, Making, Table, unpacked, with_iso_days
from conflict_cli.ledger.document import read_bytes
from conflict_cli.ledger.steady import TRIES, State, changing, settled, state_of
from conflict_cli.record.errors import DataError, Problem
from conflict_cli.scratch import scratch_folder

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection as Connection

MEMORY = "700MB"
"""With less than 550 MB for the 24 columns of UCDP GED, the engine writes in one thread; it uses up to 400 of them."""


class Waiting(Protocol):
    """What is entered while a file is read for the first time; the percentage is that of what is done."""

    def __call__(self, path: Path, percentage: Callable[[], float], *, is_kept: bool) -> AbstractContextManager[object]:
        """Return what is entered; `is_kept` says that the next query will not have to read the file."""


class OpenOptions(Struct, frozen=True):
    """How to open a data set: `layout` is a layout of the user's own, `kept` the cache to use.

    `sheet` is a sheet of a workbook, or a file in a zip archive. `name` is what a file is called that has no name.
    """

    layout: Path | None = None
    kept: KeptDataSets | None = None
    waiting: Waiting | None = None
    sheet: str | None = None
    name: Path | None = None


def open_dataset(path: Path | Sequence[Path], options: OpenOptions) -> Dataset:
    """Open the data set in this file, or in all of these: folders stand for their tables, patterns for what fits them.

    `DataError` if no layout fits a file, if files have different layouts, or if one cannot be read or keeps changing.
    """
    paths = [path] if isinstance(path, Path) else list(path)
    files = files_at(paths)
    for file in files:
        if file.exists() and not (file.is_file() or file.is_dir()):
            raise DataError([Problem(str(file), 0, 0, "is a pipe or a device", "save its output to a file")])
    layouts = [(read_bytes(file), str(file)) for file in ([options.layout] if options.layout else shipped_files())]
    label = options.name or label_of(paths)
    for _ in range(TRIES):
        states = [settled(file) if options.kept else state_of(file) for file in files]
        try:
            return _opened(Reading(files, states, layouts, options, label))
        except DataError:
            if [state_of(file) for file in files] == states:
                raise
    raise changing(label)


def open_table(read: Recognised, label: Path) -> Dataset:
    """Open a table that is recognised already, and keep nothing of it."""
    with ExitStack() as close:
        folder = close.enter_context(scratch_folder())
        connection = _connection(close, [read.shape.file], folder)
        count, remarks, rows = take_in(connection, read, folder / EVENTS)
        return _dataset(connection, label, folder / EVENTS, About(read.layout, count, remarks, rows), close)


class Reading(Struct, frozen=True):
    """Files in one state each, the layouts that they may have, each with its name, how to open them, and a name."""

    files: Sequence[Path]
    states: Sequence[State]
    layouts: Sequence[tuple[bytes, str]]
    options: OpenOptions
    label: Path


def _opened(reading: Reading) -> Dataset:
    """Open the data set from its entry in the cache, if there is a usable one; else take in the files."""
    import duckdb

    kept, entry = reading.options.kept, _entry(reading)
    with ExitStack() as close:
        if kept and entry and (about := kept.load(entry, close)):
            try:
                return _dataset(_connection(close, [entry / EVENTS]), reading.label, entry / EVENTS, about, close)
            except duckdb.Error:
                close.close()
                kept.discard(entry)
        try:
            return _kept_if_possible(reading, entry, close)
        except duckdb.Error as error:
            raise engine_failed(reading.label, reading.files, EVENTS, error) from None
        except RuntimeError as error:
            if "interrupted" in str(error):
                signal.raise_signal(signal.SIGINT)  # the engine caught the interrupt itself
            raise


def _kept_if_possible(reading: Reading, entry: Path | None, close: ExitStack) -> Dataset:
    """Take in the files; the cache is done without if its folder is full, or is deleted meanwhile."""
    import duckdb

    if entry:
        with suppress(duckdb.IOException, OSError):
            return _taken_in(reading, entry, close)
        close.close()
    return _taken_in(reading, None, close)


def _entry(reading: Reading) -> Path | None:
    """Return the place in the cache for all that the files, their states, the layouts and the options make."""
    kept = reading.options.kept
    if not kept:
        return None
    (first, *others), (state, *states) = reading.files, reading.states
    also = [part for file, one in zip(others, states, strict=True) for part in kept.key(file, one)]
    also += [repr((str(reading.label), reading.options.sheet)).encode()] if others or reading.options.sheet else []
    return kept.entry(first, state, [*(data for data, _ in reading.layouts), *also])


def _taken_in(reading: Reading, entry: Path | None, close: ExitStack) -> Dataset:
    """Take in files that have no usable entry in the cache, and keep their normal form if there is a cache."""
    options = reading.options
    made = options.kept.begin(entry, close) if options.kept and entry else None
    folder = made or close.enter_context(scratch_folder())
    ready = [entry / EVENTS] if entry and made else []
    if len(reading.files) == 1:
        connection, about = _file_taken_in(reading, 0, folder / EVENTS, close, ready=ready, is_kept=bool(made))
    else:
        apart = close.enter_context(scratch_folder())
        parts = []
        for number, file in enumerate(reading.files):
            with ExitStack() as briefly:
                events = apart / f"{number}.parquet"
                _, about = _file_taken_in(reading, number, events, briefly, is_kept=bool(made))
            parts.append(Part(file, events, about))
        connection = _connection(close, [*(part.events for part in parts), *ready], folder)
        about = merge(connection, parts, folder / EVENTS)
    if [state_of(file) for file in reading.files] != list(reading.states):
        raise changing(reading.label)
    if options.kept and entry and made and options.kept.finish(made, entry, about):
        folder = entry
    return _dataset(connection, reading.label, folder / EVENTS, about, close)


def _file_taken_in(
    reading: Reading, number: int, target: Path, close: ExitStack, *, ready: Sequence[Path] = (), is_kept: bool
) -> tuple["Connection", About]:
    """Take in one file; return the engine that did it, which may open the files that are `ready` too, and the facts."""
    path, options = reading.files[number], reading.options
    folder = close.enter_context(scratch_folder())
    made = [folder / name for name in UNPACKED]
    connection = _connection(close, [path, *made, *ready], target.parent)
    waiting = options.waiting
    with waiting(path, connection.query_progress, is_kept=is_kept) if waiting else nullcontext():
        layouts, is_chosen = [parse_layout(data, name) for data, name in reading.layouts], bool(options.layout)
        name = options.name if options.name and len(reading.files) == 1 else path
        table = unpacked(Table(path, str(name)), Making(folder, options.sheet, layouts, connection))
        try:
            about = _about(connection, table, layouts, target, is_chosen=is_chosen)
        except DataError as error:
            raise table.told_of(error) from None
        finally:
            for file in made:
                file.unlink(missing_ok=True)
    return connection, about


def _about(
    connection: "Connection", table: Table, layouts: Sequence[Layout], target: Path, *, is_chosen: bool
) -> About:
    """Recognise a plain table, take it in, and return the facts about it, told of the user's own file."""
    path = table.file
    if is_parquet(path):
        source = f"{literal(alone(path))}, hive_partitioning = false"
        columns = connection.execute(f"DESCRIBE SELECT * FROM read_parquet({source})").fetchall()
        lists = [str(name) for name, kind, *_ in columns if str(kind).endswith("]")]
        read = recognise_columns(path, [str(name) for name, *_ in columns], layouts, lists=lists, is_chosen=is_chosen)
    else:
        known = [replace(layout, encoding=None) for layout in layouts] if table.is_utf8 else layouts
        read = recognise_csv(path, known, is_chosen=is_chosen)
    dated = replace(read.layout, date=with_iso_days(read.layout.date)) if table.has_days else read.layout
    count, remarks, rows = take_in(connection, replace(read, layout=dated), target)
    return About(read.layout, count, (*table.remarks, *map(table.told, remarks)), rows)


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
