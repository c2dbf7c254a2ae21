"""Read figures in words and dates in EDTF as in a ledger: each distinct text once, then the engine looks it up."""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING

from conflict_cli.dataset.intake.normal_dates import WRITTEN
from conflict_cli.dataset.intake.normal_figures import FIGURES
from conflict_cli.dataset.intake.recognition import Recognised
from conflict_cli.dataset.intake.steps import cell_of
from conflict_cli.record.dates import parse_when
from conflict_cli.record.digits import in_latin
from conflict_cli.record.errors import BadValueError
from conflict_cli.record.figures import parse_figure

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection as Connection

Values = Sequence[object]

_TIME = re.compile(r"(\d{4}-\d\d-\d\d)[Tt ]\d\d:\d\d(:\d\d([.,]\d+)?)? ?([Zz]|[+-]\d\d(:?\d\d)?)?$", re.ASCII)
_FIGURE = {"low": "INTEGER", "best": "INTEGER", "high": "INTEGER", "open": "BOOLEAN", "approximate": "BOOLEAN"}
_DATE = {"first": "DATE", "last": "DATE", "mark": "VARCHAR", "written": "VARCHAR"}


@contextmanager
def words_to_look_up(connection: "Connection", read: Recognised, source: str) -> Iterator[None]:
    """Make the tables of figures in words and dates in EDTF, if the file has columns of them.

    Inside the context the engine then uses one thread, because a join keeps the order of the file only then.
    """
    layout = read.layout
    written = [column for column in (layout.date.written,) if column in read.places]
    worded = [numbers.words for numbers in layout.numbers.values() if numbers.words in read.places]
    if written:
        _make_table(connection, WRITTEN, _DATE, _distinct(connection, read, source, written), _date)
    if worded:
        _make_table(connection, FIGURES, _FIGURE, _distinct(connection, read, source, worded), _figure)
    if not (written or worded):
        yield
        return
    (threads,) = connection.execute("SELECT current_setting('threads')").fetchall()[0]
    connection.execute("SET threads = 1")
    try:
        yield
    finally:
        connection.execute(f"SET threads = {threads}")


def _make_table(
    connection: "Connection",
    name: str,
    types: Mapping[str, str],
    texts: Sequence[str],
    read: Callable[[str], Values],
) -> None:
    """Make the table of these texts and their values; a text that cannot be read is left out."""
    rows = []
    for text in texts:
        try:
            rows.append((text, *read(text)))
        except BadValueError:
            continue
    columns = list(zip(*rows, strict=True)) or [()] * (len(types) + 1)
    fields = ", ".join(f"{field} := unnest(?::{kind}[])" for field, kind in types.items())
    connection.execute(
        f"CREATE OR REPLACE TABLE {name} AS SELECT unnest(?::VARCHAR[]) AS text, struct_pack({fields}) AS value",
        [list(column) for column in columns],
    )


def _distinct(connection: "Connection", read: Recognised, source: str, columns: Sequence[str | None]) -> list[str]:
    """Return the texts in these columns, each once: a join with a repeated text would double its rows."""
    cells = [cell_of(read, str(column)) for column in columns]
    every = " UNION ALL ".join(f"SELECT {cell} AS cell FROM {source}" for cell in cells)
    found = connection.execute(f"SELECT DISTINCT cell FROM ({every}) WHERE cell IS NOT NULL")
    return [text for (text,) in found.fetchall()]


def _date(text: str) -> Values:
    """Return the first day, the last day, the mark and the text of a date in EDTF, without a time of day."""
    when = parse_when(_TIME.sub(r"\1", in_latin(text)))
    return when.first, when.last, when.text[-1] if when.is_doubtful else "", when.text


def _figure(text: str) -> Values:
    """Return the numbers and marks of a figure in words; all are null if it says that nothing is known."""
    figure = parse_figure(text)
    return (None,) * len(_FIGURE) if figure is None else tuple(getattr(figure, name) for name in _FIGURE)
