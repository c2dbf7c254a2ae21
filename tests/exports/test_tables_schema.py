"""The tables of a database: which cells each row must have, and which of them are looked up by an index."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing

import pytest

from conflict_cli.counting.in_memory import select
from conflict_cli.exports.tables import tables_of
from conflict_cli.exports.tables_schema import schema
from conflict_cli.ledger.reader import parse_ledger
from tests.conftest import ROOT

EXAMPLE = ROOT / "incidents.yaml"


@pytest.fixture
def tables() -> Iterator[sqlite3.Connection]:
    """The tables without rows."""
    made, indexed = schema()
    with closing(sqlite3.connect(":memory:")) as connection:
        connection.executescript(made.replace(") STRICT;", ");") + indexed)
        yield connection


def names(connection: sqlite3.Connection) -> list[str]:
    return [name for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]


def test_a_row_needs_every_cell_of_its_key(tables: sqlite3.Connection) -> None:
    columns = [(table, *one) for table in names(tables) for one in tables.execute(f"PRAGMA table_info({table})")]
    assert len(columns) > 90
    assert [
        (table, name) for table, _, name, _, is_needed, _, place_in_key in columns if place_in_key and not is_needed
    ] == []


def test_every_reference_has_an_index(tables: sqlite3.Connection) -> None:
    references = [
        (table, one[3]) for table in names(tables) for one in tables.execute(f"PRAGMA foreign_key_list({table})")
    ]
    indexed = {
        (table, next(tables.execute(f"PRAGMA index_info({index[1]})"))[2])
        for table in names(tables)
        for index in tables.execute(f"PRAGMA index_list({table})")
    }
    assert len(references) > 15
    assert [one for one in references if one not in indexed] == []


def test_every_table_gets_rows(tables: sqlite3.Connection) -> None:
    """Only data sets say whom a report cites, and the example is a ledger whose article names no one for a claim."""
    batches = tables_of(select(parse_ledger(EXAMPLE.read_bytes(), ""))).batches
    assert {name for name, rows in batches if rows} == {*names(tables)} - {"report_cites", "attribution_sources"}


def test_every_table_is_strict() -> None:
    """Where SQLite knows no strict tables, the word is left out wherever it stands at a table's end."""
    made, indexed = schema()
    assert made.count("CREATE TABLE") == made.count(") STRICT;") == made.upper().count("STRICT")
    assert "CREATE TABLE" not in indexed
