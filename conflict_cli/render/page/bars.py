"""The bars of a page as a Vega specification: a sum by town or by source; and how large drawings are."""

from collections.abc import Sequence
from typing import Any

from msgspec import Struct

from conflict_cli.exports.page.bars import Level
from conflict_cli.render.cells import display_width
from conflict_cli.render.harmless import harmless
from conflict_cli.render.page.texts import Text, shortened

MOST_BARS = 20

_NAMES = 190
"""Pixels for names to the left of a wide drawing; in a narrow one, names stand above their rows."""

_THICK = 14
"""Pixels from the top of a bar to its bottom."""

_LETTERS = 13
_MIDDLE, _ABOVE = 4, 7
"""Pixels from the middle of a bar down to the line of its texts, and from the top of a bar up to it."""

Spec = dict[str, Any]


class Size(Struct, frozen=True):
    """The width of a drawing in pixels, and whether it is so narrow that names stand above their rows."""

    width: int
    is_narrow: bool

    @property
    def margin(self) -> int:
        """Return the room for names on the left, in pixels."""
        return 0 if self.is_narrow else _NAMES


WIDE, NARROW = Size(760, is_narrow=False), Size(350, is_narrow=True)


def bars_spec(levels: Sequence[Level], size: Size) -> Spec:
    """Draw a bar for each of the first levels: low dark, up to best lighter, up to high lightest."""
    drawn = levels[:MOST_BARS]
    step = 36 if size.is_narrow else 24
    above = 18 if size.is_narrow else (step - _THICK) // 2
    rows: list[Spec] = []
    for number, level in enumerate(drawn):
        name, low = harmless(level.name), level.figure.low
        best = max(low, level.figure.best)  # no part of a bar runs backwards where its numbers contradict each other
        high = max(best, level.figure.high)
        texts = {"name": name, "numbers": level.label, "title": f"{name}: {level.label}"}
        rows.append({**texts, "low": low, "best": best, "high": high, "y": number * step + above})
    most = max((row["high"] for row in rows), default=0)
    reach = size.width - 12 - max((display_width(row["numbers"]) for row in rows), default=0) * 7
    return {
        "width": size.width,
        "height": len(drawn) * step + 4,
        "data": [{"name": "rows", "values": rows}],
        "scales": [{"name": "people", "type": "linear", "domain": [0, max(most, 1)], "range": [size.margin, reach]}],
        "marks": [
            _bar_mark({"value": 0}, "low", "var(--certain)"),
            _bar_mark({"field": "low"}, "best", "var(--likely)"),
            _bar_mark({"field": "best"}, "high", "var(--possible)"),
        ],
        "texts": [
            *(_numbers(row, size.margin + row["high"] / max(most, 1) * (reach - size.margin)) for row in rows),
            *(name_text(row["name"], row["y"], size.margin, size) for row in rows),
        ],
    }


def _numbers(row: Spec, end: float) -> Text:
    return Text(row["numbers"], end + 6, row["y"] + _THICK // 2 + _MIDDLE, 12)


def name_text(name: str, y: float, margin: int, size: Size) -> Text:
    """Return the name to the left of a bar that begins at this height, or above it where there is no margin."""
    text = shortened(name, _LETTERS, margin - 12 if margin else size.width)
    if margin:
        return Text(text, margin - 10, y + _THICK // 2 + _MIDDLE, _LETTERS, "end")
    return Text(text, 0, y - _ABOVE, _LETTERS)


def _bar_mark(start: Spec, end: str, fill: str) -> Spec:
    return {
        "type": "rect",
        "from": {"data": "rows"},
        "encode": {
            "enter": {
                "x": {"scale": "people", **start},
                "x2": {"scale": "people", "field": end},
                "y": {"field": "y"},
                "height": {"value": _THICK},
                "fill": {"value": fill},
                "description": {"field": "title"},
            }
        },
    }
