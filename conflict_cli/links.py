"""Links: which incidents of a ledger may count some of the same people, closed over the whole ledger.

Two declarations make the links. `part_of` says that all people of one incident are inside another's figure, through any
number of steps. `overlaps` says that two incidents may count some of the same people. An overlap is inherited

- upwards, always: whatever contains either end holds that end's people;
- downwards, where nothing rules it out: people that two tolls share may be people of any of their parts, unless the
  parts lie on different days or in different towns, or a `distinct_from` sets them apart.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping

from conflict_cli.incident import EXACT_PLACES, Incident, Place

Neighbours = dict[str, set[str]]


class Links:
    """The links of a ledger's incidents; incidents are named by id."""

    def __init__(self, incidents: Iterable[Incident], places: Mapping[str, Place]) -> None:
        self._incidents = {incident.id: incident for incident in incidents}
        self._order = {name: place for place, name in enumerate(self._incidents)}
        self._places = places
        self._parts: dict[str, list[str]] = defaultdict(list)
        for incident in self._incidents.values():
            if incident.part_of is not None:
                self._parts[incident.part_of].append(incident.id)
        self._distinct = {
            frozenset((incident.id, other)) for incident in self._incidents.values() for other in incident.distinct_from
        }
        self._overlapping: Neighbours | None = None

    def order(self, name: str) -> int:
        """The place of an incident in its ledger, for sorting."""
        return self._order[name]

    def containers(self, name: str) -> list[str]:
        """The incidents whose figures hold this one's people, the nearest first."""
        found: list[str] = []
        container = self._incidents[name].part_of
        while container is not None:
            found.append(container)
            container = self._incidents[container].part_of
        return found

    def parts(self, name: str) -> list[str]:
        """The incidents inside this one, directly or through others."""
        found: list[str] = []
        waiting = list(self._parts.get(name, ()))
        while waiting:
            found.append(waiting.pop())
            waiting.extend(self._parts.get(found[-1], ()))
        return found

    def overlapping(self, name: str) -> set[str]:
        """The incidents that may share some of this one's people, and neither hold it nor lie inside it."""
        if self._overlapping is None:
            self._overlapping = self._closed_overlaps()
        return self._overlapping.get(name, set())

    def among(self, names: Collection[str]) -> Neighbours:
        """Those of these incidents that are joined to others of them, with these: they may count the same people."""
        chosen = set(names)
        joined: Neighbours = defaultdict(set)
        for name in names:
            near = self.overlapping(name)
            if near:
                joined[name] |= near & chosen
            if self._incidents[name].part_of is not None:
                for container in chosen.intersection(self.containers(name)):
                    joined[name].add(container)
                    joined[container].add(name)
        return {name: near for name, near in joined.items() if near}

    def are_apart(self, one: str, other: str) -> bool:
        """Whether a `distinct_from` says that these two, or what holds them, share nobody."""
        if not self._distinct:
            return False
        return any(frozenset((a, b)) in self._distinct for a in self._upwards(one) for b in self._upwards(other))

    def may_coincide(self, one: str, other: str) -> bool:
        """Whether day and place leave it possible that these two are about the same people."""
        a, b = self._incidents[one], self._incidents[other]
        return _days_may_meet(a, b) and self._places_may_meet(a, b)

    def _closed_overlaps(self) -> Neighbours:
        joined: Neighbours = defaultdict(set)
        for incident in self._incidents.values():
            for other in incident.overlaps:
                for low, high in self._inherited(incident.id, other):
                    self._join_upwards(joined, low, high)
        return joined

    def _join_upwards(self, joined: Neighbours, one: str, other: str) -> None:
        above_one, above_other = self._upwards(one), self._upwards(other)
        for a in above_one:
            for b in above_other:
                if a not in above_other and b not in above_one:
                    joined[a].add(b)
                    joined[b].add(a)

    def _inherited(self, one: str, other: str) -> Iterator[tuple[str, str]]:
        """The declared pair, and the pairs inside its two ends that may share people because the ends do."""
        yield one, other
        below_one, below_other = [one, *self.parts(one)], [other, *self.parts(other)]
        if len(below_one) == len(below_other) == 1:
            return
        at_place = defaultdict(list)
        for name in below_other:
            for place in self._towns(self._incidents[name]) or (None,):
                at_place[place].append(name)
        for a in below_one:
            towns = self._towns(self._incidents[a])
            near = {name for town in towns for name in at_place[town]} | set(at_place[None]) if towns else below_other
            for b in near:
                if self.may_coincide(a, b) and not self.are_apart(a, b):
                    yield a, b

    def _upwards(self, name: str) -> list[str]:
        return [name, *self.containers(name)]

    def _towns(self, incident: Incident) -> frozenset[str]:
        """The towns that it surely happened in and nowhere else; none where a place is wider than a town."""
        places = [self._places[key] for key in incident.places]
        is_exact = not incident.and_elsewhere and all(place.kind in EXACT_PLACES for place in places)
        return frozenset(incident.places) if is_exact else frozenset()

    def _governorates(self, incident: Incident) -> set[str | None]:
        return {None} if incident.and_elsewhere else {self._places[key].governorate for key in incident.places}

    def _places_may_meet(self, a: Incident, b: Incident) -> bool:
        towns, others = self._towns(a), self._towns(b)
        if towns and others:
            return not towns.isdisjoint(others)
        here, there = self._governorates(a), self._governorates(b)
        return not (here and there) or None in here | there or not here.isdisjoint(there)


def _days_may_meet(a: Incident, b: Incident) -> bool:
    is_sure = not any(when.uncertain or when.approximate for when in (a.date, b.date))
    return not is_sure or (a.date.first <= b.date.last and b.date.first <= a.date.last)
