"""Write rows as plain CSV: a line for each row, so that a row keeps its number."""

import csv
import re
from collections.abc import Iterable, Sequence
from pathlib import Path

_BREAK = re.compile(r"\r\n|[\r\n]")


def write_csv(target: Path, rows: Iterable[tuple[int, Sequence[str]]]) -> None:
    """Write each row on the line of its number, from 1; lines between them stay blank.

    A line break in a cell becomes a blank.
    """
    with target.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        line = 1
        for number, cells in rows:
            file.write("\n" * (number - line))
            writer.writerow([_BREAK.sub(" ", cell) if "\n" in cell or "\r" in cell else cell for cell in cells])
            line = number + 1
