"""The drawings of a page as Vega specifications: the timeline, and the bars of a sum by town or source."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

from msgspec import Struct

from conflict_cli.columns import NO_FIGURE
from conflict_cli.page.days import Stretch, Timeline
from conflict_cli.render.cells import display_width
from conflict_cli.render.harmless import harmless
from conflict_cli.render.page.vega import FONT, anchor
from conflict_cli.report import Report

MOST_BARS = 20

_AXIS = 22
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


def timeline_spec(timeline: Timeline, size: Size) -> Spec:
    """A bar for each incident from its first to its last possible day, certain days dark."""
    is_named = timeline.is_named
    margin = size.margin if is_named else 0
    step = (36 if size.is_narrow else 24) if is_named else _step(timeline.rows)
    thick = 12 if is_named else max(step - 2, 3)
    above = 22 if is_named and size.is_narrow else max((step - thick) // 2, 0)
    tall = timeline.rows * step
    data = [_stretched(one, one.row * step + above) for one in timeline.stretches]
    marks = [
        _days_mark("stretches", ("from", "until"), "var(--possible)", thick),
        _days_mark("certain", ("surely", "to"), "var(--certain)", thick),
    ]
    if is_named:
        marks.append(_name_mark("stretches", "name", margin, -4 if size.is_narrow else thick // 2, size))
    return {
        "width": size.width,
        "height": tall,
        "padding": {"left": 0, "right": 0, "top": _AXIS, "bottom": _AXIS},
        "data": [
            {"name": "stretches", "values": data},
            {
                "name": "certain",
                "source": "stretches",
                "transform": [{"type": "filter", "expr": "isValid(datum.surely)"}],
            },
        ],
        "scales": [_days_scale(timeline, margin, size.width)],
        "axes": [_days_axis("top", timeline, size), _days_axis("bottom", timeline, size)],
        "marks": marks,
    }


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
            _name_mark("rows", "name", size.margin, -4 if size.is_narrow else thick // 2, size),
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


def _step(rows: int) -> int:
    return 8 if rows <= 60 else 5


def _moment(day: date) -> int:
    return int(datetime(day.year, day.month, day.day, tzinfo=UTC).timestamp() * 1000)


def _after(day: date) -> int:
    """The moment at which the day is over."""
    return _moment(day) + int(timedelta(days=1).total_seconds() * 1000)


def _stretched(one: Stretch, y: int) -> Spec:
    row: Spec = {
        "name": harmless(one.id),
        "title": f"{harmless(one.id)}: {_days_said(one)}",
        "y": y,
        "from": _moment(one.first),
        "until": _after(one.last),
        "link": anchor(f"i{one.number}"),
    }
    if one.certain:
        row |= {"surely": _moment(one.certain[0]), "to": _after(one.certain[1])}
    return row


def _days_said(one: Stretch) -> str:
    return str(one.first) if one.first == one.last else f"{one.first} to {one.last}"


def _days_scale(timeline: Timeline, margin: int, width: int) -> Spec:
    domain = [_moment(timeline.first), _after(timeline.last)]
    return {"name": "days", "type": "utc", "domain": domain, "range": [margin + 1, width - 20]}


def _days_axis(orient: str, timeline: Timeline, size: Size) -> Spec:
    """Above with a grid, below without; of a few days each has its tick, and no hour has one."""
    has_grid, most = orient == "top", 3 if size.is_narrow else 8
    is_short = (timeline.last - timeline.first).days < most
    return {
        "scale": "days",
        "orient": orient,
        "tickCount": {"interval": "day", "step": 1} if is_short else most,
        "format": _DAYS,
        "grid": has_grid,
        "ticks": False,
        "domain": has_grid,
        "labelOverlap": "parity",
        "labelFlush": True,
    }


_DAYS = {"year": "%Y", "quarter": "%b %Y", "month": "%b %Y", "week": "%-d %b", "date": "%-d %b", "day": "%-d %b"}


def _days_mark(data: str, ends: tuple[str, str], fill: str, thick: int) -> Spec:
    first, last = ends
    return {
        "type": "rect",
        "from": {"data": data},
        "encode": {
            "enter": {
                "x": {"scale": "days", "field": first},
                "x2": {"scale": "days", "field": last},
                "y": {"field": "y"},
                "height": {"value": thick},
                "fill": {"value": fill},
                "href": {"field": "link"},
                "description": {"field": "title"},
            }
        },
    }


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


def _name_mark(data: str, field: str, margin: int, offset: int, size: Size) -> Spec:
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
