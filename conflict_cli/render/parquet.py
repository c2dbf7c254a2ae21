"""Parquet: columns with types of their own, for pandas, polars, R and the like; the engine of data sets writes it."""

import errno
import os
import re
import shutil
import signal
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import closing
from itertools import chain, islice
from pathlib import Path
from typing import BinaryIO

from msgspec.json import Encoder

from conflict_cli.answers.answer import Answer, Cell, Column, Row
from conflict_cli.answers.column_types import Type, type_of
from conflict_cli.dataset.intake.sql import alone, literal, named
from conflict_cli.record.errors import UsageError
from conflict_cli.render.json_text import compact
from conflict_cli.scratch import naming_place, scratch_folder

_SQL: Mapping[Type, str] = {
    "text": "VARCHAR",
    "number": "BIGINT",  # a sum may be larger than any figure
    "decimal": "DOUBLE",
    "truth": "BOOLEAN",
    "names": "VARCHAR[]",
    "day": "DATE",
    "nested": "VARCHAR",
}
_BATCH = 1_000
_LONGEST = 16 * 1024 * 1024
_SETTINGS: Mapping[str, str | bool | int | float | list[str]] = {
    "memory_limit": "500MB",
    "autoinstall_known_extensions": "false",
    "autoload_known_extensions": "false",
}


def write_parquet(report: Answer, stream: BinaryIO) -> None:
    """Write the rows, the total last, as CSV has them; the notes go into the metadata of the file.

    `OSError` for a full disk, and `UsageError` for what the engine cannot write.
    """
    with scratch_folder() as folder:
        lines, made = folder / "rows.jsonl", folder / "made.parquet"
        with naming_place(folder):
            longest = _write_lines(report, lines)
            _convert(lines, made, report, longest)
        with made.open("rb") as file:
            shutil.copyfileobj(file, stream)


def _write_lines(report: Answer, path: Path) -> int:
    """Write a line of JSON for each row, without what is missing; return the length of the longest."""
    encode = Encoder().encode_lines
    rows = chain(report.rows, () if report.total is None else (report.total,))
    records = _records(report.columns, rows)
    longest = 0
    with path.open("wb") as file:
        while batch := list(islice(records, _BATCH)):
            try:
                text = encode(batch)
            except UnicodeEncodeError:
                text = encode([_encodable(record) for record in batch])
            longest = max(longest, *map(len, text.split(b"\n")))
            file.write(text)
    return longest


def _records(columns: Sequence[Column], rows: Iterable[Row]) -> Iterator[dict[str, object]]:
    kinds = [(place, column.key, type_of(column)) for place, column in enumerate(columns) if column.kind != "bar"]
    for row in rows:
        yield {key: _plain(row[place], kind) for place, key, kind in kinds if row[place] is not None}


def _plain(cell: Cell, kind: Type) -> object:
    """Return the cell as its type has it: names in a column of texts are joined, what is nested becomes JSON."""
    if kind == "text" and isinstance(cell, tuple):
        return "; ".join(cell)
    return compact(cell) if kind == "nested" else cell


def _encodable(value: object) -> object:
    """Return the value with every half of a surrogate pair escaped: UTF-8 has none, but the name of a file may."""
    if isinstance(value, str):
        return value.encode(errors="backslashreplace").decode()
    if isinstance(value, dict):
        return {key: _encodable(one) for key, one in value.items()}
    return [_encodable(one) for one in value] if isinstance(value, tuple | list) else value


def _convert(lines: Path, made: Path, report: Answer, longest: int) -> None:
    import duckdb

    notes = compact(_encodable([*filter(None, [report.title]), *(note.text for note in report.notes)]))
    query = (
        f"COPY (SELECT * FROM read_json({literal(alone(lines))}, format = 'newline_delimited', "
        f"columns = {{{', '.join(_declared(report.columns))}}}, maximum_object_size = {max(longest, _LONGEST)})) "
        f"TO {literal(named(made))} (FORMAT parquet, COMPRESSION zstd, KV_METADATA {{notes: {literal(notes)}}})"
    )
    try:
        with closing(duckdb.connect(config={**_SETTINGS, "temp_directory": named(made.parent)})) as engine:
            engine.execute(query)
    except duckdb.IOException as error:
        number = re.search(r'"errno":"(\d+)"', str(error))
        reason = os.strerror(int(number[1])) if number else str(error).rpartition(": ")[2]
        raise OSError(int(number[1]) if number else errno.EIO, reason, str(made)) from None
    except (duckdb.InterruptException, RuntimeError):
        signal.raise_signal(signal.SIGINT)  # the engine caught the interrupt itself
        raise
    except duckdb.Error as error:
        raise UsageError(f"Parquet cannot hold this: {str(error).partition(chr(10))[0]}; write -O csv") from None


def _declared(columns: Sequence[Column]) -> Iterator[str]:
    """Yield each column with its type; a chart, which is a picture of numbers, stays out."""
    for column in columns:
        if column.kind != "bar":
            yield f"{literal(column.key)}: {literal(_SQL[type_of(column)])}"
