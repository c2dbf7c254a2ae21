"""The links that incidents declare: what lies inside what, what may be the same as what, and what is not."""

from collections import defaultdict
from collections.abc import Collection, Iterable
from functools import cached_property

from conflict_cli.record.incident import Incident


class DeclaredLinks:
    """The links between these incidents, as they are written; incidents are named by id."""

    def __init__(self, incidents: Iterable[Incident]) -> None:
        self.incidents = {incident.id: incident for incident in incidents}
        self.inside = {one.id: one.part_of for one in self.incidents.values() if one.part_of is not None}
        """What holds the people of an incident, if anything does."""
        self.held: dict[str, list[str]] = defaultdict(list)
        """What lies directly inside an incident; the key is there only if anything does."""
        for name, container in self.inside.items():
            self.held[container].append(name)

    @cached_property
    def partners(self) -> dict[str, dict[str, None]]:
        """What an incident overlaps, whichever side says so."""
        partners: dict[str, dict[str, None]] = defaultdict(dict)
        for incident in self.incidents.values():
            if incident.overlaps:
                for other in self.incidents.keys() & set(incident.overlaps):
                    partners[incident.id][other] = partners[other][incident.id] = None
        return partners

    @cached_property
    def distinct(self) -> dict[str, set[str]]:
        """What an incident is set apart from, whichever side says so."""
        distinct: dict[str, set[str]] = defaultdict(set)
        for incident in self.incidents.values():
            for other in incident.distinct_from:
                distinct[incident.id].add(other)
                distinct[other].add(incident.id)
        return distinct

    def containers(self, name: str) -> list[str]:
        """Return the incidents whose figures hold the people of this one, the nearest first."""
        found: list[str] = []
        while name := self.inside.get(name, ""):
            found.append(name)
        return found

    def parts(self, name: str) -> list[str]:
        """Return the incidents inside this one, directly or through others."""
        found: list[str] = []
        waiting = list(self.held.get(name, ()))
        while waiting:
            found.append(waiting.pop())
            waiting.extend(self.held.get(found[-1], ()))
        return found

    def nearest_containers(self, names: Collection[str]) -> dict[str, str]:
        """Map each of these incidents to the nearest of the others that contains it, if there is one."""
        chosen = set(names)
        nearest = {}
        # The shorter of both is walked: a row of a table asks for few of many.
        for name in names if len(chosen) < len(self.inside) else self.inside:
            if name in chosen and name in self.inside:
                container = next((container for container in self.containers(name) if container in chosen), None)
                if container is not None:
                    nearest[name] = container
        return nearest

    def are_apart(self, one: str, other: str) -> bool:
        """Say whether a `distinct_from` between these two, or between incidents that contain them, sets them apart."""
        if not self.distinct:
            return False
        above = {other, *self.containers(other)}
        return any(not above.isdisjoint(self.distinct.get(name, ())) for name in (one, *self.containers(one)))

    def grouped(self) -> list[list[str]]:
        """Return the groups of incidents that hang together by links; in each, those with parts come first."""
        either = self.inside.keys() | self.partners.keys() | self.held.keys()
        order = {name: place for place, name in enumerate(self.incidents) if name in either}
        groups: list[list[str]] = []
        seen: set[str] = set()
        for name in order:
            if name not in seen:
                seen.add(name)
                group = [one for one in self._hanging_on(name, seen) if one in order]
                group.sort(key=order.__getitem__)
                group.sort(key=lambda one: one not in self.held)
                groups.append(group)
        return groups

    def _hanging_on(self, name: str, seen: set[str]) -> list[str]:
        """Return what a chain of overlaps and parts leads to from this incident, and itself; add it to those seen."""
        found = [name]
        for one in found:  # which grows meanwhile
            near = [*self.partners.get(one, ()), *self.held.get(one, ())]
            if one in self.inside:
                near.append(self.inside[one])
            for other in near:
                if other not in seen:
                    seen.add(other)
                    found.append(other)
        return found
