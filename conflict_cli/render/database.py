"""Databases of SQLite: tables with their keys, and a view of what `list` shows. The same tables give the same bytes."""

import errno
import os
import shutil
import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import closing
from typing import BinaryIO

from conflict_cli.exports.tables_schema import Row, Tables, schema
from conflict_cli.record.errors import UsageError
from conflict_cli.record.figures import BOUNDS, MARKS
from conflict_cli.record.incident import MEASURES
from conflict_cli.scratch import scratch_folder

IS_STRICT = sqlite3.sqlite_version_info >= (3, 37)
"""Whether SQLite knows tables that hold what their columns say and nothing else."""

# Nobody else sees the file before it is done, so that it needs no journal, and half of it is thrown away.
_SETTINGS = (
    "PRAGMA page_size = 4096",
    "PRAGMA encoding = 'UTF-8'",
    "PRAGMA journal_mode = OFF",
    "PRAGMA synchronous = OFF",
    "PRAGMA foreign_keys = ON",
)
_OF_THE_DISK = {
    sqlite3.SQLITE_FULL: errno.ENOSPC,
    **dict.fromkeys((sqlite3.SQLITE_IOERR, sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_READONLY), errno.EIO),
}
_BOUNDS = (*BOUNDS, *MARKS, "text")

_SAYING_SO = """\
SELECT group_concat(name, ', ') FROM (
    SELECT s.name FROM attribution_sources b JOIN sources s ON s.id = b.source
    WHERE b.incident = l.incident AND b.attribution = l.position ORDER BY b.position
  )"""
_ATTRIBUTED = f"n.name || ' (' || l.confidence || coalesce(' by ' || ({_SAYING_SO}), '') || ')'"
"""An attribution in words, with the sources that say so."""


def write_database(tables: Tables, stream: BinaryIO) -> None:
    """Write the tables as a database; `UsageError` for numbers that it has no room for, `OSError` for a full disk."""
    with scratch_folder() as folder:
        made = folder / "made.sqlite"
        try:
            with closing(sqlite3.connect(made, isolation_level=None)) as database:
                _fill(database, tables)
        except OverflowError:
            raise UsageError(
                "a number is too large for SQLite, which stores at most 64 bits; write -O json or -O csv"
            ) from None
        except sqlite3.OperationalError as error:
            # Errors that Python's own module raises have no code of SQLite.
            code = _OF_THE_DISK.get(getattr(error, "sqlite_errorcode", 0) & 0xFF)
            if code is None:
                raise UsageError(f"SQLite cannot make the database: {error}; write -O json or -O csv") from None
            raise OSError(code, os.strerror(code) if code == errno.ENOSPC else str(error), str(folder.parent)) from None
        with made.open("rb") as file:
            shutil.copyfileobj(file, stream)


def _fill(database: sqlite3.Connection, tables: Tables) -> None:
    for setting in _SETTINGS:
        database.execute(setting)
    making_tables, making_indexes = schema()
    if not IS_STRICT:
        making_tables = making_tables.replace(") STRICT;", ");")
    database.executescript(f"BEGIN; {making_tables}")
    for name, rows in tables.batches:
        if rows:
            places = ", ".join("?" * len(rows[0]))
            database.executemany(f"INSERT INTO {name} VALUES ({places})", _encodable(rows))
    database.execute("COMMIT")
    database.executescript(f"BEGIN; {making_indexes} {_view(tables.victims)}; COMMIT")


def _encodable(rows: Sequence[Row]) -> Iterator[Row]:
    """Yield the rows with every half of a surrogate pair escaped: UTF-8 has none, but the name of a file may."""
    for row in rows:
        yield tuple(
            cell.encode(errors="backslashreplace").decode() if isinstance(cell, str) and not cell.isascii() else cell
            for cell in row
        )


def _view(victims: str) -> str:
    """The view `incident_list`: a row for each incident, as `list` shows it; to put it in order makes counting slow."""
    figures = ",\n  ".join(f'{one}."{name}" AS {one}_{name}' for one in MEASURES for name in _BOUNDS)
    joins = "\n".join(
        f"LEFT JOIN incident_figures {one} "
        f"ON {one}.incident = i.id AND {one}.measure = '{one}' AND {one}.victims = '{victims}'"
        for one in MEASURES
    )
    return f"""\
CREATE VIEW incident_list AS SELECT
  i.id, i.position, i.title, i.date, i.date_from, i.date_to,
  {_joined("n.name", "incident_places l JOIN places n ON n.id = l.place")} AS towns,
  i.and_elsewhere, i.nearby,
  {_joined("n.governorate", "incident_places l JOIN places n ON n.id = l.place")} AS governorates,
  i.type, i.target,
  {figures},
  {_joined("n.name", "incident_sources l JOIN sources n ON n.id = l.source")} AS sources,
  {_joined(_ATTRIBUTED, "attributions l JOIN actors n ON n.id = l.actor")} AS attribution,
  {_joined("l.other", "links l", "l.relation = 'may_overlap'", "l.rowid")} AS overlaps,
  {_joined("l.other", "links l", "l.relation = 'part_of'", "l.rowid")} AS part_of,
  i.lat, i.lon, i.note
FROM incidents i
{joins}"""


def _joined(value: str, tables: str, condition: str = "true", order: str = "l.position") -> str:
    """The distinct values of an incident's rows in these tables as one text, in order."""
    where = f"l.incident = i.id AND {condition}"
    rows = f"SELECT {value} AS value FROM {tables} WHERE {where} GROUP BY value ORDER BY min({order})"
    return f"(SELECT group_concat(value, '; ') FROM ({rows}))"
