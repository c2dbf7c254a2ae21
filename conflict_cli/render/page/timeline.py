"""The timeline of a page as a Vega specification: a bar for each incident over its days."""

from datetime import UTC, date, datetime, timedelta

from conflict_cli.exports.page.days_in_words import from_to
from conflict_cli.exports.page.timeline import Stretch, Timeline
from conflict_cli.render.harmless import harmless
from conflict_cli.render.page.bars import Size, Spec, name_text
from conflict_cli.render.page.vega import anchor

_AXIS = 22
_STEP, _ABOVE, _THICK = 36, 22, 12
_FORMAT = {"year": "%Y", "quarter": "%b %Y", "month": "%b %Y", "week": "%-d %b", "date": "%-d %b", "day": "%-d %b"}


def timeline_spec(timeline: Timeline, size: Size) -> Spec:
    """Draw a bar for each incident from its first to its last possible day, certain days dark, below its title."""
    rows = [_stretched(one, one.row * _STEP + _ABOVE) for one in timeline.stretches]
    certain = {"type": "filter", "expr": "isValid(datum.surely)"}
    shown = (timeline.first, timeline.last)
    days = [moment(timeline.first), after(timeline.last)]
    marks = [
        _days_mark("stretches", ("from", "until"), "var(--possible)"),
        _days_mark("certain", ("surely", "to"), "var(--certain)"),
    ]
    return {
        "width": size.width,
        "height": len(timeline.stretches) * _STEP,
        "padding": {"left": 0, "right": 0, "top": _AXIS, "bottom": _AXIS},
        "data": [
            {"name": "stretches", "values": rows},
            {"name": "certain", "source": "stretches", "transform": [certain]},
        ],
        "scales": [{"name": "days", "type": "utc", "domain": days, "range": [1, size.width - 20]}],
        "axes": [days_axis("top", shown, size, has_grid=True), days_axis("bottom", shown, size, has_grid=False)],
        "marks": marks,
        "texts": [name_text(row["name"], row["y"], 0, size) for row in rows],
    }


def _stretched(one: Stretch, y: int) -> Spec:
    days = from_to(one.first, one.last)
    row: Spec = {
        "name": harmless(one.title),
        "title": f"{harmless(one.title)}: {days}",
        "y": y,
        "from": moment(one.first),
        "until": after(one.last),
        "link": anchor(f"i{one.number}"),
    }
    if one.certain:
        row |= {"surely": moment(one.certain[0]), "to": after(one.certain[1])}
    return row


def moment(day: date) -> int:
    """Return the start of the day in milliseconds, as Vega counts time."""
    return int(datetime(day.year, day.month, day.day, tzinfo=UTC).timestamp() * 1000)


def after(day: date) -> int:
    """Return the end of the day in milliseconds."""
    return moment(day) + int(timedelta(days=1).total_seconds() * 1000)


def _days_mark(data: str, ends: tuple[str, str], fill: str) -> Spec:
    first, last = ends
    return {
        "type": "rect",
        "from": {"data": data},
        "encode": {
            "enter": {
                "x": {"scale": "days", "field": first},
                "x2": {"scale": "days", "field": last},
                "y": {"field": "y"},
                "height": {"value": _THICK},
                "fill": {"value": fill},
                "href": {"field": "link"},
                "description": {"field": "title"},
            }
        },
    }


def days_axis(orient: str, shown: tuple[date, date], size: Size, *, has_grid: bool) -> Spec:
    """Draw the days from the first to the last; few days get a tick each, and none for hours."""
    most = 3 if size.is_narrow else 8
    is_short = (shown[1] - shown[0]).days < most
    return {
        "scale": "days",
        "orient": orient,
        "tickCount": {"interval": "day", "step": 1} if is_short else most,
        "format": _FORMAT,
        "grid": has_grid,
        "ticks": False,
        "domain": has_grid,
        "labelOverlap": "parity",
        "labelFlush": True,
    }
