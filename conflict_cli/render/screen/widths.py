"""Layout: which columns a screen has room for, and how wide each is. Pure arithmetic."""

from collections.abc import Callable, Iterable, Sequence

from msgspec import Struct

from conflict_cli.answers.answer import Chart, Column
from conflict_cli.render.cells import BAR_WIDTH

# The cells between two columns.
GAP = 2

# On a screen narrower than this, a table that does not fit is stacked: none of its texts wraps, no column is left out.
STACKED_BELOW = 60

_LEAST_TEXT, _LONGEST_WORD, _LEAST_BAR = 12, 24, 10
_LEAST_CALENDAR, _CALENDAR, _MOST_CALENDAR, _WIDEST_DAY = 20, 60, 120, 8

WidthOf = Callable[[str], int]


class Size(Struct, frozen=True):
    """How many cells a column needs: `natural` to show each text on one line, `least` to be readable at all."""

    natural: int
    least: int


class Layout(Struct, frozen=True):
    """The columns of a table by position, the width of each, and the headings of those left out."""

    shown: tuple[int, ...]
    widths: tuple[int, ...]
    left_out: tuple[str, ...] = ()

    @property
    def width(self) -> int:
        """The width of the whole table."""
        return _whole(self.widths)


def size_of(column: Column, cells: Iterable[str | Chart], width_of: WidthOf) -> Size:
    """Return the size of the column with these cells. A heading may wrap; an id, a date and a number may not."""
    texts = [cell for cell in cells if isinstance(cell, str)]
    heading = max(map(width_of, column.heading.split()), default=0)
    natural = max(map(width_of, [column.heading, *texts]))
    if column.calendar:
        text = max(map(width_of, texts), default=0)
        natural = max(text, chart_width(column))
        return Size(natural, min(natural, max(text, _LEAST_CALENDAR)))
    if column.kind == "bar":
        return Size(max(natural, BAR_WIDTH), max(heading, _LEAST_BAR))
    if column.kind != "text":
        return Size(natural, max([heading, *map(width_of, texts)]))
    word = max((width_of(word) for text in texts for word in text.split()), default=0)
    return Size(natural, min(natural, max(heading, min(word, _LONGEST_WORD), _LEAST_TEXT)))


def chart_width(column: Column) -> int:
    """Return how many cells the charts of this column have if there is room: whole cells for each day, if possible."""
    if column.calendar is None:
        return BAR_WIDTH
    days = column.calendar.days
    cells = min(days, _MOST_CALENDAR) if days > _CALENDAR else days * min(_CALENDAR // days, _WIDEST_DAY)
    return cells + 2 * column.calendar.is_cut


def arrange(columns: Sequence[Column], sizes: Sequence[Size], width: int, *, is_whole: bool = False) -> Layout | None:
    """Return the layout of a table for this width; None if its rows are better stacked.

    Bars shrink and texts wrap first, then columns are left out by their rank, unless the table `is_whole`. On a narrow
    screen only bars may shrink.
    """
    is_narrow = width < STACKED_BELOW
    if is_narrow:
        sizes = [
            size if column.kind == "bar" else Size(size.natural, size.natural)
            for column, size in zip(columns, sizes, strict=True)
        ]
    shown = list(range(len(columns)))
    while _whole([sizes[place].least for place in shown]) > width:
        rank, spare = max((columns[place].rank, place) for place in shown)
        if is_narrow or is_whole or len(shown) == 1 or not rank:
            return None
        shown.remove(spare)
    left_out = tuple(column.heading or "the bars" for place, column in enumerate(columns) if place not in shown)
    return Layout(tuple(shown), _narrowed([sizes[place] for place in shown], width), left_out)


def _narrowed(sizes: Sequence[Size], width: int) -> tuple[int, ...]:
    """Return widths that fit: cell by cell is taken from the widest column that can spare one."""
    widths = [min(size.natural, max(size.least, width)) for size in sizes]
    while _whole(widths) > width:
        widest = max((place for place, size in enumerate(sizes) if widths[place] > size.least), key=widths.__getitem__)
        widths[widest] -= 1
    return tuple(widths)


def _whole(widths: Sequence[int]) -> int:
    """Return the width of columns and the gaps between them."""
    return sum(widths) + GAP * max(len(widths) - 1, 0)
