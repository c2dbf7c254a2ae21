"""One engine of DuckDB for all data sets that a run of the tests opens in its own process.

To start an engine takes 20 ms, and some five hundred data sets are opened. Each has a database of its own within it.
Runs of the program as processes have engines of their own, as users do.
"""

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


class Connection:
    """A connection to a database of its own, which goes when it is closed."""

    def __init__(self) -> None:
        self._name = next(_NAMES)
        self._connection = _engine().cursor()
        self._connection.execute(f"ATTACH ':memory:' AS {self._name}; USE {self._name}")

    def cursor(self) -> duckdb.DuckDBPyConnection:
        cursor = _engine().cursor()
        cursor.execute(f"USE {self._name}")
        return cursor

    def close(self) -> None:
        self._connection.execute(f"USE memory; DETACH {self._name}")
        self._connection.close()

    def __getattr__(self, name: str) -> Any:
        return getattr(self._connection, name)


def connection(close: ExitStack) -> Connection:
    """A connection as the program makes one, but to the engine that is there."""
    made = Connection()
    close.callback(made.close)
    return made
