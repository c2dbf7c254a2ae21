"""Cells as text for readers, charts as rows of signs, and the width of a text on a screen."""

import re
from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from unicodedata import category, east_asian_width

from conflict_cli.answers.answer import (
    EARLIER,
    LATER,
    LIGHT,
    OPEN,
    SHADED,
    SOLID,
    Answer,
    Bar,
    Cell,
    Chart,
    Column,
    Note,
    Span,
)
from conflict_cli.render.harmless import Clean

# The cells of a chart in a file, and of a bar on a screen that has room for it.
BAR_WIDTH = 40

# Vowels and finals of Hangul, and colours of skin: they stand in the cells of the letter before them.
_PARTS = "[\u1160-\u11ff\ud7b0-\ud7ff\U0001f3fb-\U0001f3ff]"


def as_text(cell: Cell, clean: Clean) -> str:
    """Return the cell as readers see it, on one line; numbers have no thousands separator, for copying."""
    if isinstance(cell, tuple):
        cell = ", ".join(cell)
    if isinstance(cell, str):
        return clean(cell)
    if cell is None:
        return ""
    if isinstance(cell, bool):
        return "yes" if cell else "no"
    if isinstance(cell, int | float):
        return str(cell)
    if isinstance(cell, Chart):
        return draw(cell, BAR_WIDTH, clean)
    from conflict_cli.render.json_text import compact

    return clean(compact(cell))


def draw(chart: Chart, width: int, clean: Clean) -> str:
    """Draw the chart in at most `width` cells, in signs that the output has."""
    drawn = draw_bar(chart, width) if isinstance(chart, Bar) else draw_span(chart, width)
    signs = drawn.lstrip(" ")
    return " " * (len(drawn) - len(signs)) + clean(signs)


def draw_bar(bar: Bar, width: int) -> str:
    """Draw the bar in at most `width` cells: solid to low, shaded to best, light to high, then `+` if it is open.

    Where low, best and high contradict each other, solid ends at the least of them and light at the greatest. The last
    cell is kept for the `+`: all bars have one scale. A number above 0 has at least one cell.
    """
    bounds = bar.low, bar.best, bar.high
    solid, shaded, light = (_length(end, bar.most, width - 1) for end in (min(bounds), bar.best, max(bounds)))
    return SOLID * solid + SHADED * (shaded - solid) + LIGHT * (light - shaded) + (OPEN if bar.open else "")


def draw_span(span: Span, width: int) -> str:
    """Draw the days in at most `width` cells: solid for cells with a certain day, light for other possible ones.

    A calendar that is cut has a margin on both sides, where a sign stands for the days before or after it.
    """
    from conflict_cli.render.axis import scale_of

    calendar, scale = span.calendar, scale_of(span.calendar, width)
    cells = scale.cells(span.first, span.last)
    sure = scale.cells(*span.certain) if span.certain else range(0)
    drawn = "".join(SOLID if cell in sure else LIGHT for cell in cells)
    before = EARLIER if span.first < calendar.first else " "
    after = LATER if calendar.last < span.last else ""
    return f"{before * scale.margin}{' ' * cells.start}{drawn}{after * scale.margin}"


def heading_rows(columns: Sequence[Column], widths: Sequence[int]) -> list[list[str]]:
    """Return the headings, on as many lines as the days above a chart need; other headings stand on the last line."""
    if not any(column.calendar for column in columns):
        return [[column.heading for column in columns]]
    from conflict_cli.render.axis import axis

    tall = [
        axis(column.calendar, width) if column.calendar else ("", column.heading)
        for column, width in zip(columns, widths, strict=True)
    ]
    return [list(row) for row in zip(*tall, strict=True) if any(row)]


def notes_in_file(report: Answer, clean: Clean) -> list[Note]:
    """Return the notes below charts of the fixed width.

    The rows of an answer with a legend are read once more; `TypeError` if they can be read only once.
    """
    if not any(note.signs for note in report.notes):
        return list(report.notes)
    if isinstance(report.rows, Iterator):
        raise TypeError("the legend of a chart needs rows that can be read twice")
    rows = [*report.rows, *([] if report.total is None else [report.total])]
    charts = [as_text(cell, clean) for row in rows for cell in row if isinstance(cell, Chart)]
    return notes_beside(report.notes, charts, clean)


def notes_beside(notes: Iterable[Note], charts: Iterable[str], clean: Clean) -> list[Note]:
    """Return the notes below these charts: a legend names the signs that are drawn; without any it is left out."""
    drawn = set("".join(charts))
    shown = []
    for note in notes:
        signs = [f"{sign} {meaning}" for sign, meaning in note.signs if clean(sign) in drawn]
        if signs:
            shown.append(Note(f"{', '.join(signs)}. {note.text}".strip(), note.letter))
        elif not note.signs:
            shown.append(note)
    return shown


def display_width(text: str) -> int:
    """Return how many cells of a terminal the text takes: wide East Asian characters two, combining ones none.

    Emoji that are joined are drawn as the first of them, and one that is asked for as a picture is wide.
    """
    if text.isascii():
        return len(text)
    widened = 0
    if "\u200d" in text or "\ufe0f" in text:
        text = re.sub("\u200d[\u203c-\u2bff\U0001f000-\U0001faff]", "", text)
        widened = sum(_letter_width(letter) == 1 for letter in re.findall("(.)\ufe0f", text))
    return widened + sum(map(_letter_width, text))


def _length(value: int, most: int, room: int) -> int:
    """Return the value's share of the room, rounded half up in whole numbers: a smaller value is never longer."""
    if value <= 0 or most <= 0:
        return 0
    return min(max((2 * value * room + most) // (2 * most), 1), room)


@cache
def _letter_width(letter: str) -> int:
    if category(letter) in {"Mn", "Me", "Cf"} or re.match(_PARTS, letter):
        return 0
    return 2 if east_asian_width(letter) in {"W", "F"} else 1
