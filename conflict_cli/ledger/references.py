"""Check what refers to something else once all files of a ledger are read: to keys of sections, and to incidents.

The module `links` decides how the links `overlaps`, `part_of` and `distinct_from` count.
"""

from collections.abc import Collection, Mapping, Sequence

from conflict_cli.ledger.reading import Link, Reading
from conflict_cli.record.errors import quoted
from conflict_cli.record.incident import Spot

# A message about a ring names at most this many of its incidents.
_NAMED = 10

# Tolls lie inside tolls: an offensive in a month in a year in a war is four. Far more is a mistake, and slow to count.
DEEPEST = 50


def check_references(reading: Reading) -> None:
    """Report everything in this ledger that refers to what is not there, and every link that cannot be."""
    for name, section, scalar, file in reading.unmet:
        known = reading.known[section]
        if scalar.text not in known and section not in reading.unread:
            hint = reading.did_you_mean(scalar.text, known) or f"add it under {section}:"
            what = f"{name}: {quoted(scalar.text)} is not among the {section}"
            reading.problems.add(scalar, what, hint, file=file)
    _check_containers(reading.containers, reading)
    if "incidents" not in reading.unread:
        _check_links(reading.links, reading)


def _check_links(links: Sequence[Link], reading: Reading) -> None:
    """Report every link that leads nowhere or to itself, makes a ring, or contradicts another link."""
    sound = [link for link in links if _leads_elsewhere(link, reading.ids, reading)]
    whole_of = {link.owner: link for link in sound if link.name == "part_of"}
    for ring in _rings(whole_of):
        owners = [link.owner for link in ring]
        shown = owners if len(owners) <= _NAMED else [*owners[:_NAMED], "…"]
        _refuse(ring[0], reading, f"makes a ring: {' -> '.join([*shown, owners[0]])}", "take one of these links out")
        for owner in owners:
            del whole_of[owner]
    _check_depth(whole_of, reading)
    containment = _Containment({owner: link.target.text for owner, link in whole_of.items()})
    overlapping: dict[frozenset[str], Link] = {}
    for link in sound:
        if link.name == "overlaps":
            overlapping.setdefault(frozenset((link.owner, link.target.text)), link)
    for link in sound:
        if link.name != "part_of":
            _check_containment(link, containment, reading)
        if link.name == "distinct_from" and (other := overlapping.get(frozenset((link.owner, link.target.text)))):
            there = other.target
            place = f"on line {there.line}"
            if other.file != link.file:
                place = f"in {reading.place(Spot(there.line, there.column, other.file))}"
            what = f"{quoted(link.owner)} and {quoted(link.target.text)} are under overlaps {place}"
            _refuse(link, reading, what, "keep one of the two")


def _check_containers(links: Sequence[Link], reading: Reading) -> None:
    """Report every place that lies in itself, directly or through others."""
    inside: dict[str, list[Link]] = {}
    for link in links:
        inside.setdefault(link.owner, []).append(link)
    for link in links:
        seen: set[str] = set()
        waiting = [link.target.text]
        while waiting:
            here = waiting.pop()
            if here == link.owner:
                _refuse(link, reading, f"{quoted(link.owner)} lies in itself", "take this place out of the list")
                inside[link.owner].remove(link)
                break
            if here not in seen:
                seen.add(here)
                waiting += [other.target.text for other in inside.get(here, ())]


def _leads_elsewhere(link: Link, ids: Collection[str], reading: Reading) -> bool:
    if link.target.text == link.owner:
        hint = "write the id of another, or leave it out"
        _refuse(link, reading, f"{quoted(link.owner)} is this incident itself", hint)
        return False
    if link.target.text not in ids:
        hint = reading.did_you_mean(link.target.text, ids) or "write the id of an incident of this ledger"
        _refuse(link, reading, f"there is no incident {quoted(link.target.text)}", hint)
        return False
    return True


def _rings(whole_of: Mapping[str, Link]) -> list[list[Link]]:
    """Return the rings of incidents that are part of each other, each from the link that is written first."""
    rings: list[list[Link]] = []
    walked: dict[str, str] = {}
    for start in whole_of:
        here = start
        while here in whole_of and here not in walked:
            walked[here] = start
            here = whole_of[here].target.text
        if walked.get(here) == start and here in whole_of:
            ring = [whole_of[here]]
            while (following := ring[-1].target.text) != here:
                ring.append(whole_of[following])
            places = [(link.file, link.target.line, link.target.column) for link in ring]
            first = places.index(min(places))
            rings.append(ring[first:] + ring[:first])
    return rings


def _refuse(link: Link, reading: Reading, what: str, hint: str) -> None:
    reading.problems.add(link.target, f"{link.name}: {what}", hint, file=link.file)


def _check_depth(whole_of: Mapping[str, Link], reading: Reading) -> None:
    """Report the first incident that lies inside more than `DEEPEST` others, one in another."""
    for start in whole_of:
        here, depth = start, 0
        while here in whole_of and depth <= DEEPEST:
            here, depth = whole_of[here].target.text, depth + 1
        if depth > DEEPEST:
            what = f"{quoted(start)} lies inside more than {DEEPEST} incidents, one in another"
            _refuse(whole_of[start], reading, what, "write the id of the outermost one")
            return


class _Containment:
    """Which incident holds which, directly or through others.

    A walk of the trees numbers the moments at which it enters and leaves each incident.
    """

    def __init__(self, whole_of: Mapping[str, str]) -> None:
        parts: dict[str, list[str]] = {}
        for part, whole in whole_of.items():
            parts.setdefault(whole, []).append(part)
        self._entered: dict[str, int] = {}
        self._left: dict[str, int] = {}
        # Without recursion: chains may be long.
        waiting = [whole for whole in parts if whole not in whole_of]
        while waiting:
            here = waiting[-1]
            moment = len(self._entered) + len(self._left)
            if here in self._entered:
                self._left[here] = moment
                waiting.pop()
            else:
                self._entered[here] = moment
                waiting.extend(parts.get(here, ()))

    def holds(self, outer: str, inner: str) -> bool:
        """Say whether the inner incident is part of the outer one, through any number of steps."""
        if outer not in self._entered or inner not in self._entered:
            return False
        return self._entered[outer] < self._entered[inner] and self._left[inner] < self._left[outer]


def _check_containment(link: Link, containment: "_Containment", reading: Reading) -> None:
    owner, other = link.owner, link.target.text
    if not (containment.holds(other, owner) or containment.holds(owner, other)):
        return
    inner, outer = (owner, other) if containment.holds(other, owner) else (other, owner)
    what = f"{quoted(inner)} is part of {quoted(outer)}"
    is_overlap = link.name == "overlaps"
    hint = "leave it out: part_of says so already" if is_overlap else "take one of the two links out"
    _refuse(link, reading, what, hint)
