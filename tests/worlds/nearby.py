"""Random worlds for `compare`: an incident, its places, and events of a data set of which some are near it."""

from datetime import date, timedelta
from math import asin, atan2, cos, degrees, radians, sin

from hypothesis import strategies as st
from msgspec.structs import replace

from conflict_cli.record.dates import When, parse_when
from conflict_cli.record.figures import parse_figure
from conflict_cli.record.incident import Incident, Place, Report
from conflict_cli.selection.nearness import (
    EARTH_RADIUS,
    Box,
    Compared,
    Event,
    Reach,
    candidates,
)
from conflict_cli.selection.picking import Picked

HASS, YARMOUK, POCKET = (35.6161, 36.5907), (33.4738, 36.3095), (32.8, 35.85)


def picked(key: str = "it", when: str | When = "2018-04-01", places=(), killed: str | None = None, **more) -> Picked:
    """An incident, of a ledger or of a data set."""
    day = parse_when(when) if isinstance(when, str) else when
    report = Report("source", killed=parse_figure(killed) if killed else None)
    return Picked(Incident(key, "Title", day, places=tuple(places), reports=(report,), **more))


def place(name: str, spot=None, *aliases: str, governorate="Idlib", country="Syria", kind="town") -> Place:
    """A place; its name is its key."""
    lat, lon = spot or (None, None)
    return Place(name, name, aliases, kind, governorate, country, lat, lon)


def event(
    key: str = "1",
    when: str | When = "2018-04-01",
    where: Place | None = None,
    spot=None,
    killed=None,
    nearby: bool = False,
    elsewhere: bool = False,
) -> Event:
    """An event of a data set."""
    lat, lon = spot or (None, None)
    one = picked(key, when, killed=killed, nearby=nearby, and_elsewhere=elsewhere)
    return Event(one, (where,) if where else (), lat, lon)


def compared(one: Picked, nouns, events, reach: Reach | None = None) -> Compared:
    return candidates(one, {noun.key: noun for noun in nouns}, events, reach or Reach())


def found(result: Compared) -> list[str]:
    return [one.event.picked.incident.id for one in result.candidates]


def is_found(nouns, one: Event, reach: Reach | None = None, when: str = "2018-04-01") -> bool:
    """Whether the event is a candidate for an incident at these places."""
    return bool(compared(picked(when=when, places=[noun.key for noun in nouns]), nouns, [one], reach).candidates)


def beyond(spot, bearing: float, km: float) -> tuple[float, float]:
    """The point so many kilometres away on this bearing, in degrees."""
    lat, lon, angle, turn = *map(radians, spot), km / EARTH_RADIUS, radians(bearing)
    there = asin(max(-1, min(1, sin(lat) * cos(angle) + cos(lat) * sin(angle) * cos(turn))))
    east = atan2(sin(turn) * sin(angle) * cos(lat), cos(angle) - sin(lat) * sin(there))
    return degrees(there), (degrees(lon + east) + 180) % 360 - 180


def is_in(box: Box, spot) -> bool:
    return box.south <= spot[0] <= box.north and box.west <= spot[1] <= box.east


latitudes = st.one_of(st.floats(-90, 90), st.sampled_from([-90.0, -89.999, -89.9, 0.0, 60.0, 89.9, 89.999, 90.0]))
longitudes = st.one_of(st.floats(-180, 180), st.sampled_from([-180.0, -179.99, 0.0, 179.99, 180.0]))
spots = st.tuples(latitudes, longitudes)
lengths = st.one_of(st.floats(0, 100), st.floats(0, 20_100))
spans = st.tuples(st.integers(0, 12), st.integers(0, 3)).map(
    lambda pair: When("", date(2018, 4, 1) + timedelta(pair[0]), date(2018, 4, 1) + timedelta(sum(pair)))
)
reaches = st.builds(Reach, km=st.floats(0, 60), days=st.integers(0, 4))
# Points around one another, across the antimeridian, so that some are within reach.
crowded = st.tuples(st.floats(69.8, 70.2), st.sampled_from([179.6, 179.9, 180.0, -180.0, -179.9, -179.5]))
areas = {
    "governorate": st.sampled_from(["Idlib", "Homs", None]),
    "country": st.sampled_from(["Syria", "Lebanon"]),
    "kind": st.sampled_from(["town", "district", None]),
}
nouns_of_worlds = st.builds(
    place, st.sampled_from(["Hass", "Kafr Batikh", "Batikh", "northern Homs"]), st.none() | crowded, **areas
)
killed = st.sampled_from([None, "none", "3", "20-30", "at least 2"])


@st.composite
def worlds(draw: st.DrawFn):
    """An incident, its places, and events of which some are near it."""
    nouns = [replace(one, key=str(number)) for number, one in enumerate(draw(st.lists(nouns_of_worlds, max_size=3)))]
    one = picked("it", draw(spans), [noun.key for noun in nouns], draw(killed))
    places = nouns_of_worlds, st.none() | crowded
    made = st.builds(event, st.just(""), spans, *places, killed, st.booleans(), st.booleans())
    events = [
        replace(other, picked=replace(other.picked, incident=replace(other.picked.incident, id=str(number))))
        for number, other in enumerate(draw(st.lists(made, max_size=8)))
    ]
    return one, nouns, events


@st.composite
def crowds(draw: st.DrawFn):
    """An incident, its place, and events around it, of which many are equally close."""
    away = st.sampled_from([0, 0.2, 0.4, 2.9, 3.3]).map(lambda km: beyond(HASS, 0, km))
    near = st.sampled_from(["2018-04-01", "2018-04-01/2018-04-02", "2018-03-31/2018-04-02", "2018-04-02"])
    where = st.builds(place, st.just("Hass"), kind=st.sampled_from(["town", "town", "district", None]))
    few = st.sampled_from([False, False, False, True])
    made = draw(st.lists(st.tuples(near, where, st.none() | away, killed, few, few), min_size=2, max_size=8))
    events = [event(str(number), *rest) for number, rest in enumerate(draw(st.permutations(made)))]
    return picked("it", "2018-04-01", ["Hass"], draw(killed)), [place("Hass", HASS)], events
