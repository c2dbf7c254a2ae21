"""Which events of a data set are near an incident, in place and in time; every one of them is told, and none chosen.

Where both sides have coordinates, these decide, and a name does not: two places of one name may lie far apart. What
two records that are near each other have to do with each other is not known here.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from functools import lru_cache
from math import asin, cos, degrees, inf, radians, sin, sqrt

from msgspec import Struct
from msgspec.structs import replace

from conflict_cli.record.dates import When
from conflict_cli.record.figures import Figure
from conflict_cli.record.incident import EXACT_PLACES, Incident, Place
from conflict_cli.record.names import words_of
from conflict_cli.selection.picking import Picked

EARTH_RADIUS = 6371.0088
"""The mean radius of the Earth, in kilometres."""

# About a metre: what rounding may move a point that is just within reach, at worst on the other side of the Earth.
_SLACK = 1e-5


class Reach(Struct, frozen=True):
    """How far an event may be from an incident to be told beside it: in kilometres, and in days."""

    km: float = 10
    days: int = 1


class Event(Struct, frozen=True):
    """An event of a data set: as an incident, with its places, the row's own coordinates, and whom it cites."""

    picked: Picked
    places: tuple[Place, ...] = ()
    lat: float | None = None
    lon: float | None = None
    cites: tuple[str, ...] = ()

    @property
    def is_exact(self) -> bool:
        """Whether it was in the place named: not in or near it, nor elsewhere too, nor somewhere in a district.

        A place of unknown kind is taken to be no wider than its name: a table that tells no kinds has no doubt of them.
        """
        incident = self.picked.incident
        is_there = not (incident.nearby or incident.and_elsewhere)
        return is_there and all(one.kind in (None, *EXACT_PLACES) for one in self.places)


class Box(Struct, frozen=True):
    """An area between two latitudes and two longitudes, in degrees; west is never greater than east."""

    south: float
    north: float
    west: float
    east: float


class Window(Struct, frozen=True):
    """Where and when an event must be to be a candidate: on one of these days, and in one of the boxes or by name.

    `names_too`: events outside all boxes may be candidates by the names of their places.
    """

    first: date
    last: date
    boxes: tuple[Box, ...]
    names_too: bool


class Candidate(Struct, frozen=True):
    """An event near an incident: how many kilometres away (None: matched by name), and how many days.

    `difference`: its best figure of killed less the incident's; None where either has none.
    """

    event: Event
    km: float | None
    days: int
    difference: int | None
    is_closest: bool = False


class Compared(Struct, frozen=True):
    """An incident, and every event near it, the closest first."""

    picked: Picked
    candidates: tuple[Candidate, ...] = ()


def window(incident: Incident, places: Mapping[str, Place], reach: Reach) -> Window:
    """Where and when to look for candidates: it holds all of them, and may hold others."""
    nouns = [places[key] for key in incident.places]
    boxes = tuple(_box(*spot, reach.km) for one in nouns if (spot := _spot(one)))
    first, last = _moved(incident.date.first, -reach.days), _moved(incident.date.last, reach.days)
    return Window(first, last, boxes, names_too=bool(nouns))


def candidates(picked: Picked, places: Mapping[str, Place], events: Iterable[Event], reach: Reach) -> Compared:
    """The incident with those of the events that are within reach of it, in whichever order they come.

    The closest come first: those of the fewest days apart; of them the nearest in whole kilometres, where the same name
    counts as 0; of them those whose place is exact. Several may be equally close. What they report decides nothing.
    """
    nouns = [places[key] for key in picked.incident.places]
    found = [one for event in events if (one := _candidate(picked, nouns, event, reach))]
    found.sort(key=_order)
    return Compared(picked, tuple(replace(one, is_closest=_closeness(one) == _closeness(found[0])) for one in found))


def distance(one: tuple[float, float], other: tuple[float, float]) -> float:
    """The kilometres between two points, each a latitude and a longitude in degrees, along a great circle."""
    (lat, lon), (other_lat, other_lon) = one, other
    north, east = radians(other_lat - lat), radians(other_lon - lon)
    chord = sin(north / 2) ** 2 + cos(radians(lat)) * cos(radians(other_lat)) * sin(east / 2) ** 2
    return 2 * EARTH_RADIUS * asin(sqrt(min(chord, 1.0)))


def days_apart(one: When, other: When) -> int:
    """The days between two dates; 0 where they may be the same day."""
    return max((other.first - one.last).days, (one.first - other.last).days, 0)


def is_same_place(sought: Place, known: Place) -> bool:
    """Whether the known place may be the sought one, by a name of theirs and by their governorates, else countries."""
    return _is_same_area(sought, known) and any(
        is_same_name(name, another)
        for name in (sought.name, *sought.aliases)
        for another in (known.name, *known.aliases)
    )


def is_same_name(sought: str, known: str) -> bool:
    """Whether two names are spelt alike, or the known one holds all words of the sought one, side by side.

    As in a search: Yarmouk finds Yarmouk Camp; northern Homs does not find Homs.
    """
    words, others = _words(sought), _words(known)
    if not words or not others:
        return False
    return "".join(words) == "".join(others) or _holds(others, words)


def ranges_meet(one: Figure, other: Figure) -> bool:
    """Whether one number may lie in the bounds of both figures; an open one has no upper bound."""
    return one.low <= _upper(other) and other.low <= _upper(one)


_words = lru_cache(maxsize=2**14)(words_of)


def _candidate(picked: Picked, nouns: Sequence[Place], event: Event, reach: Reach) -> Candidate | None:
    """The event as a candidate; None where it is out of reach."""
    days = days_apart(picked.incident.date, event.picked.incident.date)
    if days > reach.days:
        return None
    within = [km for km in _distances(nouns, event) if km <= reach.km]
    if not within and not _is_near_by_name(nouns, event):
        return None
    return Candidate(event, min(within, default=None), days, _difference(picked, event.picked))


def _distances(nouns: Iterable[Place], event: Event) -> Iterator[float]:
    here = _spot(event)
    return (distance(spot, here) for place in nouns if here and (spot := _spot(place)))


def _is_near_by_name(nouns: Iterable[Place], event: Event) -> bool:
    """Whether a place of the incident is one of the event's by name, where coordinates cannot say it."""
    unmeasured = [place for place in nouns if not (_spot(event) and _spot(place))]
    return any(is_same_place(place, other) for place in unmeasured for other in event.places)


def _spot(thing: Place | Event) -> tuple[float, float] | None:
    return None if thing.lat is None or thing.lon is None else (thing.lat, thing.lon)


def _difference(picked: Picked, event: Picked) -> int | None:
    ours, theirs = picked.figure("killed"), event.figure("killed")
    return theirs.best - ours.best if ours and theirs else None


def _closeness(one: Candidate) -> tuple[int, int, bool]:
    """How close it is: days apart, whole kilometres, and whether it may have been elsewhere than in the place named."""
    return one.days, round(one.km or 0), not one.event.is_exact


def _order(one: Candidate) -> tuple[tuple[int, int, bool], float, date, date, str]:
    """Never by its figure: what agrees best would come first, as if that were a finding."""
    incident = one.event.picked.incident
    return _closeness(one), one.km or 0, incident.date.first, incident.date.last, incident.id


def _box(lat: float, lon: float, km: float) -> Box:
    """A box that holds every point within so many kilometres, the whole circle where it nears a pole or longitude 180.

    At the widest, the circle's meridians touch it nearer to the pole than its centre is.
    """
    around = degrees(km / EARTH_RADIUS) + _SLACK
    south, north = max(lat - around, -90.0), min(lat + around, 90.0)
    if south > -90 and north < 90:
        aside = degrees(asin(min(sin(radians(around)) / cos(radians(lat)), 1.0)))
        if lon - aside >= -180 and lon + aside <= 180:
            return Box(south, north, lon - aside, lon + aside)
    return Box(south, north, -180.0, 180.0)


def _moved(day: date, days: int) -> date:
    """The day so many days later, or the last or first that there is."""
    return date.fromordinal(min(max(day.toordinal() + days, date.min.toordinal()), date.max.toordinal()))


def _is_same_area(one: Place, other: Place) -> bool:
    """Whether both lie in one governorate; where that of either is unknown, whether one country may hold both."""
    if one.governorate and other.governorate:
        return _governorate(one.governorate) == _governorate(other.governorate)
    # A data set may add to the name of a country, or leave a part out: "Yemen (North Yemen)".
    here, there = one.country, other.country
    return not (here and there) or is_same_name(here, there) or is_same_name(there, here)


def _governorate(name: str) -> str:
    words = _words(name)
    return "".join(words[:-1] if words[-1:] == ("governorate",) else words)


def _holds(words: tuple[str, ...], sought: tuple[str, ...]) -> bool:
    width = len(sought)
    return any(words[start : start + width] == sought for start in range(len(words) - width + 1))


def _upper(figure: Figure) -> float:
    return inf if figure.open else figure.high
