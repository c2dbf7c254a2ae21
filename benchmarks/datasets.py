"""Data sets made for measuring: UCDP GED files of any size, in which the example's rows return under ever new ids.

python benchmarks/datasets.py 400000 out.csv

The events are real; that they happened so often is not, nor are their headlines, which are as long as in a release,
hold commas and quotation marks, and break the line in one row of seven.
"""

import csv
import io
import sys
from collections.abc import Iterator
from pathlib import Path

SAMPLE = Path(__file__).parent.parent / "examples" / "ucdp-ged-syria-2018-spring.csv"
FIRST_ID = 1_000_000
"""Ids have seven digits from here on, so that a row of a big file is as long as one of a small file."""


def dataset(rows: int) -> Iterator[str]:
    """The text of a file of so many rows, one copy of the example after the other: a big one never stands in memory."""
    heading, *lines = _with_headlines(SAMPLE.read_text(encoding="utf-8"))
    yield heading
    copies, rest = divmod(rows, len(lines))
    whole, last = _template(lines), _template(lines[:rest])
    for copy in range(copies):
        yield _numbered(whole, FIRST_ID + copy * len(lines), len(lines))
    yield _numbered(last, FIRST_ID + copies * len(lines), rest)


def write_dataset(path: Path, rows: int) -> Path:
    """Write such a data set to this file."""
    with path.open("w", encoding="utf-8", newline="") as stream:
        stream.writelines(dataset(rows))
    return path


def _with_headlines(text: str) -> list[str]:
    """The header and the rows as texts, each row with a headline."""
    header, *rows = csv.reader(text.splitlines())
    place = header.index("source_headline")
    for number, row in enumerate(rows):
        end = "\n" if number % 7 == 0 else " "
        row[place] = f'"Shelling, reported by {number % 5} of the sources, {end}hits a village"; ' * 3
    lines = []
    for row in (header, *rows):
        line = io.StringIO()
        csv.writer(line, lineterminator="\n").writerow(row)
        lines.append(line.getvalue())
    return lines


def _template(lines: list[str]) -> str:
    """These rows with a place for a number where its id, the first cell, stands."""
    return "".join(f"%d,{line.partition(',')[2].replace('%', '%%')}" for line in lines)


def _numbered(template: str, first: int, number: int) -> str:
    return template % tuple(range(first, first + number))


if __name__ == "__main__":
    write_dataset(Path(sys.argv[2]), int(sys.argv[1]))
