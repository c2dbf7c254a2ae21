"""The map of a page: a mark for each place with coordinates, lines between marks that share figures, and a view."""

from collections.abc import Iterable, Sequence
from itertools import pairwise
from math import asinh, atan, degrees, radians, sinh, tan

from msgspec import Struct

from conflict_cli.selection.picking import Picked
from conflict_cli.selection.selection import Group, Selection, Sum

MOST_DRAWN = 1000

_AREAS = ("subdistrict", "district", "governorate", "region", "country")

_LEAST_SPAN = 1.6
"""The degrees that a map shows at least: a map of one town still shows where in the country it lies."""

_MARGIN = 0.12
NORTHMOST = 85.0
_WORLD = 100.0
"""The degrees of longitude above which a map is drawn as one of the world."""


class Mark(Struct, frozen=True):
    """A place on the map with its sum; the numbers are None where no figure is reported.

    `is_area`: the place is wider than a town, and its mark stands at a point taken for its middle.
    """

    name: str
    governorate: str | None
    lat: float
    lon: float
    incidents: int
    low: int | None
    best: int | None
    high: int | None
    open: bool
    is_area: bool


class View(Struct, frozen=True):
    """The part of the earth that a map shows: its centre and width in degrees, its height in those of `northing`."""

    lat: float
    lon: float
    width: float
    height: float

    @property
    def is_world(self) -> bool:
        """Say whether the view is too wide to be drawn flat."""
        return self.width > _WORLD


class Atlas(Struct, frozen=True):
    """The marks of a map, the pairs of marks (by position) that share figures, and the places without coordinates.

    `left_out` counts the places with coordinates that are too many to draw.
    """

    marks: tuple[Mark, ...] = ()
    shared: tuple[tuple[int, int], ...] = ()
    view: View | None = None
    unlocated: tuple[str, ...] = ()
    left_out: int = 0

    @property
    def governorates(self) -> tuple[str, ...]:
        """The names of the governorates of the marks, in the order of the alphabet."""
        return tuple(sorted({mark.governorate for mark in self.marks if mark.governorate}))


def atlas(selection: Selection, towns: Sequence[tuple[Group, Sum]], picked: Iterable[Picked]) -> Atlas:
    """Return the map of these towns, of those with the highest figures if they are many.

    The places that one of these incidents names are a chain of pairs that share figures; each pair is there once.
    """
    places = selection.names.places
    located = [(part, counted) for part, counted in towns if part.key and places[part.key].lat is not None]
    # The highest figures come first: marks of lower ones are drawn over them.
    highest = [(-figure.high, -figure.best) if (figure := counted.figure) else (0, 0) for _, counted in located]
    drawn = [located[place] for place in sorted(range(len(located)), key=highest.__getitem__)][:MOST_DRAWN]
    marks = tuple(_mark(str(part.key), counted, selection) for part, counted in drawn)
    position = {part.key: place for place, (part, _) in enumerate(drawn)}
    named = (sorted({position[key] for key in one.incident.places if key in position}) for one in picked)
    return Atlas(
        marks=marks,
        shared=tuple(dict.fromkeys(pair for together in named for pair in pairwise(together))),
        view=view_of(marks),
        unlocated=tuple(part.heading for part, _ in towns if part.key and places[part.key].lat is None),
        left_out=len(located) - len(drawn),
    )


def view_of(marks: Sequence[Mark]) -> View | None:
    """Return the least view of all marks with a margin, the shorter way around the earth; None without marks."""
    if not marks:
        return None
    west, width = _least_arc([mark.lon for mark in marks])
    ys = [northing(mark.lat) for mark in marks]
    middle, tall = (min(ys) + max(ys)) / 2, max(ys) - min(ys)
    lon = west + width / 2
    return View(
        lat=degrees(atan(sinh(radians(middle)))),  # the inverse of `northing`
        lon=lon - 360 if lon > 180 else lon,
        width=max(width * (1 + 2 * _MARGIN), _LEAST_SPAN),
        height=max(tall * (1 + 2 * _MARGIN), _LEAST_SPAN),
    )


def northing(lat: float) -> float:
    """Return how far north a latitude lies in Mercator's projection, in degrees of longitude at the equator."""
    return degrees(asinh(tan(radians(max(min(lat, NORTHMOST), -NORTHMOST)))))


def _mark(key: str, counted: Sum, selection: Selection) -> Mark:
    place, figure = selection.names.places[key], counted.figure
    return Mark(
        name=place.name,
        governorate=selection.geography.governorate_of(key),
        lat=float(place.lat or 0),
        lon=float(place.lon or 0),
        incidents=counted.incidents,
        low=figure.low if figure else None,
        best=figure.best if figure else None,
        high=figure.high if figure else None,
        open=figure.open if figure else False,
        is_area=place.kind in _AREAS,
    )


def _least_arc(longitudes: Sequence[float]) -> tuple[float, float]:
    """Return where the shortest arc that holds all these longitudes begins, and its length in degrees."""
    around = sorted(longitudes)
    gaps = [(after - before, after) for before, after in pairwise(around)]
    gaps.append((around[0] + 360 - around[-1], around[0]))
    gap, west = max(gaps)
    return west, 360 - gap if len(set(around)) > 1 else 0.0
