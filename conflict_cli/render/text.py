"""Plain aligned text, which is what a pipe or a file gets: nothing is cut, wrapped, coloured or left out."""

from collections.abc import Callable, Sequence
from itertools import islice
from typing import TextIO

from msgspec.structs import replace

from conflict_cli.answers.answer import Answer, Column, Note, Row
from conflict_cli.render.cells import BAR_WIDTH, as_text, display_width, heading_rows, notes_in_file
from conflict_cli.render.harmless import cleaner

BATCH = 2_000
_GAP = "  "


def write_text(report: Answer, stream: TextIO) -> None:
    """Write the report as its title, columns aligned by two spaces, then its total and its notes.

    The first rows decide how wide the columns are; later ones are written as they come.
    """
    clean = cleaner(stream.encoding)

    def texts(row: Row) -> list[str]:
        return [as_text(cell, clean) for cell in row]

    rows = iter(report.rows)
    first = [*_headings(report.columns, clean), *map(texts, islice(rows, BATCH))]
    total = [] if report.total is None else [texts(report.total)]
    align = _aligner(report.columns, _widths([*first, *total]))
    if report.title:
        stream.write(f"{clean(report.title)}\n")
    stream.write("".join(map(align, first)))
    while batch := list(islice(rows, BATCH)):
        stream.write("".join([align(texts(row)) for row in batch]))
    stream.write("".join(map(align, total)))
    if notes := notes_in_file(report, clean):
        stream.write("\n" + "".join(f"{_worded(note, clean)}\n" for note in notes))


def _headings(columns: Sequence[Column], clean: Callable[[str], str]) -> list[list[str]]:
    """The header; none where no column has a heading."""
    plain = [replace(column, heading=clean(column.heading)) for column in columns]
    return [row for row in heading_rows(plain, [BAR_WIDTH] * len(plain)) if any(row)]


def _worded(note: Note, clean: Callable[[str], str]) -> str:
    return _GAP.join(clean(part) for part in (note.letter, note.text) if part)


def _widths(rows: Sequence[Sequence[str]]) -> list[int]:
    return [max(map(display_width, cells)) for cells in zip(*rows, strict=True)]


def _aligner(columns: Sequence[Column], widths: Sequence[int]) -> Callable[[Sequence[str]], str]:
    """What makes a line of a row's texts. Ascii texts are as wide as they are long, so a template can pad them."""
    sides = [">" if column.kind == "number" else "<" for column in columns]
    template = _GAP.join(f"{{:{side}{width}}}" for side, width in zip(sides, widths, strict=True))

    def line(texts: Sequence[str]) -> str:
        text = template.format(*texts)
        if not text.isascii():
            text = _GAP.join(map(_padded, texts, sides, widths))
        return text.rstrip(" ") + "\n"

    return line


def _padded(text: str, side: str, width: int) -> str:
    blank = " " * (width - display_width(text))
    return blank + text if side == ">" else text + blank
