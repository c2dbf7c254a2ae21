"""What the incidents of a ledger say of one another: ids, `overlaps`, `part_of` and `distinct_from` that cannot be.

How such links count is not decided here, but in `links`.
"""

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from conflict_cli.ledger.nodes import Scalar
from conflict_cli.ledger.reading import Reading
from conflict_cli.record.errors import quoted

# So much of a ring of incidents is named.
_NAMED = 10

# Tolls inside tolls: an offensive in a month in a year in a war is four. Far more is a mistake, and slow to count.
DEEPEST = 50


class Link(NamedTuple):
    """That one incident names another under a key, and where."""

    owner: str
    name: str
    target: Scalar


def check_links(links: Sequence[Link], ids: Mapping[str, Scalar], reading: Reading) -> None:
    """Add a problem for every link that leads nowhere, to itself, round in a ring, or against another link."""
    sound = [link for link in links if _leads_elsewhere(link, ids, reading)]
    whole_of = {link.owner: link for link in sound if link.name == "part_of"}
    for ring in _rings(whole_of):
        _refuse_ring(ring, reading)
        for link in ring:
            del whole_of[link.owner]
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
            what = f"{quoted(link.owner)} and {quoted(link.target.text)} are under overlaps on line {other.target.line}"
            _refuse(link, reading, what, "keep one of the two")


def _refuse(link: Link, reading: Reading, what: str, hint: str) -> None:
    reading.problems.add(link.target, f"{link.name}: {what}", hint)


def _leads_elsewhere(link: Link, ids: Mapping[str, Scalar], reading: Reading) -> bool:
    if link.target.text == link.owner:
        _refuse(
            link, reading, f"{quoted(link.owner)} is this incident itself", "write the id of another, or leave it out"
        )
        return False
    if link.target.text not in ids:
        hint = reading.did_you_mean(link.target.text, ids) or "write the id of an incident of this ledger"
        _refuse(link, reading, f"there is no incident {quoted(link.target.text)}", hint)
        return False
    return True


def _rings(whole_of: Mapping[str, Link]) -> list[list[Link]]:
    """The rings of incidents that are part of each other, each from the incident that comes first in the file."""
    rings: list[list[Link]] = []
    walked: dict[str, str] = {}
    for start in whole_of:
        here = start
        while here in whole_of and here not in walked:
            walked[here] = start
            here = whole_of[here].target.text
        if walked.get(here) == start and here in whole_of:
            rings.append(_ring_through(here, whole_of))
    return rings


def _ring_through(start: str, whole_of: Mapping[str, Link]) -> list[Link]:
    ring = [whole_of[start]]
    while (here := ring[-1].target.text) != start:
        ring.append(whole_of[here])
    first = min(range(len(ring)), key=lambda i: (ring[i].target.line, ring[i].target.column))
    return ring[first:] + ring[:first]


def _refuse_ring(ring: list[Link], reading: Reading) -> None:
    names = [link.owner for link in ring]
    shown = names if len(names) <= _NAMED else [*names[:_NAMED], "…"]
    _refuse(ring[0], reading, f"makes a ring: {' -> '.join([*shown, names[0]])}", "take one of these links out")


def _check_depth(whole_of: Mapping[str, Link], reading: Reading) -> None:
    """Refuse the first incident that lies inside more others than any account of a conflict has layers."""
    for start in whole_of:
        here, depth = start, 0
        while here in whole_of and depth <= DEEPEST:
            here, depth = whole_of[here].target.text, depth + 1
        if depth > DEEPEST:
            what = f"{quoted(start)} lies inside more than {DEEPEST} incidents, one in another"
            _refuse(whole_of[start], reading, what, "write the id of the outermost one")
            return


def _check_containment(link: Link, containment: "_Containment", reading: Reading) -> None:
    owner, other = link.owner, link.target.text
    if not (containment.holds(other, owner) or containment.holds(owner, other)):
        return
    inner, outer = (owner, other) if containment.holds(other, owner) else (other, owner)
    what = f"{quoted(inner)} is part of {quoted(outer)}"
    overlaps = link.name == "overlaps"
    _refuse(
        link, reading, what, "leave it out: part_of says so already" if overlaps else "take one of the two links out"
    )


class _Containment:
    """Which incident holds which, directly or through others: by the moments a walk of the trees enters and leaves."""

    def __init__(self, whole_of: Mapping[str, str]) -> None:
        self._parts: dict[str, list[str]] = {}
        for part, whole in whole_of.items():
            self._parts.setdefault(whole, []).append(part)
        self._entered: dict[str, int] = {}
        self._left: dict[str, int] = {}
        for incident in self._parts:
            if incident not in whole_of:
                self._walk(incident)

    def holds(self, outer: str, inner: str) -> bool:
        """Whether the inner incident is part of the outer one, through any number of steps."""
        if outer not in self._entered or inner not in self._entered:
            return False
        return self._entered[outer] < self._entered[inner] and self._left[inner] < self._left[outer]

    def _walk(self, top: str) -> None:
        """Number the tree below this incident, without recursion: chains may be long."""
        waiting = [top]
        while waiting:
            here = waiting[-1]
            moment = len(self._entered) + len(self._left)
            if here in self._entered:
                self._left[here] = moment
                waiting.pop()
            else:
                self._entered[here] = moment
                waiting.extend(self._parts.get(here, ()))
