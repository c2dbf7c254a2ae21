"""The bars of a page as a Vega specification: a sum by town or by source; and how large drawings are."""

from collections.abc import Sequence
from typing import Any

from msgspec import Struct

from conflict_cli.exports.page.bars import Level
from conflict_cli.render.cells import display_width
from conflict_cli.render.harmless import harmless
from conflict_cli.render.page.vega import FONT

MOST_BARS = 20

_NAMES = 190
"""Pixels for names beside a chart that is wide enough; above their row where it is not."""

Spec = dict[str, Any]


class Size(Struct, frozen=True):
    """How wide a drawing is, and whether names stand above what they name for want of room beside it."""

    width: int
    is_narrow: bool

    @property
    def margin(self) -> int:
        """The room for names on the left."""
        return 0 if self.is_narrow else _NAMES


WIDE, NARROW = Size(760, is_narrow=False), Size(350, is_narrow=True)


def bars_spec(levels: Sequence[Level], size: Size) -> Spec:
    """A bar for each of the first levels: low dark, up to best lighter, up to high lightest."""
    drawn = levels[:MOST_BARS]
    step = 36 if size.is_narrow else 24
    thick = 14
    above = 18 if size.is_narrow else (step - thick) // 2
    data = [{**_bar(one), "y": number * step + above} for number, one in enumerate(drawn)]
    most = max((row["high"] for row in data), default=0)
    reach = size.width - 12 - max((display_width(row["numbers"]) for row in data), default=0) * 7
    return {
        "width": size.width,
        "height": len(drawn) * step + 4,
        "data": [{"name": "rows", "values": data}],
        "scales": [{"name": "people", "type": "linear", "domain": [0, max(most, 1)], "range": [size.margin, reach]}],
        "marks": [
            _bar_mark({"value": 0}, "low", "var(--certain)", thick),
            _bar_mark({"field": "low"}, "best", "var(--likely)", thick),
            _bar_mark({"field": "best"}, "high", "var(--possible)", thick),
            _number_mark(thick),
            name_mark("rows", "name", size.margin, -4 if size.is_narrow else thick // 2, size),
        ],
    }


def _bar(level: Level) -> Spec:
    """A bar; where its numbers contradict each other no part of it runs backwards."""
    name, figure = harmless(level.name), level.figure
    middle = max(figure.low, figure.best)
    ends = {"low": figure.low, "best": middle, "high": max(middle, figure.high)}
    return {"name": name, "numbers": level.label, "title": f"{name}: {level.label}", **ends}


def _bar_mark(start: Spec, end: str, fill: str, thick: int) -> Spec:
    return {
        "type": "rect",
        "from": {"data": "rows"},
        "encode": {
            "enter": {
                "x": {"scale": "people", **start},
                "x2": {"scale": "people", "field": end},
                "y": {"field": "y"},
                "height": {"value": thick},
                "fill": {"value": fill},
                "description": {"field": "title"},
            }
        },
    }


def _number_mark(thick: int) -> Spec:
    return {
        "type": "text",
        "from": {"data": "rows"},
        "encode": {
            "enter": {
                "x": {"scale": "people", "field": "high", "offset": 6},
                "y": {"field": "y", "offset": thick / 2},
                "text": {"field": "numbers"},
                "baseline": {"value": "middle"},
                "font": {"value": FONT},
                "fontSize": {"value": 12},
                "fill": {"value": "var(--ink)"},
            }
        },
    }


def name_mark(data: str, field: str, margin: int, offset: int, size: Size) -> Spec:
    """Names beside their rows, or above them where the drawing is narrow."""
    return {
        "type": "text",
        "from": {"data": data},
        "encode": {
            "enter": {
                "x": {"value": 0 if size.is_narrow else margin - 10},
                "y": {"field": "y", "offset": offset},
                "text": {"field": field},
                "align": {"value": "left" if size.is_narrow else "right"},
                "baseline": {"value": "bottom" if size.is_narrow else "middle"},
                "limit": {"value": size.width if size.is_narrow else margin - 12},
                "font": {"value": FONT},
                "fontSize": {"value": 13},
                "fill": {"value": "var(--ink)"},
            }
        },
    }
