"""The timeline of a page as a Vega specification: a bar for each incident over its days."""

from datetime import UTC, date, datetime, timedelta

from conflict_cli.exports.page.days_in_words import from_to
from conflict_cli.exports.page.timeline import Stretch, Timeline
from conflict_cli.render.harmless import harmless
from conflict_cli.render.page.bars import Size, Spec, name_mark
from conflict_cli.render.page.vega import anchor

_AXIS = 22
_FORMAT = {"year": "%Y", "quarter": "%b %Y", "month": "%b %Y", "week": "%-d %b", "date": "%-d %b", "day": "%-d %b"}


def timeline_spec(timeline: Timeline, size: Size) -> Spec:
    """Draw a bar for each incident from its first to its last possible day, certain days dark, below its title."""
    is_named = timeline.is_named
    if is_named:
        step, thick = 36, 12
    else:
        step = 8 if timeline.rows <= 60 else 5
        thick = max(step - 2, 3)
    above = 22 if is_named else max((step - thick) // 2, 0)
    rows = [_stretched(one, one.row * step + above) for one in timeline.stretches]
    certain = {"type": "filter", "expr": "isValid(datum.surely)"}
    days = [_moment(timeline.first), _after(timeline.last)]
    marks = [
        _days_mark("stretches", ("from", "until"), "var(--possible)", thick),
        _days_mark("certain", ("surely", "to"), "var(--certain)", thick),
    ]
    if is_named:
        marks.append(name_mark("stretches", "name", 0, -4, size))
    return {
        "width": size.width,
        "height": timeline.rows * step,
        "padding": {"left": 0, "right": 0, "top": _AXIS, "bottom": _AXIS},
        "data": [
            {"name": "stretches", "values": rows},
            {"name": "certain", "source": "stretches", "transform": [certain]},
        ],
        "scales": [{"name": "days", "type": "utc", "domain": days, "range": [1, size.width - 20]}],
        "axes": [_days_axis("top", timeline, size), _days_axis("bottom", timeline, size)],
        "marks": marks,
    }


def _stretched(one: Stretch, y: int) -> Spec:
    days = from_to(one.first, one.last)
    row: Spec = {
        "name": harmless(one.title),
        "title": f"{harmless(one.title)}: {days}",
        "y": y,
        "from": _moment(one.first),
        "until": _after(one.last),
        "link": anchor(f"i{one.number}"),
    }
    if one.certain:
        row |= {"surely": _moment(one.certain[0]), "to": _after(one.certain[1])}
    return row


def _moment(day: date) -> int:
    """Return the start of the day in milliseconds, as Vega counts time."""
    return int(datetime(day.year, day.month, day.day, tzinfo=UTC).timestamp() * 1000)


def _after(day: date) -> int:
    """Return the end of the day in milliseconds."""
    return _moment(day) + int(timedelta(days=1).total_seconds() * 1000)


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


def _days_axis(orient: str, timeline: Timeline, size: Size) -> Spec:
    """Draw the days, with a grid at the top only; a span of few days gets a tick for each day, and none for hours."""
    has_grid, most = orient == "top", 3 if size.is_narrow else 8
    is_short = (timeline.last - timeline.first).days < most
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
