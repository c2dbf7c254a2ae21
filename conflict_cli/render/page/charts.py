"""The bars of a page as a Vega specification: a sum by town or by source; and how large drawings are."""

from typing import Any

from msgspec import Struct

from conflict_cli.columns import NO_FIGURE
from conflict_cli.render.cells import display_width
from conflict_cli.render.harmless import harmless
from conflict_cli.render.page.vega import FONT
from conflict_cli.report import Report

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


def bars_spec(report: Report, size: Size) -> Spec:
    """A bar for each of the first rows of a grouped sum: low dark, up to best lighter, up to high lightest."""
    rows = _barred(report)[:MOST_BARS]
    step = 36 if size.is_narrow else 24
    thick = 14
    above = 18 if size.is_narrow else (step - thick) // 2
    data = [{**row, "y": number * step + above} for number, row in enumerate(rows)]
    most = max((row["high"] for row in data), default=0)
    reach = size.width - 12 - max((display_width(row["numbers"]) for row in data), default=0) * 7
    return {
        "width": size.width,
        "height": len(rows) * step + 4,
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


def has_bars(report: Report) -> bool:
    """Whether there is a figure to draw."""
    return bool(_barred(report))


def _barred(report: Report) -> list[Spec]:
    """The rows that have a figure, with the ends of their bars and their numbers in words."""
    keys = [column.key for column in report.columns]
    places = [keys.index(key) for key in ("low", "best", "high")]
    rows = [(harmless(str(row[0])), *(str(row[place]) for place in places)) for row in report.rows]
    return [_bar(*row) for row in rows if row[1] != NO_FIGURE]


def _bar(name: str, low: str, best: str, high: str) -> Spec:
    """A bar; where its numbers contradict each other no part of it runs backwards."""
    least, stated, most = int(low), int(best), int(high.removesuffix("+"))
    numbers = _numbers(low, high) if least <= stated <= most else f"{low}/{best}/{high}"
    middle = max(least, stated)
    ends = {"low": least, "best": middle, "high": max(middle, most)}
    return {"name": name, "numbers": numbers, "title": f"{name}: {numbers}", **ends}


def _numbers(low: str, high: str) -> str:
    """`27`, `2+`, `94–97+`: the ends of a figure."""
    return high if low == high.removesuffix("+") else f"{low}–{high}"


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
