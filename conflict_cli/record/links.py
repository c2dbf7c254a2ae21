"""Find the incidents of a ledger that may count some of the same people, over all links of the ledger.

`part_of` says that the figure of one incident holds all people of another, through any number of steps. `overlaps` says
that two incidents may count some of the same people. An overlap is inherited

- upwards, always: an incident that contains one of the two holds its people;
- downwards, unless something rules it out: people shared by two tolls may belong to any of their parts, unless the
  parts lie on different days or in different towns, or a `distinct_from` sets them apart.
"""

from collections.abc import Collection, Iterable, Mapping
from functools import cached_property, lru_cache

from conflict_cli.record.bits import MANY, Bits, SetsOfBits, bits_of, numbers_in, picked_by
from conflict_cli.record.connected import ConnectedGroup
from conflict_cli.record.declared import DeclaredLinks
from conflict_cli.record.geography import Geography
from conflict_cli.record.incident import Incident
from conflict_cli.record.kept_links import SMALL, KeptLinks, LinkedIncidents

# Incidents of one toll often share people with the same others. This many of such lists are kept.
_KEPT = 64

# A list of fewer names is made anew sooner than it is found among those that were made.
_MANY = 16


class Links(DeclaredLinks):
    """The links between the incidents of a ledger, which are named by id."""

    def __init__(self, incidents: Iterable[Incident], geography: Geography) -> None:
        super().__init__(incidents)
        self._kept: KeptLinks | None = None
        if isinstance(incidents, LinkedIncidents) and geography.is_of(incidents.places):
            self._kept = incidents.links
        self._geography = geography
        self._list = lru_cache(_KEPT)(self._names)
        self._set = lru_cache(_KEPT)(lambda first, bits: frozenset(self._list(first, bits)))

    def order(self, name: str) -> int:
        """Return the position of an incident in its ledger, for sorting."""
        return self._order.places[name]

    def overlapping(self, name: str) -> frozenset[str]:
        """Return the incidents that may share people with this one, but neither contain it nor lie inside it."""
        return self._set(self._first(name), self._overlapping.of(name))

    def in_order(self, name: str) -> tuple[str, ...]:
        """Return the incidents of `overlapping` in the order of the ledger."""
        return self._list(self._first(name), self._overlapping.of(name))

    def may_share(self, one: str, other: str) -> bool:
        """Say whether these two may share people: they overlap, or one contains the other."""
        first = self._first(one)
        if one == other or not first or first != self._first(other):
            return False
        return bool(self._near.of(one) >> self._numbers[other] & 1)

    def overlapping_among(self, names: Collection[str], *, by_name: bool = False) -> dict[str, tuple[str, ...]]:
        """Map each of these incidents to those of the others that it overlaps, in the order of the ledger or by name.

        Equal lists are one list, because thousands of parts may share people with the same thousands of others.
        """
        chosen = self._chosen(names)
        order = self._alphabet if by_name else self._order
        known: dict[tuple[str, Bits], tuple[str, ...]] = {}
        found: dict[str, tuple[str, ...]] = {}
        for name in names:
            bits = self._overlapping.of(name)
            if not bits:
                found[name] = ()
                continue
            first = self._group_of[name][0]
            bits &= chosen.get(first, 0)
            if bits.bit_count() < _MANY:
                found[name] = self._names(first, bits, order)
                continue
            if (first, bits) not in known:
                known[first, bits] = self._names(first, bits, order)
            found[name] = known[first, bits]
        return found

    def among(self, names: Collection[str]) -> list[tuple[list[str], Mapping[int, Bits]]]:
        """Return the groups of incidents that hang together, as far as any of these may count the same people.

        In each group, map the number of such an incident to the bits of the others; it is its place among the names.
        """
        chosen = self._chosen(names)
        found: list[tuple[list[str], Mapping[int, Bits]]] = []
        for first, own in chosen.items():
            if own & (own - 1):  # two or more of them
                group = self._group_of[first]
                near: dict[int, Bits] | SetsOfBits[int] = SetsOfBits() if len(group) > MANY else {}
                for number in numbers_in(own):
                    bits = self._near.of(group[number]) & own & ~(1 << number)
                    if bits:
                        near[number] = bits
                if near:
                    found.append((group, near))
        return found

    def to_keep(self) -> KeptLinks:
        """Return the links in the form in which they are kept."""
        small = [name if len(group) <= SMALL else "" for group in self.groups for name in group]
        return KeptLinks(
            tuple(map(len, self.groups)),
            tuple([self.order(name) for group in self.groups for name in group]),
            tuple(map(self._overlapping.of, small)),
            tuple(map(self._around.of, small)),
        )

    @cached_property
    def groups(self) -> list[list[str]]:
        """The groups of incidents that hang together by overlaps and parts; in each, those with parts come first."""
        return self._kept.groups(list(self.incidents)) if self._kept else self.grouped()

    @cached_property
    def _group_of(self) -> dict[str, list[str]]:
        """Each incident that is linked to any other, with the group of those that hang together with it."""
        return {name: group for group in self.groups for name in group}

    @cached_property
    def _numbers(self) -> dict[str, int]:
        """Each incident that is linked to any other, with its place in its group."""
        return {name: number for group in self.groups for number, name in enumerate(group)}

    @cached_property
    def _overlapping(self) -> SetsOfBits[str]:
        """Each incident that may share people with others by an overlap, with these others."""
        found = SetsOfBits(self._of_small(self._kept.overlapping) if self._kept else None)
        for connected in self._connected:
            found.take(connected.overlapping())
        return found

    @cached_property
    def _around(self) -> SetsOfBits[str]:
        """Each incident that contains others or lies inside one, with these others and itself."""
        found = SetsOfBits(self._of_small(self._kept.around) if self._kept else None)
        for connected in self._connected:
            for name in connected.names:
                if name in self.held or name in self.inside:
                    found[name] = connected.around(name)
        return found

    @cached_property
    def _near(self) -> SetsOfBits[str]:
        """Each incident that may count the same people as others, in whatever way, with these others."""
        found = SetsOfBits[str]()
        found.take(self._overlapping)
        for name, near in self._around.items():
            found.add(name, near)
        return found

    @cached_property
    def _connected(self) -> list[ConnectedGroup]:
        """The groups whose links are found here, because none are kept of them."""
        least = SMALL if self._kept else 0
        return [ConnectedGroup(group, self, self._geography) for group in self.groups if len(group) > least]

    def _of_small(self, kept: Iterable[Bits]) -> dict[str, Bits]:
        """Return the kept sets of the incidents in small groups, by name, without those that are empty."""
        names = (name for group in self.groups for name in group)
        return {name: bits for name, bits in zip(names, kept, strict=True) if bits}

    def _first(self, name: str) -> str:
        """Return the first incident of the group of this one, by which the group is known; "" if nothing is linked."""
        return self._group_of[name][0] if name in self._group_of else ""

    def _chosen(self, names: Collection[str]) -> dict[str, Bits]:
        """Return these incidents as the bits of each group that has any of them."""
        groups: Iterable[list[str]] = self.groups
        if len(names) < len(self._group_of) / 2:  # the others need not be looked at
            of_these = [self._group_of[name] for name in names if name in self._group_of]
            groups = {group[0]: group for group in of_these}.values()
        known = set(names)
        chosen: dict[str, Bits] = {}
        for group in groups:
            bits = (1 << len(group)) - 1
            if not known.issuperset(group):
                bits = bits_of([number for number, name in enumerate(group) if name in known])
            if bits:
                chosen[group[0]] = bits
        return chosen

    @cached_property
    def _order(self) -> "_Order":
        return _Order(self.incidents)

    @cached_property
    def _alphabet(self) -> "_Order":
        return _Order(sorted(self._numbers))

    def _names(self, first: str, bits: Bits, order: "_Order | None" = None) -> tuple[str, ...]:
        if not bits:
            return ()
        if not bits & (bits - 1):  # one alone, as in most lists
            return (self._group_of[first][bits.bit_length() - 1],)
        return (order or self._order).of(picked_by(bits, self._group_of[first]))


class _Order:
    """An order of names, in which thousands of lists of thousands are soon put: numbers are sorted, not names."""

    def __init__(self, names: Iterable[str]) -> None:
        self._names = list(names)
        self.places = {name: place for place, name in enumerate(self._names)}

    def of(self, names: Iterable[str]) -> tuple[str, ...]:
        """Return these names in this order."""
        return tuple(map(self._names.__getitem__, sorted(map(self.places.__getitem__, names))))
