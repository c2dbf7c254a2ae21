"""The map of a page as a Vega specification: outlines of countries, and on them the marks of the places."""

import json
from functools import cache
from math import cos, log10, pi, radians, sqrt
from pathlib import Path
from typing import Any

from conflict_cli.exports.page.map import NORTHMOST, Atlas, Mark, View, northing
from conflict_cli.render.harmless import harmless
from conflict_cli.render.page.bars import Size, Spec
from conflict_cli.render.page.labels import Disc, placed
from conflict_cli.render.page.layers import LAYERS
from conflict_cli.render.page.vega import FONT

OUTLINES = Path(__file__).with_name("outlines")

MOST_NAMED = 24
_EQUATOR = 40_030.0
"""Kilometres around the earth."""

Outlines = dict[str, Any]


def map_spec(atlas: Atlas, view: View, size: Size) -> Spec:
    """The places of the atlas: a disc sized by best in a ring sized by high, and lines between places that share."""
    tall = _height(view, size)
    largest = max([mark.high or 0 for mark in atlas.marks], default=0)
    radii = [(_radius(mark.best, largest, size), _radius(_most(mark), largest, size)) for mark in atlas.marks]
    rows = [_marked(mark, best, high) for mark, (best, high) in zip(atlas.marks, radii, strict=True)]
    joined = [_ends(atlas.marks[one], atlas.marks[other]) for one, other in atlas.shared]
    names = [] if view.is_world else _names(atlas, view, radii, (size.width, tall))
    return {
        "width": size.width,
        "height": tall,
        "data": [
            {"name": "land", "values": outlines(view), "format": _COUNTRIES},
            {"name": "places", "values": rows, "transform": [_projected("lon", "lat", "x", "y")]},
            {"name": "joined", "values": joined, "transform": _BOTH_ENDS},
            {"name": "names", "values": names},
            {"name": "lands", "source": "land", "transform": _middles(size.width, tall)},
        ],
        "projections": [_projection(view, size.width, tall)],
        "marks": [
            _sea(size.width, tall),
            *LAYERS,
            *_scale_bar(view, size.width, tall),
        ],
    }


def outlines(view: View) -> Outlines:
    """The outlines of the countries that this view may show, and of no others, as TopoJSON."""
    topology = _topology("world" if max(view.width, view.height) > 40 else "countries")
    needed = [one for one in topology["objects"]["countries"]["geometries"] if _may_be_seen(one["bbox"], view)]
    used: dict[int, int] = {}
    geometries = [{**one, "arcs": _renumbered(one["arcs"], used)} for one in needed]
    return {
        "type": "Topology",
        "transform": topology["transform"],
        "arcs": [topology["arcs"][number] for number in used],
        "objects": {"countries": {"type": "GeometryCollection", "geometries": geometries}},
    }


@cache
def _topology(name: str) -> Outlines:
    topology: Outlines = json.loads((OUTLINES / f"{name}.json").read_text("utf-8"))
    return topology


def _renumbered(arcs: Any, used: dict[int, int]) -> Any:  # noqa: ANN401 (lists of lists of numbers, as deep as polygons go)
    """The numbers of arcs as they are among those used alone; a negative one is an arc run backwards."""
    if isinstance(arcs, list):
        return [_renumbered(one, used) for one in arcs]
    number = used.setdefault(~arcs if arcs < 0 else arcs, len(used))
    return ~number if arcs < 0 else number


def _may_be_seen(box: list[float], view: View) -> bool:
    if view.is_world:
        return True
    west, south, east, north = box
    reach = _REACH * max(view.width, view.height)
    is_level = south <= view.lat + reach and north >= view.lat - reach
    return is_level and any(west + turn <= view.lon + reach and east + turn >= view.lon - reach for turn in _TURNS)


_TURNS = (-360, 0, 360)
_REACH = 0.6
"""How far from its middle a map shows anything, as a part of its longer side; a drawing may be wider than its view."""


def _height(view: View, size: Size) -> int:
    """As high as the view asks for, within what is pleasant to look at."""
    if view.is_world:
        return size.width // 2
    return round(min(max(size.width * view.height / view.width, size.width * 0.55), size.width * 0.95))


def _projection(view: View, width: int, tall: int) -> Spec:
    if view.is_world:
        return {
            "name": "view",
            "type": "equalEarth",
            "rotate": [-view.lon, 0],
            "scale": width / 5.5,
            "translate": [width / 2, tall / 2],
        }
    return {
        "name": "view",
        "type": "mercator",
        "rotate": [-view.lon, 0],
        "center": [0, view.lat],
        "scale": _pixels_a_degree(view, width, tall) * 180 / pi,
        "translate": [width / 2, tall / 2],
        "clipExtent": [[-2, -2], [width + 2, tall + 2]],
    }


def _pixels_a_degree(view: View, width: int, tall: int) -> float:
    return min(width / view.width, tall / view.height)


def _most(mark: Mark) -> int:
    return max(mark.high or 0, mark.best or 0)


def _radius(number: int | None, largest: int, size: Size) -> float:
    """Pixels: areas are in proportion to numbers."""
    return (17 if size.is_narrow else 30) * sqrt(number / largest) if number and largest else 0.0


def _marked(mark: Mark, best: float, high: float) -> Spec:
    """A place as a row of the drawing, with the areas of its disc and of its ring."""
    said = "no figure" if mark.best is None else f"low {mark.low}, best {mark.best}, high {mark.high}{'+' * mark.open}"
    fill = pi / 4 if mark.is_area else 1.0  # of the square around it, which is what Vega takes for a symbol's size
    return {
        "lat": _within(mark.lat),
        "lon": mark.lon,
        "title": f"{harmless(mark.name)}: {said}",
        "best": fill * (2 * best) ** 2,
        "high": fill * (2 * high) ** 2,
        "open": mark.open,
        "none": not high,
        "shape": "square" if mark.is_area else "circle",
    }


def _within(lat: float) -> float:
    """The latitude, or the last one that Mercator's projection has room for."""
    return max(min(lat, NORTHMOST), -NORTHMOST)


def _names(atlas: Atlas, view: View, radii: list[tuple[float, float]], size: tuple[int, int]) -> list[Spec]:
    """The names of the heaviest places, where there is room for them."""
    width, tall = size
    pixels = _pixels_a_degree(view, width, tall)
    discs = []
    for mark, (_, radius) in zip(atlas.marks, radii, strict=True):
        east = (mark.lon - view.lon + 540) % 360 - 180
        x, y = width / 2 + east * pixels, tall / 2 - (northing(mark.lat) - northing(view.lat)) * pixels
        discs.append(Disc(harmless(mark.name), x, y, radius))
    return [{"text": name.text, "x": name.x, "y": name.y} for name in placed(discs, MOST_NAMED, size)]


def _projected(lon: str, lat: str, x: str, y: str) -> Spec:
    return {"type": "geopoint", "projection": "view", "fields": [lon, lat], "as": [x, y]}


def _ends(one: Mark, other: Mark) -> Spec:
    return {"lon": one.lon, "lat": _within(one.lat), "lon2": other.lon, "lat2": _within(other.lat)}


_COUNTRIES = {"type": "topojson", "feature": "countries"}
_BOTH_ENDS = [_projected("lon", "lat", "x", "y"), _projected("lon2", "lat2", "x2", "y2")]


def _sea(width: int, tall: int) -> Spec:
    enter = {"width": {"value": width}, "height": {"value": tall}, "fill": {"value": "var(--sea)"}}
    return {"type": "rect", "encode": {"enter": enter}}


def _middles(width: int, tall: int) -> list[Spec]:
    """The countries whose middle, of what is seen of them, has room for a name that is not on the map already."""
    x, y = "datum.middle[0]", "datum.middle[1]"
    is_inside = f"{x} > {_ASIDE} && {x} < {width - _ASIDE} && {y} > 10 && {y} < {tall - 10}"
    middle = {"type": "formula", "expr": "geoCentroid('view', datum)", "as": "middle"}
    is_said = "indata('names', 'text', datum.properties.name)"
    return [middle, {"type": "filter", "expr": f"{is_inside} && !{is_said}"}]


_ASIDE = 45


def _scale_bar(view: View, width: int, tall: int) -> list[Spec]:
    """A line of so many round kilometres, true at the middle of the map; none on a map of the world."""
    if view.is_world:
        return []
    pixels_a_km = _pixels_a_degree(view, width, tall) * 360 / (_EQUATOR * cos(radians(view.lat)))
    km = _round(width / 4 / pixels_a_km)
    y, length = tall - 12, km * pixels_a_km
    line = {"x": {"value": 12}, "x2": {"value": 12 + length}, "y": {"value": y}, "stroke": {"value": "var(--ink)"}}
    text = {
        "x": {"value": 12},
        "y": {"value": y - 5},
        "text": {"value": f"{km:g} km"},
        "font": {"value": FONT},
        "fontSize": {"value": 11},
        "fill": {"value": "var(--ink)"},
    }
    return [{"type": "rule", "encode": {"enter": line}}, {"type": "text", "encode": {"enter": text}}]


def _round(km: float) -> float:
    """The largest of 1, 2, 5, 10, 20, … that is not above it."""
    power = 10 ** int(log10(km)) if km >= 1 else 0.1
    return float(max(step * power for step in (1, 2, 5) if step * power <= km or step == 1))
