"""Makes the outlines of countries that `report` draws: `python docs/outlines.py FOLDER`.

FOLDER is npm's package `world-atlas` 2.0.2, unpacked: Natural Earth 4.1 (public domain) as TopoJSON. Kept of it are the
countries, at 1:50 million and, for maps of the world, at 1:110 million; added is the box that each of them lies in.
"""

import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

OUTLINES = Path(__file__).parent.parent / "conflict_cli" / "render" / "page" / "outlines"
FILES = {"countries.json": "countries-50m.json", "world.json": "countries-110m.json"}


def points(arc: list[list[int]], transform: dict[str, list[float]]) -> Iterator[tuple[float, float]]:
    """The points of an arc in degrees."""
    x = y = 0
    for dx, dy in arc:
        x, y = x + dx, y + dy
        (scale_x, scale_y), (left, bottom) = transform["scale"], transform["translate"]
        yield x * scale_x + left, y * scale_y + bottom


def flat(arcs: Any) -> Iterator[int]:  # noqa: ANN401 (lists of lists of numbers, as deep as polygons go)
    """The numbers of all arcs of a geometry."""
    if isinstance(arcs, list):
        for one in arcs:
            yield from flat(one)
    else:
        yield ~arcs if arcs < 0 else arcs


def boxed(geometry: dict[str, Any], topology: dict[str, Any]) -> dict[str, Any]:
    """The geometry with its name and its box: west, south, east, north."""
    arcs = (topology["arcs"][number] for number in flat(geometry["arcs"]))
    spots = [spot for arc in arcs for spot in points(arc, topology["transform"])]
    lons, lats = zip(*spots, strict=True)
    box = [round(value, 2) for value in (min(lons), min(lats), max(lons), max(lats))]
    return {"type": geometry["type"], "arcs": geometry["arcs"], "properties": geometry["properties"], "bbox": box}


def kept(topology: dict[str, Any]) -> dict[str, Any]:
    """The topology with its countries alone."""
    geometries = [boxed(one, topology) for one in topology["objects"]["countries"]["geometries"] if one.get("arcs")]
    countries = {"type": "GeometryCollection", "geometries": geometries}
    return {**{key: topology[key] for key in ("type", "transform", "arcs")}, "objects": {"countries": countries}}


if __name__ == "__main__":
    for name, source in FILES.items():
        topology = json.loads((Path(sys.argv[1]) / source).read_text("utf-8"))
        (OUTLINES / name).write_text(json.dumps(kept(topology), separators=(",", ":")) + "\n", encoding="utf-8")
