"""Several files of one layout as one data set: which files are named, and how their events become one."""

import os
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from msgspec import Struct

from conflict_cli.dataset.intake.sql import alone, literal, named
from conflict_cli.dataset.kept import About
from conflict_cli.record.errors import DataError, Problem
from conflict_cli.record.phrases import how_many

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection as Connection

TABLES = (".csv", ".tsv", ".tab", ".parquet", ".pq", ".json", ".jsonl", ".ndjson", ".xlsx", ".xlsm")
"""The endings of files that are tables."""

_ENDINGS = (*TABLES, ".gz", ".zip")
_PATTERN = frozenset("*?[")
_MOST_NAMED = 5
_FORM = "(FORMAT parquet, COMPRESSION lz4, ROW_GROUP_SIZE 122880)"


class Part(Struct, frozen=True):
    """A file that was taken in: its path, its events in normal form, and the facts about it."""

    path: Path
    events: Path
    about: About


def files_at(paths: Sequence[Path]) -> tuple[Path, ...]:
    """Return the files that these paths name, each once: a folder stands for its tables, a pattern for what fits it.

    `DataError` if a folder holds no table, or if nothing fits a pattern.
    """
    found: dict[object, Path] = {}
    for path in paths:
        for file in _files(path):
            found.setdefault(_identity(file), file)
    return tuple(found.values())


def label_of(paths: Sequence[Path]) -> Path:
    """Return a name for all these paths: that of the first, and how many more there are."""
    more = len(paths) - 1
    return paths[0].with_name(f"{paths[0].name} and {more} more") if more and paths[0].name else paths[0]


def merge(connection: "Connection", parts: Sequence[Part], target: Path) -> About:
    """Write the events of all files, each id once, and return the facts about them; `DataError` if layouts differ."""
    _check_layouts(parts)
    reads = ((number, literal(alone(part.events))) for number, part in enumerate(parts))
    every = " UNION ALL BY NAME ".join(
        f"SELECT * EXCLUDE file_row_number, {number} AS part, file_row_number AS place "
        f"FROM read_parquet({file}, file_row_number = true, hive_partitioning = false)"
        for number, file in reads
    )
    columns = [name for name, *_ in connection.execute(f"DESCRIBE {every}").fetchall() if name not in ("part", "place")]
    content = f"row({', '.join(columns)})"
    first = f"first_value({content}) OVER same IS NOT DISTINCT FROM {content}"
    connection.execute(
        f"CREATE TABLE later AS SELECT part, place, id, {first} AS is_equal FROM ({every}) WHERE id IN "
        f"(SELECT id FROM ({every}) GROUP BY id HAVING count(*) > 1) "
        "WINDOW same AS (PARTITION BY id ORDER BY part, place) QUALIFY row_number() OVER same > 1"
    )
    connection.execute(
        f"COPY (SELECT * EXCLUDE (part, place) FROM ({every}) ANTI JOIN later USING (part, place) "
        f"ORDER BY part, place) TO {literal(named(target))} {_FORM}"
    )
    unnamed = _one(connection, f"SELECT count(*) FROM ({every}) WHERE id IS NULL")
    remarks = (*(remark for part in parts for remark in part.about.remarks), *_remarks(connection, parts, unnamed))
    count = sum(part.about.count for part in parts) - _one(connection, "SELECT count(*) FROM later")
    return About(parts[0].about.layout, count, remarks, sum(part.about.rows for part in parts))


def _files(path: Path) -> Iterator[Path]:
    """Yield the files that a path names; a path that does not exist yet names itself."""
    if path.is_dir():
        tables = sorted(_tables_below(path))
        if not tables:
            raise DataError([Problem(str(path), 0, 0, "is a folder", "no table is in it: name a file")])
        yield from tables
    elif _PATTERN & set(str(path)) and not path.exists():
        fitting = sorted(file for file in _fitting(path) if file.is_file())
        if not fitting:
            raise DataError([Problem(str(path), 0, 0, "names no file", "check the pattern, and the folder")])
        yield from fitting
    else:
        yield path


def _tables_below(folder: Path) -> Iterator[Path]:
    """Yield the files that are tables by their endings, also in folders in the folder, but in none that is hidden."""
    for place, folders, names in os.walk(folder):
        folders[:] = [name for name in folders if not name.startswith(".")]
        yield from (
            Path(place, name) for name in names if name.lower().endswith(_ENDINGS) and not name.startswith((".", "~$"))
        )


def _fitting(path: Path) -> Sequence[Path]:
    try:
        return list(Path(path.anchor or ".").glob(str(path.relative_to(path.anchor))))
    except (ValueError, NotImplementedError):  # no pattern that the library knows
        return []


def _identity(file: Path) -> object:
    try:
        state = file.stat()
    except (OSError, ValueError):
        return file
    return state.st_dev, state.st_ino


def _check_layouts(parts: Sequence[Part]) -> None:
    """Raise `DataError` if two files have different layouts."""
    first = parts[0]
    for part in parts[1:]:
        if part.about.layout != first.about.layout:
            what = f"is {part.about.layout.name}, and {first.path} is {first.about.layout.name}"
            raise DataError([Problem(str(part.path), 0, 0, what, "name files of one layout")])


def _remarks(connection: "Connection", parts: Sequence[Part], unnamed: int) -> Iterator[str]:
    """Say which rows of later files were left out, and of which that could not be known."""
    for is_equal, what in (
        (True, "that an earlier file has too counted once"),
        (
            False,
            "with the id of a row in an earlier file, but with other content, left out, so that none is counted twice",
        ),
    ):
        condition = f"FROM later WHERE {'' if is_equal else 'NOT '}is_equal"
        query = (
            f"SELECT part, count(*), list(id ORDER BY place)[:{_MOST_NAMED}] {condition} GROUP BY part ORDER BY part"
        )
        for number, count, names in connection.execute(query).fetchall():
            told = f"{', '.join(names)}{', …' if count > len(names) else ''}"
            yield f"{parts[number].path}: {how_many(count, 'row')} {what}: {told}"
    if unnamed:
        what = f"{how_many(unnamed, 'row')} without an id: one that stands in two files is counted twice"
        yield f"{label_of([part.path for part in parts])}: {what}"


def _one(connection: "Connection", query: str) -> int:
    """Return the one number that a query gives."""
    row = connection.execute(query).fetchone()
    return int(row[0]) if row else 0
