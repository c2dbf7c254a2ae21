"""Find the incidents of a ledger that may count some of the same people, over all links of the ledger.

`part_of` says that the figure of one incident holds all people of another, through any number of steps. `overlaps` says
that two incidents may count some of the same people. An overlap is inherited

- upwards, always: an incident that contains one of the two holds its people;
- downwards, unless something rules it out: people shared by two tolls may belong to any of their parts, unless the
  parts lie on different days or in different towns, or a `distinct_from` sets them apart.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator
from functools import cached_property

from conflict_cli.record.geography import Geography, Lies
from conflict_cli.record.incident import Incident

Neighbours = dict[str, set[str]]


class Links:
    """The links between the incidents of a ledger, which are named by id."""

    def __init__(self, incidents: Iterable[Incident], geography: Geography) -> None:
        self._incidents = {incident.id: incident for incident in incidents}
        self._order = {name: place for place, name in enumerate(self._incidents)}
        self._geography = geography
        self._inside = {one.id: one.part_of for one in self._incidents.values() if one.part_of is not None}
        self._parts: dict[str, list[str]] = defaultdict(list)
        for name, container in self._inside.items():
            self._parts[container].append(name)
        self._distinct = {
            frozenset((incident.id, other)) for incident in self._incidents.values() for other in incident.distinct_from
        }

    def order(self, name: str) -> int:
        """Return the position of an incident in its ledger, for sorting."""
        return self._order[name]

    def containers(self, name: str) -> list[str]:
        """Return the incidents whose figures hold the people of this one, the nearest first."""
        found: list[str] = []
        while name := self._inside.get(name, ""):
            found.append(name)
        return found

    def parts(self, name: str) -> list[str]:
        """Return the incidents inside this one, directly or through others."""
        found: list[str] = []
        waiting = list(self._parts.get(name, ()))
        while waiting:
            found.append(waiting.pop())
            waiting.extend(self._parts.get(found[-1], ()))
        return found

    def overlapping(self, name: str) -> set[str]:
        """Return the incidents that may share people with this one, but neither contain it nor lie inside it."""
        return self._closed.get(name, set())

    def among(self, names: Collection[str]) -> Neighbours:
        """Map each of these incidents to the others among them that may count the same people, if there are any."""
        chosen = set(names)
        joined: Neighbours = defaultdict(set)
        for name in self._closed.keys() & chosen:
            joined[name] |= self._closed[name] & chosen
        for name in self._inside.keys() & chosen:
            for container in chosen.intersection(self.containers(name)):
                joined[name].add(container)
                joined[container].add(name)
        return {name: near for name, near in joined.items() if near}

    def nearest_containers(self, names: Collection[str]) -> dict[str, str]:
        """Map each of these incidents to the nearest of the others that contains it, if there is one."""
        chosen = set(names)
        nearest = {}
        for name in self._inside:
            if name in chosen:
                container = next((container for container in self.containers(name) if container in chosen), None)
                if container is not None:
                    nearest[name] = container
        return nearest

    def are_apart(self, one: str, other: str) -> bool:
        """Say whether a `distinct_from` between these two, or between incidents that contain them, sets them apart."""
        if not self._distinct:
            return False
        return any(frozenset((a, b)) in self._distinct for a in self._upwards(one) for b in self._upwards(other))

    def may_coincide(self, one: str, other: str) -> bool:
        """Say whether days and places allow that these two are about the same people."""
        a, b = self._incidents[one], self._incidents[other]
        is_doubtful = a.date.is_doubtful or b.date.is_doubtful
        days_may_meet = is_doubtful or (a.date.first <= b.date.last and b.date.first <= a.date.last)
        return days_may_meet and self._places_may_meet(a, b)

    @cached_property
    def _closed(self) -> Neighbours:
        """Each incident that may share people with others by an overlap, with these others."""
        joined: Neighbours = defaultdict(set)
        for incident in self._incidents.values():
            for other in incident.overlaps:
                self._join(joined, self._upwards(incident.id), {other})
                if incident.id in self._parts or other in self._parts:
                    for part, near in self._inherited(incident.id, other):
                        self._join(joined, self._upwards(part), near)
        for name, near in joined.items():
            near.discard(name)
            for container in near.intersection(self.containers(name)):
                near.discard(container)
                joined[container].discard(name)
        return joined

    def _join(self, joined: Neighbours, names: list[str], others: set[str]) -> None:
        """Join each of these names with each of the others and with everything that contains the others."""
        every = others.union(*(self.containers(other) for other in others))
        for name in names:
            joined[name] |= every
        for other in every:
            joined[other].update(names)

    def _inherited(self, one: str, other: str) -> Iterator[tuple[str, set[str]]]:
        """Yield the parts of the two ends of an overlap that may share people, each with those of the other end."""
        below_other = [other, *self.parts(other)]
        at_place: dict[str | None, set[str]] = defaultdict(set)
        for name in below_other:
            for place in self._towns(self._incidents[name]) or (None,):
                at_place[place].add(name)
        for part in (one, *self.parts(one)):
            towns = self._towns(self._incidents[part])
            near = at_place[None].union(*(at_place[town] for town in towns)) if towns else set(below_other)
            near = {name for name in near if self.may_coincide(part, name) and not self.are_apart(part, name)}
            if near:
                yield part, near

    def _upwards(self, name: str) -> list[str]:
        return [name, *self.containers(name)]

    def _towns(self, incident: Incident) -> frozenset[str]:
        """Return the towns outside which it surely did not happen; none if it may have been anywhere else."""
        if incident.and_elsewhere or incident.nearby:
            return frozenset()
        found: set[str] = set()
        for key in incident.places:
            towns = self._geography.towns_around(key)
            if not towns or not all(map(self._geography.area, towns)):  # it may be a town of its name elsewhere
                return frozenset()
            found |= towns
        return frozenset(found)

    def _places_may_meet(self, a: Incident, b: Incident) -> bool:
        if a.and_elsewhere or b.and_elsewhere or not (a.places and b.places):
            return True
        lies = self._geography.surroundings_lie if a.nearby or b.nearby else self._geography.lies
        return any(lies(one, other) != Lies.APART for one in a.places for other in b.places)
