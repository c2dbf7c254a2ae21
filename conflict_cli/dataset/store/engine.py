"""The engine: DuckDB over the events of one data set in normal form, and the names that occur in them."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import cached_property
from itertools import count
from pathlib import Path
from typing import TYPE_CHECKING, Generic, TypeVar

from conflict_cli.dataset.intake.normal_form import standard_columns
from conflict_cli.dataset.intake.sql import alone, literal
from conflict_cli.dataset.layout.layout import Layout
from conflict_cli.dataset.store.rows import Row, Rows
from conflict_cli.dataset.store.vocabulary import Vocabulary
from conflict_cli.record.errors import DataError, Problem
from conflict_cli.record.geography import Geography
from conflict_cli.record.incident import Names
from conflict_cli.selection.query import Occurring

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection as Connection

Noun = TypeVar("Noun")

_BATCH = 2_000
FEW = 6
"""A caveat names at least this many of the incidents that it is about."""


class Engine:
    """Answer SQL over the view `events`: the normal form, with the number of each row, from 0, as `row`."""

    def __init__(self, connection: "Connection", path: Path, events: Path, layout: Layout, count_: int) -> None:
        self.layout = layout
        self.count = count_
        self._path = path
        self._connection = connection
        self._tables = count()
        kept = f"read_parquet({literal(alone(events))}, file_row_number = true, hive_partitioning = false)"
        present = {name for name, *_ in connection.execute(f"DESCRIBE SELECT * FROM {kept}").fetchall()}
        absent = (f", NULL::{kind} AS {name}" for name, kind in standard_columns(layout).items() if name not in present)
        connection.execute(
            "CREATE VIEW events AS SELECT file_row_number AS row, "
            "* EXCLUDE file_row_number REPLACE (coalesce(id, 'row-' || (file_row_number + 1)) AS id)"
            f"{''.join(absent)} FROM {kept}"
        )

    @cached_property
    def names(self) -> Names:
        """The names in the data set, each kind read when the first one is needed."""
        known = self.vocabulary
        return Names(
            file=str(self._path),
            articles={},
            sources=Named(lambda: known.sources),
            places=Named(lambda: known.places),
            actors=Named(lambda: known.actors),
        )

    @cached_property
    def geography(self) -> Geography:
        """How the places of the data set lie to each other."""
        return Geography(self.names.places)

    @cached_property
    def vocabulary(self) -> Vocabulary:
        """The meaning of the names and codes in the data set."""
        # Both coordinates of the first record that has both: on its own, each would be of the first record that has it.
        located = "FILTER (lat IS NOT NULL AND lon IS NOT NULL)"
        coordinates = f"arg_min(lat, row) {located}, arg_min(lon, row) {located}"
        return Vocabulary(
            self.layout,
            Asking(self, f"SELECT site, {coordinates} FROM events GROUP BY site ORDER BY min(row)"),
            Asking(self, "SELECT DISTINCT actors FROM events"),
            Asking(self, "SELECT DISTINCT sources FROM events"),
        )

    @property
    def occurring(self) -> Occurring:
        """The types and targets of its events."""
        known = self.vocabulary
        return Occurring(
            lambda: (known.type(raw) for raw in self.distinct("type")),
            lambda: (known.target(raw) for raw in self.distinct("target")),
        )

    def rows(self, victims: str | None = None) -> Rows:
        """Return the converter of rows to incidents; it takes the figures of one group of victims if one is named."""
        return Rows(self.layout, self.vocabulary, victims=victims)

    def fetched(self, query: str) -> Iterator[Row]:
        """Yield the rows that answer a query; `DataError` if it fails.

        Rows are fetched in batches, and other queries may run in between.
        """
        with self._failing_clearly():
            answer = self._connection.cursor().execute(query)
            while batch := answer.fetchmany(_BATCH):
                yield from batch

    @contextmanager
    def _failing_clearly(self) -> Iterator[None]:
        import duckdb

        try:
            yield
        except duckdb.ConnectionException:
            hint = "open it again, and ask it before it is closed"
            raise DataError([Problem(str(self._path), 0, 0, "is closed", hint)]) from None
        except duckdb.Error as error:
            what = f"cannot be asked: {str(error).partition(chr(10))[0].partition('Error: ')[2] or error}"
            hint = "--no-cache reads the file afresh; there may be too little room on the disk for what it takes"
            raise DataError([Problem(str(self._path), 0, 0, what, hint)]) from None

    def first(self, query: str) -> Row:
        """Return the first row that answers a query."""
        return next(self.fetched(query))

    def number(self, query: str) -> int:
        """Return the number that answers a query, from the first column of the first row."""
        return int(self.first(query)[0])

    def distinct(self, column: str, relation: str = "SELECT * FROM events") -> list[str]:
        """Return the distinct texts in a column of the normal form."""
        return [raw for (raw,) in self.fetched(f"SELECT DISTINCT {column} FROM ({relation})")]

    def make_table(self, columns: Sequence[tuple[str, str]], rows: Iterable[Sequence[object]]) -> str:
        """Make a table of these rows and return its name; each column is given as a name and a type."""
        name = f"made_{next(self._tables)}"
        values = [list(column) for column in zip(*rows, strict=True)] or [[] for _ in columns]
        made = ", ".join(f"unnest(?::{kind}[]) AS {column}" for column, kind in columns)
        with self._failing_clearly():
            self._connection.execute(f"CREATE TABLE {name} AS SELECT {made}", values)
        return name


class Asking:
    """The rows that answer a query; the query runs again for each iteration."""

    def __init__(self, engine: Engine, query: str) -> None:
        self._engine = engine
        self._query = query

    def __iter__(self) -> Iterator[Row]:
        return self._engine.fetched(self._query)


class Named(Mapping[str, Noun], Generic[Noun]):
    """Nouns by key, all made when the first one is needed."""

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
