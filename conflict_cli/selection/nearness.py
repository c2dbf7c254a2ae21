"""Find the events of a data set near an incident in place and time. All of them are told, and none is chosen.

If both sides have coordinates, the coordinates decide and the names do not: two places of one name may lie far apart.
Nothing here says that two records near each other are about the same people.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from functools import lru_cache
from math import asin, cos, degrees, inf, radians, sin, sqrt

from msgspec import Struct
from msgspec.structs import replace

from conflict_cli.record.dates import When
from conflict_cli.record.figures import Figure
from conflict_cli.record.incident import EXACT_PLACES, Incident, Place
from conflict_cli.record.names import holds_words, words_of
from conflict_cli.selection.picking import Picked

EARTH_RADIUS = 6371.0088
"""The mean radius of the Earth, in kilometres."""

# About a metre: at worst, rounding moves a point within reach by this much.
_SLACK = 1e-5


class Reach(Struct, frozen=True):
    """The greatest distance of an event from an incident, in kilometres and in days."""

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
        """Whether it was in the place named: not near it, not elsewhere too, not somewhere in a district.

        A place of unknown kind counts as exact: a file without kinds of places states no doubt about them.
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
    """The days and the boxes in which an event may be a candidate.

    `names_too`: an event outside all boxes may be a candidate by the name of its place.
    """

    first: date
    last: date
    boxes: tuple[Box, ...]
    names_too: bool


class Candidate(Struct, frozen=True):
    """An event near an incident: the kilometres (None: matched by name) and the days between them.

    `difference`: its best figure of killed less that of the incident; None if either has none.
    """

    event: Event
    km: float | None
    days: int
    difference: int | None
    is_closest: bool = False


class Compared(Struct, frozen=True):
    """An incident with every event near it, the closest first."""

    picked: Picked
    candidates: tuple[Candidate, ...] = ()


def window(incident: Incident, places: Mapping[str, Place], reach: Reach) -> Window:
    """Return the days and boxes to look in: they hold all candidates, and may hold other events."""
    nouns = [places[key] for key in incident.places]
    return Window(
        first=_moved(incident.date.first, -reach.days),
        last=_moved(incident.date.last, reach.days),
        boxes=tuple(_box(*spot, reach.km) for one in nouns if (spot := _spot(one))),
        names_too=bool(nouns),
    )


def candidates(picked: Picked, places: Mapping[str, Place], events: Iterable[Event], reach: Reach) -> Compared:
    """Return the incident with the events within its reach; the order of the events given does not matter.

    The closest come first: by days apart, then by whole kilometres, where the same name counts as 0, then those whose
    place is exact. Several may be equally close. Their figures decide nothing: the event that agrees best would come
    first, as if that were a finding.
    """
    nouns = [places[key] for key in picked.incident.places]
    found = [one for event in events if (one := _candidate(picked, nouns, event, reach))]
    found.sort(
        key=lambda one: (
            _closeness(one),
            one.km or 0,
            one.event.picked.incident.date.first,
            one.event.picked.incident.date.last,
            one.event.picked.incident.id,
        )
    )
    return Compared(picked, tuple(replace(one, is_closest=_closeness(one) == _closeness(found[0])) for one in found))


def distance(one: tuple[float, float], other: tuple[float, float]) -> float:
    """Return the kilometres along a great circle between two points, each a latitude and a longitude in degrees."""
    (lat, lon), (other_lat, other_lon) = one, other
    north, east = radians(other_lat - lat), radians(other_lon - lon)
    chord = sin(north / 2) ** 2 + cos(radians(lat)) * cos(radians(other_lat)) * sin(east / 2) ** 2
    return 2 * EARTH_RADIUS * asin(sqrt(min(chord, 1.0)))


def days_apart(one: When, other: When) -> int:
    """Return the days between two dates; 0 if they may be the same day."""
    return max((other.first - one.last).days, (one.first - other.last).days, 0)


def is_same_place(sought: Place, known: Place) -> bool:
    """Say whether the known place may be the sought one, by their names and their governorates or countries."""
    return _is_same_area(sought, known) and any(
        is_same_name(name, another)
        for name in (sought.name, *sought.aliases)
        for another in (known.name, *known.aliases)
    )


def is_same_name(sought: str, known: str) -> bool:
    """Say whether two names are spelt alike, or the known one holds all words of the sought one side by side.

    Yarmouk finds Yarmouk Camp, as in a search; northern Homs does not find Homs.
    """
    words, others = _words(sought), _words(known)
    if not words or not others:
        return False
    return "".join(words) == "".join(others) or holds_words(others, words)


def ranges_meet(one: Figure, other: Figure) -> bool:
    """Say whether one number may lie within both figures; an open figure has no upper bound."""
    return one.low <= _upper(other) and other.low <= _upper(one)


_words = lru_cache(maxsize=2**14)(words_of)


def _candidate(picked: Picked, nouns: Sequence[Place], event: Event, reach: Reach) -> Candidate | None:
    """Return the event as a candidate; None if it is out of reach."""
    days = days_apart(picked.incident.date, event.picked.incident.date)
    if days > reach.days:
        return None
    here = _spot(event)
    distances = [distance(spot, here) for place in nouns if here and (spot := _spot(place))]
    within = [km for km in distances if km <= reach.km]
    unmeasured = [place for place in nouns if not (here and _spot(place))]
    if not within and not any(is_same_place(place, other) for place in unmeasured for other in event.places):
        return None
    ours, theirs = picked.figure("killed"), event.picked.figure("killed")
    difference = theirs.best - ours.best if ours and theirs else None
    return Candidate(event, min(within, default=None), days, difference)


def _spot(thing: Place | Event) -> tuple[float, float] | None:
    return None if thing.lat is None or thing.lon is None else (thing.lat, thing.lon)


def _closeness(one: Candidate) -> tuple[int, int, bool]:
    """Return the days apart, the whole kilometres, and whether it may have been outside the place named."""
    return one.days, round(one.km or 0), not one.event.is_exact


def _box(lat: float, lon: float, km: float) -> Box:
    """Return a box with every point within so many kilometres.

    It spans all longitudes if it comes near a pole or longitude 180. The circle is widest nearer to the pole than its
    centre.
    """
    around = degrees(km / EARTH_RADIUS) + _SLACK
    south, north = max(lat - around, -90.0), min(lat + around, 90.0)
    if south > -90 and north < 90:
        aside = degrees(asin(min(sin(radians(around)) / cos(radians(lat)), 1.0)))
        if lon - aside >= -180 and lon + aside <= 180:
            return Box(south, north, lon - aside, lon + aside)
    return Box(south, north, -180.0, 180.0)


def _moved(day: date, days: int) -> date:
    """Return the day so many days later, or the first or last day that Python knows."""
    return date.fromordinal(min(max(day.toordinal() + days, date.min.toordinal()), date.max.toordinal()))


def _is_same_area(one: Place, other: Place) -> bool:
    """Say whether both lie in one governorate; if either is unknown, whether one country may hold both."""
    if one.governorate and other.governorate:
        return _governorate(one.governorate) == _governorate(other.governorate)
    # A data set may lengthen or shorten the name of a country: "Yemen (North Yemen)".
    here, there = one.country, other.country
    return not (here and there) or is_same_name(here, there) or is_same_name(there, here)


def _governorate(name: str) -> str:
    words = _words(name)
    return "".join(words[:-1] if words[-1:] == ("governorate",) else words)


def _upper(figure: Figure) -> float:
    return inf if figure.open else figure.high
