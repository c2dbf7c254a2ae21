"""The timeline of a page as a Vega specification: a bar for each incident over its days."""

from datetime import UTC, date, datetime, timedelta

from conflict_cli.exports.page.timeline import Stretch, Timeline
from conflict_cli.render.harmless import harmless
from conflict_cli.render.page.bars import Size, Spec, name_mark
from conflict_cli.render.page.vega import anchor

_AXIS = 22


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
        marks.append(name_mark("stretches", "name", margin, -4 if size.is_narrow else thick // 2, size))
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
