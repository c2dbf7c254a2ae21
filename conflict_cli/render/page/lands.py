"""The names of countries on a map: inside of what is seen of them, over no mark and no other name, or left out."""

from collections.abc import Callable, Iterator, Sequence
from itertools import chain, pairwise
from math import hypot
from typing import Any

from conflict_cli.render.cells import display_width
from conflict_cli.render.page.labels import Box, Name
from conflict_cli.render.page.topology import points_of

Project = Callable[[float, float], tuple[float, float]]
"""Gives the pixels of a longitude and a latitude."""

_ROW = 9
"""Pixels between the lines on which the inside of a country is looked for; a name is two of them high."""

_STEP = 16
_LETTER = 8.4
"""Pixels that a letter takes, on average, in the font and size of countries."""

_EDGE = 6
_MOST_TRIED = 400

_Point = tuple[float, float]
_Spans = list[tuple[float, float]]


def land_names(outlines: dict[str, Any], project: Project, size: tuple[int, int], taken: Sequence[Box]) -> list[Name]:
    """Return the names of the countries that have room for one beside the boxes that are taken."""
    arcs = [points_of(arc, outlines["transform"]) for arc in outlines["arcs"]]
    boxes = list(taken)
    found = []
    for country in outlines["objects"]["countries"]["geometries"]:
        rows = _inside([_ring(ring, arcs) for ring in _rings(country)], project, size)
        name = country["properties"]["name"]
        wide = display_width(name) * _LETTER
        for x, y in _spots(rows, wide):
            box = Box(x, y - _ROW, x + wide, y + _ROW)
            if not any(map(box.meets, boxes)):
                found.append(Name(name, x, y))
                boxes.append(box)
                break
    return found


def _rings(country: dict[str, Any]) -> list[list[int]]:
    arcs = country["arcs"]
    return list(chain.from_iterable(arcs)) if country["type"] == "MultiPolygon" else arcs


def _ring(numbers: list[int], arcs: Sequence[list[_Point]]) -> list[_Point]:
    return [point for number in numbers for point in (arcs[~number][::-1] if number < 0 else arcs[number])]


def _inside(rings: Sequence[list[_Point]], project: Project, size: tuple[int, int]) -> list[_Spans]:
    """Return the parts of each line of the map that lie in the country, also where it goes on around the earth."""
    width, tall = size
    crossings: list[list[float]] = [[] for _ in range(tall // _ROW + 1)]
    for ring in rings:
        west, east = min(lon for lon, _ in ring), max(lon for lon, _ in ring)
        for turn in (-360, 0, 360):
            if project(west + turn, 0)[0] < width and project(east + turn, 0)[0] > 0:
                _cross([project(lon + turn, lat) for lon, lat in ring], crossings)
    rows = []
    for line in crossings:
        line.sort()
        ends = zip(line[::2], line[1::2], strict=False)
        rows.append([(max(start, _EDGE), min(end, width - _EDGE)) for start, end in ends])
    return rows


def _cross(pixels: Sequence[_Point], crossings: list[list[float]]) -> None:
    """Note on each line where the outline crosses it."""
    for (x, y), (x2, y2) in pairwise(pixels):
        low, high = sorted((y, y2))
        for row in range(max(int(low // _ROW) + 1, 0), min(int(high // _ROW), len(crossings) - 1) + 1):
            crossings[row].append(x + (row * _ROW - y) / (y2 - y) * (x2 - x))


def _spots(rows: Sequence[_Spans], wide: float) -> Iterator[_Point]:
    """Yield the places where a name of this width lies inside, those nearest to the middle first."""
    found = []
    for number in range(1, len(rows) - 1):
        for start, end in rows[number]:
            for place in range(max(int((end - start - wide) // _STEP) + 1, 0)):
                x = start + place * _STEP
                if _holds(rows[number - 1], x, x + wide) and _holds(rows[number + 1], x, x + wide):
                    found.append((x, number * float(_ROW)))
    if not found:
        return
    middle = tuple(sum(axis) / len(found) for axis in zip(*found, strict=True))
    found.sort(key=lambda spot: hypot(spot[0] - middle[0], spot[1] - middle[1]))
    yield from found[:_MOST_TRIED]


def _holds(spans: _Spans, left: float, right: float) -> bool:
    return any(start <= left and right <= end for start, end in spans)
