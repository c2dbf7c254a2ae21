"""One engine of DuckDB for all data sets that a run of the tests opens in its own process.

To start an engine takes 20 ms, and some five hundred data sets are opened. Each has a database of its own within it.
A question takes 10 ms, and two fifths of those that tests ask of an open data set were asked before. What is open does
not change: the first answer is given again. Runs of the program as processes have engines of their own, as users do.
"""

from collections.abc import Callable
from contextlib import ExitStack
from functools import cache
from itertools import count
from typing import Any

import duckdb

from conflict_cli.dataset.opening import MEMORY

_NAMES = (f"own_{number}" for number in count())


@cache
def _engine() -> duckdb.DuckDBPyConnection:
    never = {"autoinstall_known_extensions": "false", "autoload_known_extensions": "false", "threads": 1}
    return duckdb.connect(config={"memory_limit": MEMORY, **never})


class Cursor:
    """Answers a question: from memory, if the same one was asked of this database and had a short answer."""

    def __init__(self, ask: Callable[[str], duckdb.DuckDBPyConnection], known: dict[str, list[tuple]]) -> None:
        self._ask = ask
        self._known = known

    def execute(self, query: str) -> "Cursor":
        self._query = query
        self._answer = None if query in self._known else self._ask(query)
        self._batches = 0
        return self

    def fetchmany(self, size: int) -> list[tuple]:
        self._batches += 1
        if self._answer is None:
            return self._known[self._query] if self._batches == 1 else []
        batch = self._answer.fetchmany(size)
        if self._batches == 1 and len(batch) < size:
            self._known[self._query] = batch
        return batch


class Connection:
    """A connection to a database of its own, which goes when it is closed."""

    def __init__(self) -> None:
        self._name = next(_NAMES)
        self._known: dict[str, list[tuple]] = {}
        self._connection = _engine().cursor()
        self._connection.execute(f"ATTACH ':memory:' AS {self._name}; USE {self._name}")

    def cursor(self) -> Cursor:
        return Cursor(self._ask, self._known)

    def close(self) -> None:
        self._connection.execute(f"USE memory; DETACH {self._name}")
        self._connection.close()

    def __getattr__(self, name: str) -> Any:
        return getattr(self._connection, name)

    def _ask(self, query: str) -> duckdb.DuckDBPyConnection:
        cursor = _engine().cursor()
        cursor.execute(f"USE {self._name}")
        return cursor.execute(query)


def connection(close: ExitStack, *_allowed: object) -> Connection:
    """A connection as the program makes one, but to the engine that is there, which may open all files."""
    made = Connection()
    close.callback(made.close)
    return made
