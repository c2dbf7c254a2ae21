"""Find the incidents of a ledger that may count some of the same people, over all links of the ledger.

`part_of` says that the figure of one incident holds all people of another, through any number of steps. `overlaps` says
that two incidents may count some of the same people. An overlap is inherited

- upwards, always: an incident that contains one of the two holds its people;
- downwards, unless something rules it out: people shared by two tolls may belong to any of their parts, unless the
  parts lie on different days or in different towns, or a `distinct_from` sets them apart.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from functools import cached_property, lru_cache

from conflict_cli.record.bits import Bits, bits_of, numbers_in
from conflict_cli.record.coincidence import Coincidence
from conflict_cli.record.geography import Geography
from conflict_cli.record.incident import Incident

# Incidents of one toll often share people with the same others. This many of such lists are kept.
_KEPT = 64


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
        self._partners: dict[str, dict[str, None]] = defaultdict(dict)
        self._distinct: dict[str, set[str]] = defaultdict(set)
        for incident in self._incidents.values():
            for other in self._incidents.keys() & set(incident.overlaps):
                self._partners[incident.id][other] = self._partners[other][incident.id] = None
            for other in incident.distinct_from:
                self._distinct[incident.id].add(other)
                self._distinct[other].add(incident.id)
        self._named = lru_cache(_KEPT)(self._names)
        self._set = lru_cache(_KEPT)(lambda bits: frozenset(self._named(bits)))

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

    def overlapping(self, name: str) -> frozenset[str]:
        """Return the incidents that may share people with this one, but neither contain it nor lie inside it."""
        return self._set(self._closed.get(name, 0))

    def in_order(self, name: str) -> tuple[str, ...]:
        """Return the incidents of `overlapping` in the order of the ledger."""
        return self._named(self._closed.get(name, 0))

    def may_share(self, one: str, other: str) -> bool:
        """Say whether these two may share people: they overlap, or one contains the other."""
        if one in self.numbers and other in self.numbers and self._closed.get(one, 0) >> self.numbers[other] & 1:
            return True
        return one in self.containers(other) or other in self.containers(one)

    def overlapping_among(self, names: Collection[str]) -> dict[str, tuple[str, ...]]:
        """Map each of these incidents to those of the others that it overlaps, in the order of the ledger.

        Equal lists are one list, because thousands of parts may share people with the same thousands of others.
        """
        chosen = self._bits(names)
        known: dict[Bits, tuple[str, ...]] = {}
        found = {}
        for name in names:
            bits = self._closed.get(name, 0) & chosen
            if bits not in known:
                known[bits] = self._names(bits)
            found[name] = known[bits]
        return found

    def among(self, names: Collection[str]) -> dict[int, Bits]:
        """Map the number of each of these incidents to the bits of the others that may count the same people, if any.

        `numbers` tells the numbers.
        """
        chosen = self._bits(names)
        joined = {}
        for name in names:
            if name in self.numbers:
                number = self.numbers[name]
                near = (self._closed.get(name, 0) | self._around(name)) & chosen & ~(1 << number)
                if near:
                    joined[number] = near
        return joined

    @cached_property
    def linked(self) -> list[str]:
        """The incidents that are linked to any other, those with parts first; the place of each is its number."""
        either = self._inside.keys() | self._partners.keys() | self._parts.keys()
        return sorted(filter(either.__contains__, self._incidents), key=lambda name: name not in self._parts)

    @cached_property
    def numbers(self) -> dict[str, int]:
        """The number of each incident that is linked to any other."""
        return {name: number for number, name in enumerate(self.linked)}

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
        above = set(self._upwards(other))
        return any(not above.isdisjoint(self._distinct.get(name, ())) for name in self._upwards(one))

    @cached_property
    def _closed(self) -> dict[str, Bits]:
        """Each incident that may share people with others by an overlap, with these others."""
        joined: dict[str, Bits] = defaultdict(int)
        for name, partners in self._partners.items():
            below = [*reversed(self.parts(name)), name]  # what lies inside an incident comes before it
            inherits = len(below) > 1 or any(other in self._parts for other in partners)
            meeting = {part: self._meeting(part) for part in below} if inherits else {}
            for other in partners:
                upwards = self._bits(self._upwards(other))
                for container in self._upwards(name):
                    joined[container] |= upwards
                for part, near in self._inherited(meeting, other).items():
                    joined[part] |= near | upwards
                    if part == name:
                        for container in self.containers(name):
                            joined[container] |= near
        return {name: near & ~self._around(name) for name, near in joined.items()}

    def _inherited(self, meeting: Mapping[str, Bits], other: str) -> dict[str, Bits]:
        """Return those that may share people with what lies inside the other end of an overlap, each with its others.

        `meeting` maps one end, after all that lies inside it, to those that each may share people with.
        """
        found: dict[str, Bits] = defaultdict(int)
        inside = self._within(other) if meeting else 0
        containers = [name for name in (other, *self.parts(other)) if name in self._parts] if meeting else ()
        for part, bits in meeting.items():
            near = bits & inside
            for container in containers if near else ():
                if near & self._below[container]:
                    near |= 1 << self.numbers[container]
            if near := near | found.get(part, 0):
                found[part] = near
                if part in self._inside:
                    found[self._inside[part]] |= near
        return {part: near for part, near in found.items() if part in meeting}

    def _meeting(self, name: str) -> Bits:
        """Return the incidents that days, places and `distinct_from` allow to be about the same people."""
        bits = self._coincidence.of(self._incidents[name])
        for container in self._upwards(name):
            for other in self._distinct.get(container, ()):
                bits &= ~self._within(other)
        return bits

    @cached_property
    def _coincidence(self) -> Coincidence:
        return Coincidence({number: self._incidents[name] for name, number in self.numbers.items()}, self._geography)

    @cached_property
    def _below(self) -> dict[str, Bits]:
        """Each incident that has parts, with all that lies inside it."""
        return {name: self._bits((name, *self.parts(name))) for name in self._parts}

    def _within(self, name: str) -> Bits:
        """Return this incident and all that lies inside it."""
        return self._below[name] if name in self._parts else self._bits((name,))

    def _around(self, name: str) -> Bits:
        """Return this incident, what contains it and what lies inside it."""
        return self._bits(self.containers(name)) | self._within(name)

    def _upwards(self, name: str) -> list[str]:
        return [name, *self.containers(name)]

    def _bits(self, names: Iterable[str]) -> Bits:
        return bits_of(self.numbers[name] for name in names if name in self.numbers)

    def _names(self, bits: Bits) -> tuple[str, ...]:
        return tuple(sorted([self.linked[number] for number in numbers_in(bits)], key=self._order.__getitem__))
