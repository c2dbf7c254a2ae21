"""The store of a data set: a file of events that answers the queries that a ledger answers."""

import shutil
import tempfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, ExitStack, nullcontext
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Generic, TypeVar

from msgspec import Struct

from conflict_cli.asked import Occurring, Query, Unmatched, resolved
from conflict_cli.dataset.choice import Choice, make_table
from conflict_cli.dataset.intake import take_in
from conflict_cli.dataset.kept import EVENTS, About, Kept
from conflict_cli.dataset.layout import Layout
from conflict_cli.dataset.layout_file import read_layout, shipped_files
from conflict_cli.dataset.normal import literal
from conflict_cli.dataset.recognition import PARQUET, Recognised, recognise_columns, recognise_csv
from conflict_cli.dataset.rows import Row, Rows
from conflict_cli.dataset.selection import EventSelection
from conflict_cli.dataset.sums import Groups as _  # noqa: F401 (with it, totals and groups know how to sum events)
from conflict_cli.dataset.vocabulary import Vocabulary
from conflict_cli.errors import DataError, Problem
from conflict_cli.incident import Ledger
from conflict_cli.matching import conditions, says
from conflict_cli.query import checked

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection as Connection

Noun = TypeVar("Noun")

MEMORY = "256MB"
_BATCH = 2_000


class Wish(Struct, frozen=True):
    """How a data set is to be opened: by a layout of the user's own, and what may be kept of it.

    `waiting` is entered while a file is read for the first time, with what tells the percentage that is done.
    """

    layout: Path | None = None
    kept: Kept | None = None
    waiting: Callable[[Path, Callable[[], float]], AbstractContextManager[object]] = lambda _path, _done: nullcontext()


class Asking:
    """The rows that a query gives, asked for each time they are looked through."""

    def __init__(self, dataset: "Dataset", query: str) -> None:
        self._dataset = dataset
        self._query = query

    def __iter__(self) -> Iterator[Row]:
        return self._dataset.fetched(self._query)


class Dataset:
    """A file of events in its normal form. It holds files open until it is closed."""

    def __init__(self, connection: "Connection", path: Path, events: Path, about: About, close: ExitStack) -> None:
        self.connection = connection
        self.path = path
        self.layout = about.layout
        self.count = about.count
        self.remarks = about.remarks
        self._close = close
        connection.execute(
            "CREATE VIEW events AS SELECT file_row_number AS row, "
            "* EXCLUDE file_row_number REPLACE (coalesce(id, 'row-' || (file_row_number + 1)) AS id) "
            f"FROM read_parquet({literal(str(events))}, file_row_number = true)"
        )

    def close(self) -> None:
        """Let go of the file, and of what was only for this run."""
        self._close.close()

    def select(self, query: Query | None = None) -> EventSelection:
        """The events that answer the query; errors as in `query.select`."""
        query = checked(query)
        unmatched: list[Unmatched] = []
        asked = resolved(self.ledger, query, unmatched, self._occurring)
        relation = Choice(self.connection, asked, self.ledger, self.vocabulary).relation()
        whole = EventSelection(self, asked, relation, unmatched)
        if query.words:
            relation = f"SELECT * FROM ({relation}) WHERE row IN (SELECT row FROM {self._saying(whole, query)})"
        undivided = None
        if query.victims:
            is_divided = f"killed_{query.victims}_best IS NOT NULL" if query.victims in self.layout.parts else "false"
            undivided = f"SELECT * FROM ({relation}) WHERE NOT ({is_divided})"
            relation = f"SELECT * FROM ({relation}) WHERE {is_divided}"
        if query.min_killed is not None:
            best = whole.column("killed", "best") if whole.numbers("killed") else "NULL"
            relation = f"SELECT * FROM ({relation}) WHERE {best} >= {query.min_killed}"
        return EventSelection(self, asked, relation, unmatched, undivided)

    @cached_property
    def ledger(self) -> Ledger:
        """The names of the data set as a ledger without incidents."""
        known = self.vocabulary
        return Ledger(
            str(self.path),
            {},
            Named(lambda: known.sources),
            Named(lambda: known.places),
            Named(lambda: known.actors),
            (),
        )

    @cached_property
    def vocabulary(self) -> Vocabulary:
        """What its names and codes mean."""
        return Vocabulary(
            self.layout,
            Asking(
                self, "SELECT site, arg_min(lat, row), arg_min(lon, row) FROM events GROUP BY site ORDER BY min(row)"
            ),
            Asking(self, "SELECT DISTINCT actors FROM events"),
            Asking(self, "SELECT DISTINCT sources FROM events"),
        )

    def rows(self, victims: str | None = None) -> Rows:
        """What makes incidents of its rows, with the figures of one group of victims where one is named."""
        return Rows(self.layout, self.vocabulary, victims=victims)

    def fetched(self, query: str) -> Iterator[Row]:
        """The rows that the engine answers, in batches, so that others may be asked for meanwhile."""
        answer = self.connection.cursor().execute(query)
        while batch := answer.fetchmany(_BATCH):
            yield from batch

    def first(self, query: str) -> Row:
        """The one row that the engine answers."""
        return next(self.fetched(query))

    def number(self, query: str) -> int:
        """The one number that the engine answers."""
        return int(str(self.first(query)[0]))

    @property
    def _occurring(self) -> Occurring:
        known = self.vocabulary
        return Occurring(
            lambda: (known.type(str(raw)) for (raw,) in self.fetched("SELECT DISTINCT type FROM events")),
            lambda: (known.target(str(raw)) for (raw,) in self.fetched("SELECT DISTINCT target FROM events")),
        )

    def _saying(self, whole: EventSelection, query: Query) -> str:
        """The table of the rows whose texts hold the words, as a ledger's entries are searched."""
        wanted = conditions(query.words)
        rows = self.rows()
        every = self.fetched(f"SELECT {', '.join(rows.columns)} FROM ({whole.relation})")
        found = ((row[0],) for row in every if all(says(rows.incident(row), words, self.ledger) for words in wanted))
        return make_table(self.connection, (("row", "BIGINT"),), found)


class Named(Mapping[str, Noun], Generic[Noun]):
    """Nouns by key, looked up when the first of them is asked for."""

    def __init__(self, make: Callable[[], Mapping[str, Noun]]) -> None:
        self._make = make

    def __getitem__(self, key: str) -> Noun:
        return self._nouns[key]

    def __iter__(self) -> Iterator[str]:
        return iter(self._nouns)

    def __len__(self) -> int:
        return len(self._nouns)

    @cached_property
    def _nouns(self) -> Mapping[str, Noun]:
        return self._make()


def open_dataset(path: Path, wish: Wish) -> Dataset:
    """The events in this file; `DataError` where no layout knows it, or it cannot be read."""
    import duckdb

    layouts = [wish.layout] if wish.layout else shipped_files()
    entry = wish.kept.entry(path, layouts) if wish.kept else None
    with ExitStack() as close:
        if wish.kept and entry and (about := wish.kept.load(entry)):
            try:
                return Dataset(_connection(close, None), path, entry / EVENTS, about, close.pop_all())
            except duckdb.Error:
                pass
        try:
            return _taken_in(path, wish, layouts, entry, close)
        except duckdb.Error as error:
            raise DataError([Problem(str(path), 0, 0, f"cannot be read: {_first_line(error)}", "")]) from None


def _taken_in(path: Path, wish: Wish, layouts: Sequence[Path], entry: Path | None, close: ExitStack) -> Dataset:
    """The events of a file that is read for the first time, or of which nothing may be kept."""
    making = ExitStack()
    made = wish.kept.begin(entry) if wish.kept and entry else None
    folder = made or Path(close.enter_context(tempfile.TemporaryDirectory(prefix="conflict-cli-")))
    with making:
        if made:
            making.callback(shutil.rmtree, made, ignore_errors=True)
        connection = _connection(close, folder / "spill")
        making.enter_context(wish.waiting(path, connection.query_progress))
        read = _recognised(path, [read_layout(layout) for layout in layouts], connection, is_chosen=bool(wish.layout))
        count, remarks = take_in(connection, read, folder / EVENTS)
        about = About(read.layout, count, remarks, (folder / EVENTS).stat().st_size)
        if wish.kept and entry and made and wish.kept.finish(made, entry, about):
            folder = entry
        elif made:
            close.push(making.pop_all())
    return Dataset(connection, path, folder / EVENTS, about, close.pop_all())


def _recognised(path: Path, layouts: Sequence[Layout], connection: "Connection", *, is_chosen: bool) -> Recognised:
    with path.open("rb") as file:
        is_parquet = file.read(len(PARQUET)) == PARQUET
    if not is_parquet:
        return recognise_csv(path, layouts, is_chosen=is_chosen)
    columns = connection.execute(f"DESCRIBE SELECT * FROM read_parquet({literal(str(path))})").fetchall()
    return recognise_columns(path, [str(row[0]) for row in columns], layouts, is_chosen=is_chosen)


def _connection(close: ExitStack, spill: Path | None) -> "Connection":
    import duckdb

    settings: dict[str, str | bool | int | float | list[str]] = {
        "memory_limit": MEMORY,
        "autoinstall_known_extensions": "false",
        "autoload_known_extensions": "false",
    }
    if spill:
        settings["temp_directory"] = str(spill)
    connection = duckdb.connect(config=settings)
    close.callback(connection.close)
    return connection


def _first_line(error: Exception) -> str:
    """What the engine says, without what it advises and without its own name for the kind of error."""
    line = str(error).partition("\n")[0]
    return line.partition("Error: ")[2] or line
