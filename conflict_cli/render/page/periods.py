"""The sums of a page by week, month or year as a Vega specification: a column for each, over its days."""

from datetime import timedelta

from conflict_cli.exports.page.periods import Periods, PeriodSum
from conflict_cli.record.figure_styles import beside_a_bar
from conflict_cli.render.page.bars import Size, Spec
from conflict_cli.render.page.timeline import after, days_axis, moment

_TALL = 220
_LEFT, _BELOW, _ABOVE = 44, 22, 18


def periods_spec(periods: Periods, size: Size) -> Spec:
    """Draw a column for each period: low dark, up to best lighter, up to high lightest."""
    rows = [_column(one) for one in periods.sums]
    most = max((row["high"] for row in rows), default=0)
    first, last = periods.sums[0].first, periods.sums[-1].last
    return {
        "width": size.width,
        "height": _TALL,
        "padding": {"left": 0, "right": 0, "top": _ABOVE, "bottom": _BELOW},
        "data": [{"name": "rows", "values": rows}],
        "scales": [
            {"name": "days", "type": "utc", "domain": [moment(first), after(last)], "range": [_LEFT, size.width - 12]},
            {"name": "people", "type": "linear", "domain": [0, max(most, 1)], "range": [_TALL, 0], "nice": True},
        ],
        "axes": [_people_axis(), _days_axis(periods, size)],
        "marks": [
            _part({"value": 0}, "low", "var(--certain)"),
            _part({"field": "low"}, "best", "var(--likely)"),
            _part({"field": "best"}, "high", "var(--possible)"),
        ],
    }


def _column(one: PeriodSum) -> Spec:
    low = one.figure.low
    best = max(low, one.figure.best)  # no part runs backwards where the numbers contradict each other
    return {
        "from": moment(one.first),
        "until": after(one.last),
        "low": low,
        "best": best,
        "high": max(best, one.figure.high),
        "title": f"{one.name}: {beside_a_bar(one.figure)}",
    }


def _part(start: Spec, end: str, fill: str) -> Spec:
    return {
        "type": "rect",
        "from": {"data": "rows"},
        "encode": {
            "enter": {
                "x": {"scale": "days", "field": "from", "offset": 1},
                "x2": {"scale": "days", "field": "until"},
                "y": {"scale": "people", **start},
                "y2": {"scale": "people", "field": end},
                "fill": {"value": fill},
                "description": {"field": "title"},
            }
        },
    }


def _days_axis(periods: Periods, size: Size) -> Spec:
    """Draw the days; of weeks, those on which they begin, since the ticks of Vega's own weeks are Sundays."""
    first, last = periods.sums[0].first, periods.sums[-1].last
    axis = days_axis("bottom", (first, last), size, has_grid=False)
    if periods.unit != "week":
        return axis
    every = 7 * -(-(last - first).days // (7 * (4 if size.is_narrow else 10)) or 1)
    begun = range(0, (last - first).days + 1, every)
    del axis["tickCount"]
    return {**axis, "format": "%-d %b", "values": [moment(first + timedelta(day)) for day in begun]}


def _people_axis() -> Spec:
    return {
        "scale": "people",
        "orient": "left",
        "offset": -_LEFT,
        "tickCount": 4,
        "tickMinStep": 1,
        "labelBaseline": "bottom",
        "labelOffset": -1,
        "format": ",d",
        "grid": True,
        "gridWidth": 1,
        "ticks": False,
        "domain": False,
    }
