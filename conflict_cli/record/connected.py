"""Find who may share people with whom in one group of incidents that hang together by links.

The incidents of a group are numbered, and a set of them is a number with a bit for each. So a set is as long as its
group, and a ledger of many small groups has only small sets.
"""

from collections.abc import Iterable, Sequence
from functools import cached_property

from conflict_cli.record.bits import Bits, SetsOfBits, bits_of
from conflict_cli.record.coincidence import Coincidence
from conflict_cli.record.declared import DeclaredLinks
from conflict_cli.record.geography import Geography


class ConnectedGroup:
    """A group of incidents; the place of each in `names` is its number."""

    def __init__(self, names: Sequence[str], declared: DeclaredLinks, geography: Geography) -> None:
        self.names = names
        self._numbers = {name: number for number, name in enumerate(names)}
        self._declared = declared
        self._geography = geography

    def overlapping(self) -> SetsOfBits[str]:
        """Return the incidents that may share people with others, each with these; not what contains it or is in it."""
        declared, joined = self._declared, SetsOfBits[str]()
        if not any(name in declared.held or name in declared.inside for name in self.names):
            for name in self.names:
                joined[name] = self._bits(declared.partners[name]) & ~(1 << self._numbers[name])
            return joined
        for name in self.names:
            partners = declared.partners.get(name)
            if partners is None:
                continue
            upwards = self._bits(above for other in partners for above in self._upwards(other))
            for container in self._upwards(name):
                joined.add(container, upwards)
            if name in declared.held or any(other in declared.held for other in partners):
                self._inherit(joined, name, partners)
        for name in joined:
            joined[name] &= ~self.around(name)
        return joined

    def around(self, name: str) -> Bits:
        """Return this incident, what contains it and what lies inside it."""
        bits = self._within(name)
        for container in self._declared.containers(name):
            if container in self._numbers:
                bits |= 1 << self._numbers[container]
        return bits

    def _inherit(self, joined: SetsOfBits[str], name: str, partners: Iterable[str]) -> None:
        """Join what lies inside one end of overlaps with what lies inside the other ends, if nothing speaks against."""
        declared = self._declared
        containers = {above for other in partners for above in self._upwards(other) if above in declared.held}
        containers.update(part for other in partners for part in declared.parts(other) if part in declared.held)
        holders = [(self._within(one), 1 << self._numbers[one]) for one in containers if one in self._numbers]
        inside = 0
        for other in partners:
            inside |= self._within(other)
        for part in (*reversed(declared.parts(name)), name):
            near = self._meeting(part) & inside
            if near:
                for within, itself in holders:
                    if near & within:
                        near |= itself
                for container in self._upwards(part):
                    joined.add(container, near)

    def _meeting(self, name: str) -> Bits:
        """Return the incidents that days, places and `distinct_from` allow to be about the same people."""
        bits = self._coincidence.of(self._declared.incidents[name])
        for container in self._upwards(name) if self._declared.distinct else ():
            for other in self._declared.distinct.get(container, ()):
                bits &= ~self._within(other)
        return bits

    @cached_property
    def _coincidence(self) -> Coincidence:
        return Coincidence([self._declared.incidents[name] for name in self.names], self._geography)

    @cached_property
    def _below(self) -> SetsOfBits[str]:
        """Each incident that has parts, with all that lies inside it."""
        below = SetsOfBits[str]()
        for name in self.names:
            if name in self._declared.held:
                below[name] = self._bits((name, *self._declared.parts(name)))
        return below

    def _within(self, name: str) -> Bits:
        """Return this incident and all that lies inside it."""
        if name in self._below:
            return self._below[name]
        return 1 << self._numbers[name] if name in self._numbers else 0

    def _upwards(self, name: str) -> list[str]:
        return [name, *self._declared.containers(name)]

    def _bits(self, names: Iterable[str]) -> Bits:
        """Return the set of these incidents, without those that are not in the group."""
        return bits_of(self._numbers[name] for name in names if name in self._numbers)
