"""The file of events in normal form that is being made: its rows, their number, and its replacement by a query."""

from pathlib import Path
from typing import TYPE_CHECKING

from conflict_cli.dataset.intake.sql import alone, literal, named

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection as Connection

PARQUET_FORM = "(FORMAT parquet, COMPRESSION lz4, ROW_GROUP_SIZE 30720)"


def events_in(target: Path) -> str:
    """Return the relation of the events in the target, with the number of each row from 0."""
    return f"read_parquet({literal(alone(target))}, file_row_number = true, hive_partitioning = false)"


def rewrite(connection: "Connection", target: Path, query: str) -> None:
    """Replace the target with the result of a query."""
    other = target.with_suffix(".again")
    connection.execute(f"COPY ({query}) TO {literal(named(other))} {PARQUET_FORM}")
    other.replace(target)


def columns_of(connection: "Connection", target: Path) -> list[str]:
    """Return the names of the columns in the target, with that of the number of each row."""
    return [str(name) for name, *_ in connection.execute(f"DESCRIBE SELECT * FROM {events_in(target)}").fetchall()]


def count_of(connection: "Connection", target: Path) -> int:
    """Count the events in the target."""
    return number(connection, f"SELECT count(*) FROM {events_in(target)}")


def number(connection: "Connection", query: str) -> int:
    """Return the one number that a query gives."""
    row = connection.execute(query).fetchone()
    return int(row[0]) if row else 0
