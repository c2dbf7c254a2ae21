"""Decide which incidents may be about the same people by their days and places, for many incidents at once.

A set of incidents is a number with a bit for each: four thousand parts of one toll that may share
people with four thousand of another are four thousand numbers, and not sixteen million pairs.
"""

from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import date
from functools import cached_property
from itertools import accumulate
from operator import or_

from conflict_cli.record.bits import Bits
from conflict_cli.record.geography import Geography, Lies
from conflict_cli.record.incident import Incident

_Site = tuple[tuple[str, ...], bool, bool]


class Coincidence:
    """The days and the places of incidents; bit `n` stands for the incident at the place `n`."""

    def __init__(self, incidents: Sequence[Incident], geography: Geography) -> None:
        self._incidents = incidents
        self._geography = geography
        self._known: dict[_Site, Bits] = {}

    def of(self, incident: Incident) -> Bits:
        """Return the incidents that may be about the same people as this one."""
        return self._on_days_of(incident) & self._at_places_of(incident)

    def _on_days_of(self, incident: Incident) -> Bits:
        when = incident.date
        (firsts, begun), (lasts, ended), doubtful = self._days
        if when.is_doubtful:
            return begun[-1]
        before = bisect_left(lasts, when.first)
        return begun[bisect_right(firsts, when.last)] & ~ended[before] | doubtful

    @cached_property
    def _days(self) -> tuple[tuple[list[date], list[Bits]], tuple[list[date], list[Bits]], Bits]:
        """The first days and the last days, each with the incidents before it, and the incidents on a doubtful day."""
        firsts: dict[date, Bits] = defaultdict(int)
        lasts: dict[date, Bits] = defaultdict(int)
        doubtful = 0
        for number, incident in enumerate(self._incidents):
            firsts[incident.date.first] |= 1 << number
            lasts[incident.date.last] |= 1 << number
            doubtful |= incident.date.is_doubtful << number
        return _added_up(firsts), _added_up(lasts), doubtful

    def _at_places_of(self, incident: Incident) -> Bits:
        site = _site(incident)
        if site not in self._known:
            at_town = self._sites_at_towns
            towns = self._towns(incident)
            sites = {one for town in (*towns, None) for one in at_town[town]} if towns else self._sites
            self._known[site] = 0
            for one in sites:
                bits, other = self._sites[one]
                # A place in two towns that are apart lies in each, and each is apart from it.
                if self._may_meet(incident, other) or self._may_meet(other, incident):
                    self._known[site] |= bits
        return self._known[site]

    @cached_property
    def _sites(self) -> dict[_Site, tuple[Bits, Incident]]:
        """Each site with the incidents there, and one of them."""
        found: dict[_Site, tuple[Bits, Incident]] = {}
        for number, incident in enumerate(self._incidents):
            site = _site(incident)
            bits, first = found.get(site, (0, incident))
            found[site] = (bits | 1 << number, first)
        return found

    @cached_property
    def _sites_at_towns(self) -> dict[str | None, list[_Site]]:
        """The sites at each town; under None those that may be at any."""
        found: dict[str | None, list[_Site]] = defaultdict(list)
        for site, (_, incident) in self._sites.items():
            for town in self._towns(incident) or (None,):
                found[town].append(site)
        return found

    def _towns(self, incident: Incident) -> frozenset[str]:
        """Return the towns outside which it surely did not happen; none if it may have been anywhere else."""
        if incident.and_elsewhere or incident.nearby:
            return frozenset()
        found: set[str] = set()
        for key in incident.places:
            towns = self._geography.towns_around(key)
            areas = [self._geography.area(town) for town in towns]
            if not areas or not all(area and self._geography.is_one(area) for area in areas):
                return frozenset()  # it may be a town of its name elsewhere
            found |= towns
        return frozenset(found)

    def _may_meet(self, a: Incident, b: Incident) -> bool:
        if a.and_elsewhere or b.and_elsewhere or not (a.places and b.places):
            return True
        lies = self._geography.surroundings_lie if a.nearby or b.nearby else self._geography.lies
        return any(lies(one, other) != Lies.APART for one in a.places for other in b.places)


def _site(incident: Incident) -> _Site:
    return incident.places, incident.nearby, incident.and_elsewhere


def _added_up(by_day: Mapping[date, Bits]) -> tuple[list[date], list[Bits]]:
    """Return the days in their order and the bits before the first, the second, … and after the last of them."""
    days = sorted(by_day)
    return days, list(accumulate((by_day[day] for day in days), or_, initial=0))
