"""Cells as text for readers, the bars of a bar chart, and how wide a text stands on a screen."""

from functools import cache
from typing import Any
from unicodedata import category, east_asian_width

from conflict_cli.render.harmless import Clean
from conflict_cli.report import Bar, Cell

BAR_WIDTH = 40
_SOLID, _SHADED, _OPEN = "█", "░", "+"


def as_text(cell: Cell, clean: Clean) -> str:
    """The cell as readers see it, on one line; numbers have no thousands separator, so that they can be copied."""
    if isinstance(cell, str):
        return clean(cell)
    if cell is None:
        return ""
    if isinstance(cell, bool):
        return "yes" if cell else "no"
    if isinstance(cell, int | float):
        return str(cell)
    return clean(_spelt_out(cell))


def draw_bar(bar: Bar, width: int) -> str:
    """The bar in at most `width` cells: solid up to low, shaded from there to high, `+` behind it where it is open.

    The last cell is kept for the `+`, so that all bars have one scale. What is not 0 has at least one cell.
    """
    solid = _length(bar.low, bar.most, width - 1)
    shaded = max(_length(bar.high, bar.most, width - 1) - solid, 0)
    return _SOLID * solid + _SHADED * shaded + (_OPEN if bar.open else "")


def display_width(text: str) -> int:
    """How many cells of a terminal the text takes: wide East Asian characters two, combining ones none."""
    return len(text) if text.isascii() else sum(map(_letter_width, text))


def _spelt_out(cell: tuple[str, ...] | Bar | list[dict[str, Any]]) -> str:
    if isinstance(cell, tuple):
        return ", ".join(cell)
    if isinstance(cell, Bar):
        return draw_bar(cell, BAR_WIDTH)
    from conflict_cli.render.json_text import compact

    return compact(cell)


def _length(value: int, most: int, room: int) -> int:
    """The value's share of the room, rounded half up in whole numbers: a smaller value is never longer."""
    if value <= 0 or most <= 0:
        return 0
    return min(max((2 * value * room + most) // (2 * most), 1), room)


@cache
def _letter_width(letter: str) -> int:
    if category(letter) in {"Mn", "Me", "Cf"}:
        return 0
    return 2 if east_asian_width(letter) in {"W", "F"} else 1
