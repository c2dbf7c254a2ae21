"""Plain aligned text for pipes and files: nothing is cut, wrapped, coloured or left out."""

from collections.abc import Callable, Sequence
from itertools import islice
from typing import TextIO

from msgspec.structs import replace

from conflict_cli.answers.answer import Answer, Column, Row
from conflict_cli.render.cells import BAR_WIDTH, as_text, display_width, heading_rows, notes_in_file
from conflict_cli.render.direction import in_order
from conflict_cli.render.harmless import cleaner

# How many rows are written at once; the first of these batches decides the widths.
BATCH = 2_000
_GAP = "  "


def write_text(report: Answer, stream: TextIO) -> None:
    """Write the title, the rows and the total in aligned columns with two spaces between them, then the notes.

    The total and the first rows decide how wide the columns are; later rows are written as they come.
    """
    clean = cleaner(stream.encoding)

    def texts(row: Row) -> list[str]:
        return [as_text(cell, clean) for cell in row]

    columns = [replace(column, heading=clean(column.heading)) for column in report.columns]
    headings = [line for line in heading_rows(columns, [BAR_WIDTH] * len(columns)) if any(line)]
    rows = iter(report.rows)
    first = [*headings, *map(texts, islice(rows, BATCH))]
    total = [] if report.total is None else [texts(report.total)]
    widths = [max(map(display_width, cells)) for cells in zip(*first, *total, strict=True)]
    align = _aligner(columns, widths, stream.encoding)
    if report.title:
        stream.write(f"{in_order(clean(report.title), stream.encoding)}\n")
    stream.write("".join(map(align, first)))
    while batch := list(islice(rows, BATCH)):
        stream.write("".join([align(texts(row)) for row in batch]))
    stream.write("".join(map(align, total)))
    notes = notes_in_file(report, clean)
    if notes:
        stream.write("\n")
    stream.writelines(
        _GAP.join(in_order(clean(part), stream.encoding) for part in (note.letter, note.text) if part) + "\n"
        for note in notes
    )


def _aligner(columns: Sequence[Column], widths: Sequence[int], encoding: str | None) -> Callable[[Sequence[str]], str]:
    """Return a function that makes a line of the texts of a row."""
    sides = [">" if column.kind == "number" else "<" for column in columns]
    template = _GAP.join(f"{{:{side}{width}}}" for side, width in zip(sides, widths, strict=True))

    def line(texts: Sequence[str]) -> str:
        text = template.format(*texts)  # it counts letters: only ASCII ones have one cell each
        if not text.isascii():
            blanks = [" " * (width - display_width(cell)) for cell, width in zip(texts, widths, strict=True)]
            cells = zip([in_order(cell, encoding) for cell in texts], blanks, sides, strict=True)
            text = _GAP.join(blank + cell if side == ">" else cell + blank for cell, blank, side in cells)
        return text.rstrip(" ") + "\n"

    return line
