"""The links of a ledger as a cache keeps them: with whom an incident may share people, so that nobody finds it anew."""

from collections.abc import Mapping, Sequence
from itertools import accumulate

from msgspec import Struct

from conflict_cli.record.bits import Bits
from conflict_cli.record.incident import Incident, Place

SMALL = 64
"""The links of a group of up to so many incidents are kept: a bit for each is what a number holds."""


class KeptLinks(Struct, frozen=True, array_like=True, gc=False):
    """The groups of incidents that hang together, one after the other.

    `members`: the place of each incident in the ledger, and `sizes` how many each group has. `overlapping` and `around`
    are the bits of those that it may share people with, by an overlap or as a part; 0 in a group that is not `SMALL`.
    """

    sizes: tuple[int, ...]
    members: tuple[int, ...]
    overlapping: tuple[Bits, ...]
    around: tuple[Bits, ...]

    def groups(self, names: Sequence[str]) -> list[list[str]]:
        """Return the names of each group, where `names` are those of all incidents of the ledger."""
        named = [names[place] for place in self.members]
        return [named[end - size : end] for size, end in zip(self.sizes, accumulate(self.sizes), strict=True)]


class LinkedIncidents(tuple[Incident, ...]):
    """All incidents of a ledger, with the links between them; whoever chooses from them makes a plain tuple.

    Links depend on places too: they hold for these, and for no others.
    """

    links: KeptLinks
    places: Mapping[str, Place]

    @classmethod
    def by(cls, links: KeptLinks, incidents: Sequence[Incident], places: Mapping[str, Place]) -> "LinkedIncidents":
        """Return the incidents with the links between them."""
        linked = cls(incidents)
        linked.links = links
        linked.places = places
        return linked
