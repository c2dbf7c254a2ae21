"""The map of a page as a Vega specification: outlines of countries, and on them the marks of the places."""

from collections.abc import Sequence
from math import cos, log10, pi, radians, sqrt
from typing import Any

from conflict_cli.exports.page.map import NORTHMOST, Atlas, Mark, View, northing
from conflict_cli.render.harmless import harmless
from conflict_cli.render.page.bars import Size, Spec
from conflict_cli.render.page.labels import Box, Disc, Name, boxes, placed
from conflict_cli.render.page.lands import Project, land_names
from conflict_cli.render.page.layers import LAYERS
from conflict_cli.render.page.texts import Text
from conflict_cli.render.page.topology import Outlines, outlines

MOST_NAMED = 24
_EQUATOR = 40_030.0
"""Kilometres around the earth."""

_MIDDLE = 4
"""Pixels from the middle of a name down to its line."""

_ASIDE = 45
"""Pixels at the sides of a map in which the middle of a country gets no name."""

_PROJECTED: Spec = {"type": "geopoint", "projection": "view", "fields": ["lon", "lat"], "as": ["x", "y"]}
_OTHER_PROJECTED: Spec = {**_PROJECTED, "fields": ["lon2", "lat2"], "as": ["x2", "y2"]}


def map_spec(atlas: Atlas, view: View, size: Size) -> Spec:
    """Draw a disc sized by best in a ring sized by high for each place, and lines between places that share figures."""
    width = size.width
    if view.is_world:
        tall = width // 2
    else:  # as high as the view asks for, within pleasant limits
        tall = round(min(max(width * view.height / view.width, width * 0.55), width * 0.95))
    largest = max([mark.high or 0 for mark in atlas.marks], default=0)
    radii = []
    for mark in atlas.marks:
        most = max(mark.high or 0, mark.best or 0)
        radii.append((_radius(mark.best, largest, size), _radius(most, largest, size)))
    places = [_marked(mark, best, high) for mark, (best, high) in zip(atlas.marks, radii, strict=True)]
    joined = [
        {"lon": one.lon, "lat": _within(one.lat), "lon2": other.lon, "lat2": _within(other.lat)}
        for one, other in ((atlas.marks[first], atlas.marks[second]) for first, second in atlas.shared)
    ]
    seen = outlines(view)
    discs = [] if view.is_world else _discs(atlas, view, radii, (width, tall))
    names = placed(discs, MOST_NAMED, (width, tall))
    scale, kilometres = _scale_bar(view, width, tall)
    sea = {"width": {"value": width}, "height": {"value": tall}, "fill": {"value": "var(--sea)"}}
    return {
        "width": width,
        "height": tall,
        "data": [
            {"name": "land", "values": seen, "format": {"type": "topojson", "feature": "countries"}},
            {"name": "places", "values": places, "transform": [_PROJECTED]},
            {"name": "joined", "values": joined, "transform": [_PROJECTED, _OTHER_PROJECTED]},
            {"name": "lands", **_lands(seen, view, (width, tall), boxes(discs, names), names)},
        ],
        "projections": [_projection(view, width, tall)],
        "marks": [{"type": "rect", "encode": {"enter": sea}}, *LAYERS, *scale],
        "texts": [*(Text(name.text, name.x, name.y + _MIDDLE, 12) for name in names), *kilometres],
    }


def _radius(number: int | None, largest: int, size: Size) -> float:
    """Return the radius in pixels of a disc whose area is in proportion to the number."""
    return (17 if size.is_narrow else 30) * sqrt(number / largest) if number and largest else 0.0


def _marked(mark: Mark, best: float, high: float) -> Spec:
    """Return a place as a row of the drawing, with the areas of its disc and of its ring."""
    said = "no figure" if mark.best is None else f"low {mark.low}, best {mark.best}, high {mark.high}{'+' * mark.open}"
    fill = pi / 4 if mark.is_area else 1.0  # of the square around it, which Vega takes for a symbol's size
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
    """Return the latitude, or the last one that Mercator's projection has room for."""
    return max(min(lat, NORTHMOST), -NORTHMOST)


def _discs(atlas: Atlas, view: View, radii: list[tuple[float, float]], size: tuple[int, int]) -> list[Disc]:
    """Return the marks where they lie on the drawing, the shorter way around the earth."""
    discs, project = [], _projector(view, size)
    for mark, (_, radius) in zip(atlas.marks, radii, strict=True):
        east = (mark.lon - view.lon + 540) % 360 - 180
        discs.append(Disc(harmless(mark.name), *project(view.lon + east, mark.lat), radius))
    return discs


def _projector(view: View, size: tuple[int, int]) -> Project:
    """Return the function that gives the pixels of a longitude and a latitude."""
    width, tall = size
    pixels, north = _pixels_a_degree(view, width, tall), northing(view.lat)

    def project(lon: float, lat: float) -> tuple[float, float]:
        return width / 2 + (lon - view.lon) * pixels, tall / 2 - (northing(lat) - north) * pixels

    return project


def _written(name: Name) -> Spec:
    return {"text": name.text, "x": name.x, "y": name.y}


def _lands(
    seen: Outlines, view: View, size: tuple[int, int], taken: list[Box], named: Sequence[Name]
) -> dict[str, Any]:
    """Return the names of countries as data: where they have room, or in their middle on a map of the world."""
    if view.is_world:
        return {"source": "land", "transform": _middles(*size)}
    said = {name.text for name in named}
    found = land_names(seen, _projector(view, size), size, taken)
    return {"values": [{**_written(name), "align": "left"} for name in found if name.text not in said]}


def _pixels_a_degree(view: View, width: int, tall: int) -> float:
    return min(width / view.width, tall / view.height)


def _middles(width: int, tall: int) -> list[Spec]:
    """Keep the countries that have room for a name in the middle of their visible part."""
    x, y = "datum.middle[0]", "datum.middle[1]"
    is_inside = f"{x} > {_ASIDE} && {x} < {width - _ASIDE} && {y} > 10 && {y} < {tall - 10}"
    middle = {"type": "formula", "expr": "geoCentroid('view', datum)", "as": "middle"}
    values = {"x": x, "y": y, "text": "datum.properties.name", "align": "'center'"}
    formulas = [{"type": "formula", "expr": value, "as": name} for name, value in values.items()]
    return [middle, {"type": "filter", "expr": is_inside}, *formulas]


def _projection(view: View, width: int, tall: int) -> Spec:
    middle: Spec = {"name": "view", "rotate": [-view.lon, 0], "translate": [width / 2, tall / 2]}
    if view.is_world:
        return {**middle, "type": "equalEarth", "scale": width / 5.5}
    return {
        **middle,
        "type": "mercator",
        "center": [0, view.lat],
        "scale": _pixels_a_degree(view, width, tall) * 180 / pi,
        "clipExtent": [[-2, -2], [width + 2, tall + 2]],
    }


def _scale_bar(view: View, width: int, tall: int) -> tuple[list[Spec], list[Text]]:
    """Draw a line of some round number of kilometres, true at the middle of the map; none on a map of the world."""
    if view.is_world:
        return [], []
    pixels_a_km = _pixels_a_degree(view, width, tall) * 360 / (_EQUATOR * cos(radians(view.lat)))
    most = width / 4 / pixels_a_km
    power = 10 ** int(log10(most)) if most >= 1 else 0.1
    km = float(max(step * power for step in (1, 2, 5) if step * power <= most or step == 1))
    y, length = tall - 12, km * pixels_a_km
    line = {"x": {"value": 12}, "x2": {"value": 12 + length}, "y": {"value": y}, "stroke": {"value": "var(--ink)"}}
    return [{"type": "rule", "encode": {"enter": line}}], [Text(f"{km:g} km", 12, y - 5, 11)]
