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
        self.partners: dict[str, dict[str, None]] = defaultdict(dict)
        """What an incident overlaps, whichever side says so."""
        self.distinct: dict[str, set[str]] = defaultdict(set)
        """What an incident is set apart from, whichever side says so."""
        for incident in self.incidents.values():
            if incident.overlaps:
                for other in self.incidents.keys() & set(incident.overlaps):
                    self.partners[incident.id][other] = self.partners[other][incident.id] = None
            for other in incident.distinct_from:
                self.distinct[incident.id].add(other)
                self.distinct[other].add(incident.id)

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
        for name in self.inside:
            if name in chosen:
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

    @cached_property
    def groups(self) -> list[list[str]]:
        """The groups of incidents that hang together by overlaps and parts; in each, those with parts come first."""
        either = self.inside.keys() | self.partners.keys() | self.held.keys()
        group_of: dict[str, list[str]] = {}
        groups: list[list[str]] = []
        for name in filter(either.__contains__, self.incidents):
            if name not in group_of:
                groups.append([])
                group_of.update(dict.fromkeys(self._hanging_on(name), groups[-1]))
            group_of[name].append(name)
        for group in groups:
            group.sort(key=lambda name: name not in self.held)
        return groups

    def _hanging_on(self, name: str) -> dict[str, None]:
        """Return what a chain of overlaps and parts leads to from this incident, and itself."""
        found = {name: None}
        waiting = [name]
        while waiting:
            name = waiting.pop()
            near = [*self.partners.get(name, ()), *self.held.get(name, ())]
            if name in self.inside:
                near.append(self.inside[name])
            fresh = [other for other in near if other not in found]
            found.update(dict.fromkeys(fresh))
            waiting.extend(fresh)
        return found
