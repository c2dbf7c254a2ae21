"""The outlines of countries as TopoJSON: of those that a map may show, and of no others."""

from collections.abc import Iterable, Iterator
from functools import lru_cache
from itertools import accumulate
from pathlib import Path
from typing import Any, TypeAlias

from msgspec import Raw, Struct, json

from conflict_cli.exports.page.map import View

_FOLDER = Path(__file__).with_name("outlines")
_TURNS = (-360, 0, 360)
_REACH = 0.6
"""How far from its middle a map shows anything, as a part of its longer side; a drawing may be wider than its view."""

Outlines = dict[str, Any]
_Arcs: TypeAlias = "int | list[_Arcs]"
"""Numbers of arcs, in lists as deep as polygons go; a negative number is an arc run backwards."""

_Box = tuple[float, float, float, float]
"""The west, south, east and north of something."""


class _Topology(Struct):
    """A file of outlines, of whose arcs only those that are used are read."""

    transform: dict[str, list[float]]
    arcs: list[Raw]
    objects: dict[str, Any]


@lru_cache(1)  # a page has its map in two sizes
def outlines(view: View) -> Outlines:
    """Return the outlines of the countries that this view may show, without islands far off, as TopoJSON."""
    topology = json.decode((_FOLDER / _name_of(view)).read_bytes(), type=_Topology)
    countries = topology.objects["countries"]["geometries"]
    seen = countries if view.is_world else _near(countries, topology, view)
    used: dict[int, int] = {}
    geometries = [{**country, "arcs": _renumbered(country["arcs"], used)} for country in seen]
    return {
        "type": "Topology",
        "transform": topology.transform,
        "arcs": [json.decode(topology.arcs[number]) for number in used],
        "objects": {"countries": {"type": "GeometryCollection", "geometries": geometries}},
    }


def points_of(arc: list[list[int]], transform: dict[str, list[float]]) -> list[tuple[float, float]]:
    """Return the points of an arc, whose numbers are steps from one to the next."""
    (wide, high), (west, south) = transform["scale"], transform["translate"]
    xs, ys = accumulate(step[0] for step in arc), accumulate(step[1] for step in arc)
    return [(west + x * wide, south + y * high) for x, y in zip(xs, ys, strict=True)]


def _name_of(view: View) -> str:
    return "world.json" if max(view.width, view.height) > 40 else "countries.json"


def _near(countries: Iterable[dict[str, Any]], topology: _Topology, view: View) -> Iterator[dict[str, Any]]:
    """Yield the countries that may be seen, and of one with islands or parts overseas those that may be."""
    for country in countries:
        if not _may_show(view, country["bbox"]):
            continue
        if country["type"] == "Polygon":
            yield country
        elif parts := [part for part in country["arcs"] if _may_show(view, _box_of(part[0], topology))]:
            yield {**country, "arcs": parts}


def _may_show(view: View, box: _Box) -> bool:
    west, south, east, north = box
    reach = _REACH * max(view.width, view.height)
    is_level = south <= view.lat + reach and north >= view.lat - reach
    return is_level and any(west + turn <= view.lon + reach and east + turn >= view.lon - reach for turn in _TURNS)


def _box_of(ring: Iterable[int], topology: _Topology) -> _Box:
    arcs = [json.decode(topology.arcs[~number if number < 0 else number]) for number in ring]
    lons, lats = zip(*(point for arc in arcs for point in points_of(arc, topology.transform)), strict=True)
    return min(lons), min(lats), max(lons), max(lats)


def _renumbered(arcs: _Arcs, used: dict[int, int]) -> _Arcs:
    """Return the numbers of the arcs in the order of their first use, and add them to `used`."""
    if isinstance(arcs, list):
        return [_renumbered(one, used) for one in arcs]
    number = used.setdefault(~arcs if arcs < 0 else arcs, len(used))
    return ~number if arcs < 0 else number
