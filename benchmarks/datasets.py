"""Data sets made for measuring: UCDP GED files of any size, in which the example's rows return under ever new ids.

python benchmarks/datasets.py 400000 out.csv

The events are real; that they happened so often is not.
"""

import sys
from collections.abc import Iterator
from pathlib import Path

SAMPLE = Path(__file__).parent.parent / "examples" / "ucdp-ged-syria-2018-spring.csv"
FIRST_ID = 1_000_000
"""Ids have seven digits from here on, so that a row of a big file is as long as one of a small file."""


def dataset(rows: int) -> Iterator[str]:
    """The text of a file of so many rows, one copy of the example after the other: a big one never stands in memory."""
    heading, *lines = SAMPLE.read_text(encoding="utf-8").splitlines(keepends=True)
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


def _template(lines: list[str]) -> str:
    """These rows, each of one line, with a place for a number where its id, the first cell, stands."""
    return "".join(f"%d,{line.partition(',')[2].replace('%', '%%')}" for line in lines)


def _numbered(template: str, first: int, number: int) -> str:
    return template % tuple(range(first, first + number))


if __name__ == "__main__":
    write_dataset(Path(sys.argv[2]), int(sys.argv[1]))
