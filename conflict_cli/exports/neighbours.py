"""Find the incidents of a ledger that are near a new one: they may be the same, until a curator has decided."""

from collections.abc import Iterator, Mapping, Sequence

from msgspec.structs import replace

from conflict_cli.record.incident import Incident, Ledger, Place
from conflict_cli.selection.nearness import Candidate, Event, Reach, candidates
from conflict_cli.selection.picking import Picked
from conflict_cli.selection.vicinity import Vicinity

REACH = Reach()
"""How near is near: as in `compare`."""


def vicinity_of(ledger: Ledger) -> Vicinity:
    """Return the incidents of the ledger, so kept that the neighbours of many others are found quickly."""
    return Vicinity([event for one in ledger.incidents for event in _events(one, ledger)], REACH)


def neighbours(incident: Incident, places: Mapping[str, Place], around: Vicinity) -> list[Candidate]:
    """Return the incidents of a ledger near this one in place and time, each once, the closest first.

    `places` holds the places of this one.
    """
    found = candidates(Picked(incident), places, around.near(incident, places), REACH).candidates
    return list({one.event.picked.incident.id: one for one in reversed(found)}.values())[::-1]


def linked(incident: Incident, found: Sequence[Candidate]) -> Incident:
    """Return the incident as one that may count the same people as its neighbours."""
    ids = (one.event.picked.incident.id for one in found)
    return replace(incident, overlaps=tuple(dict.fromkeys((*incident.overlaps, *ids))))


def questions(incident: Incident) -> tuple[str, ...]:
    """Return a comment that asks about each overlap."""
    return tuple(f"is this the same event as {one}? keep overlaps, or write distinct_from" for one in incident.overlaps)


def in_words(one: Candidate) -> str:
    """Return `rastan-rockets (2018-04-29, 0 days apart, by name)`."""
    incident = one.event.picked.incident
    far = "by name" if one.km is None else f"{one.km:.1f} km"
    days = f"{one.days} day{'' if one.days == 1 else 's'}"
    return f"{incident.id} ({incident.date.text}, {days} apart, {far})"


def _events(incident: Incident, ledger: Ledger) -> Iterator[Event]:
    """Yield the incident once for each place, which has its own coordinates."""
    for key in incident.places:
        place = ledger.places[key]
        yield Event(Picked(incident), (place,), place.lat, place.lon)
