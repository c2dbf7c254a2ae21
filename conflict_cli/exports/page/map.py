"""The map of a page: a mark for each place with coordinates, which of them share figures, and what the map shows."""

from collections.abc import Iterable, Sequence
from itertools import pairwise
from math import asinh, atan, degrees, radians, sinh, tan

from msgspec import Struct

from conflict_cli.selection.picking import Picked
from conflict_cli.selection.selection import Group, Selection, Sum

MOST_DRAWN = 1000

_AREAS = ("subdistrict", "district", "governorate", "region", "country")

_LEAST_SPAN = 1.6
"""Degrees: a map of one town still shows where in the country it lies."""

_MARGIN = 0.12
NORTHMOST = 85.0
_WORLD = 100.0
"""Degrees of longitude: what is wider is drawn as a map of the world."""


class Mark(Struct, frozen=True):
    """A place on the map with the sum of what is reported for it; without numbers where no figure is.

    `is_area`: it is wider than a town, and stands where its middle is taken to be.
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
    """What the map shows: its centre in degrees, and how many degrees of longitude and latitude lie around it."""

    lat: float
    lon: float
    width: float
    height: float

    @property
    def is_world(self) -> bool:
        """Whether it is so wide that the earth's curve must show."""
        return self.width > _WORLD


class Atlas(Struct, frozen=True):
    """The marks of a map, the pairs of them (by position) that share figures, and the places it cannot show."""

    marks: tuple[Mark, ...] = ()
    shared: tuple[tuple[int, int], ...] = ()
    view: View | None = None
    unlocated: tuple[str, ...] = ()
    left_out: int = 0


def atlas(selection: Selection, towns: Sequence[tuple[Group, Sum]], picked: Iterable[Picked]) -> Atlas:
    """The map of these towns, the ones of the highest figures if they are many, and of what the incidents share."""
    places = selection.ledger.places
    located = [(part, counted) for part, counted in towns if part.key and places[part.key].lat is not None]
    unlocated = tuple(part.heading for part, _ in towns if part.key and places[part.key].lat is None)
    drawn = sorted(located, key=_weight)[:MOST_DRAWN]
    marks = tuple(_mark(selection, part, counted) for part, counted in drawn)
    position = {part.key: place for place, (part, _) in enumerate(drawn)}
    shared = _shared(picked, position)
    return Atlas(
        marks=marks, shared=shared, view=view_of(marks), unlocated=unlocated, left_out=len(located) - len(drawn)
    )


def view_of(marks: Sequence[Mark]) -> View | None:
    """The least view that holds all marks with a margin, the shorter way around the earth; None without marks."""
    if not marks:
        return None
    west, width = _least_arc([mark.lon for mark in marks])
    ys = [northing(mark.lat) for mark in marks]
    middle, tall = (min(ys) + max(ys)) / 2, max(ys) - min(ys)
    lat, lon = _latitude(middle), west + width / 2
    return View(
        lat,
        lon - 360 if lon > 180 else lon,
        max(width * (1 + 2 * _MARGIN), _LEAST_SPAN),
        max(tall * (1 + 2 * _MARGIN), _LEAST_SPAN),
    )


def _weight(pair: tuple[Group, Sum]) -> tuple[int, int]:
    """The heaviest first, so that lighter marks are drawn over them."""
    figure = pair[1].figure
    return (-figure.high, -figure.best) if figure else (0, 0)


def _mark(selection: Selection, part: Group, counted: Sum) -> Mark:
    place, figure = selection.ledger.places[str(part.key)], counted.figure
    return Mark(
        name=place.name,
        governorate=place.governorate,
        lat=float(place.lat or 0),
        lon=float(place.lon or 0),
        incidents=counted.incidents,
        low=figure.low if figure else None,
        best=figure.best if figure else None,
        high=figure.high if figure else None,
        open=figure.open if figure else False,
        is_area=place.kind in _AREAS,
    )


def _shared(picked: Iterable[Picked], position: dict[str | None, int]) -> tuple[tuple[int, int], ...]:
    """The pairs of places to join so that those that one incident names hang together; each pair once."""
    pairs: dict[tuple[int, int], None] = {}
    for one in picked:
        known = sorted({position[key] for key in one.incident.places if key in position})
        pairs.update(dict.fromkeys(pairwise(known)))
    return tuple(pairs)


def _least_arc(longitudes: Sequence[float]) -> tuple[float, float]:
    """Where the shortest arc that holds all these longitudes begins, and its length in degrees."""
    around = sorted(longitudes)
    gaps = [(after - before, after) for before, after in pairwise(around)]
    gaps.append((around[0] + 360 - around[-1], around[0]))
    gap, west = max(gaps)
    return west, 360 - gap if len(set(around)) > 1 else 0.0


def northing(lat: float) -> float:
    """How far north a latitude lies in the projection of Mercator, in degrees of longitude at the equator."""
    return degrees(asinh(tan(radians(max(min(lat, NORTHMOST), -NORTHMOST)))))


def _latitude(north: float) -> float:
    return degrees(atan(sinh(radians(north))))
