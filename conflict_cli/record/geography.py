"""Decide whether one place surely lies in another, or surely apart from it.

A place lies in the places that it names under `in`, in theirs, in its governorate and in its country. A governorate is
known by its name and its country. Two towns are apart unless one is in the other, and so are two governorates. A site,
a camp, a neighbourhood or a region that names no container may be in any town of its governorate, or hold it.
"""

from collections import defaultdict
from collections.abc import Mapping
from enum import IntEnum
from functools import cache, cached_property, lru_cache

from conflict_cli.record.areas import Area, Areas, compared
from conflict_cli.record.incident import Place

TOWNS = ("city", "town", "village")


class Lies(IntEnum):
    """How a place lies to another: surely apart from it, perhaps in it or holding it, or surely in it."""

    APART = 0
    UNSURE = 1
    INSIDE = 2


class Geography(Areas):
    """How the places of one file lie to each other. Places are named by key; one of unknown kind may be any kind."""

    def __init__(self, places: Mapping[str, Place]) -> None:
        super().__init__(places)
        self.containers = cache(self._containers)
        self._holders = cache(self._are_holders)
        self.lies = lru_cache(2**18)(self._lies)
        self._not_plain = lru_cache(64)(self._are_not_plain)
        self._hold_areas = lru_cache(64)(self._are_areas)

    def is_of(self, places: Mapping[str, Place]) -> bool:
        """Say whether it is of these places, and not of others that are alike."""
        return self._places is places

    def towns_around(self, key: str) -> frozenset[str]:
        """Return the town that a place is or lies in, and those that contain it; none if no town surely does."""
        place = self._places[key]
        if not place.within:  # only governorates and countries contain it
            return frozenset((key,)) if place.kind in TOWNS else frozenset()
        return frozenset(one for one in (key, *self.containers(key)) if self._places[one].kind in TOWNS)

    def surroundings_lie(self, key: str, other: str) -> Lies:
        """Return how the governorate around a place lies to another place."""
        if other in self.containers(key) and self._places[other].kind in ("governorate", "country"):
            return Lies.INSIDE
        country, area = self.country(key), self.area(key)
        if country and self.country(other) and country != self.country(other):
            return Lies.APART
        theirs = self.area(other)
        return Lies.APART if area and theirs and area.governorate != theirs.governorate else Lies.UNSURE

    def lies_among(self, key: str, others: frozenset[str]) -> Lies:
        """Return how a place lies to these others together: in one of them, apart from all, or neither."""
        if key in others:
            return Lies.INSIDE
        if (self._places[key].within or self._hold_areas(others)) and not others.isdisjoint(self.containers(key)):
            return Lies.INSIDE
        # Two towns whose governorates are known are apart: only the others need a closer look.
        rest = self._not_plain(others) if self._is_plain(key) else others
        return max((self.lies(key, one) for one in rest), default=Lies.APART)

    def surroundings_lie_among(self, key: str, others: frozenset[str]) -> Lies:
        """Return how the governorate around a place lies to these others together."""
        return max((self.surroundings_lie(key, one) for one in others), default=Lies.APART)

    def lies_in_area(self, key: str, area: Area) -> Lies:
        """Return how a place lies to a governorate."""
        own = self.area(key)
        country = self.country(key)
        if own is None or (own.governorate == area.governorate and own != area and "" in (own.country, area.country)):
            return Lies.APART if country and area.country and country != area.country else Lies.UNSURE
        return Lies.INSIDE if own == area else Lies.APART

    def lies_in_country(self, key: str, country: str) -> Lies:
        """Return how a place lies to a country, named as in `country_names`."""
        own = self.country(key)
        if not own:
            return Lies.UNSURE
        return Lies.INSIDE if own == country else Lies.APART

    def is_one(self, area: Area) -> bool:
        """Say whether a governorate is told apart from others of its name: by its country, unless nobody names one."""
        return bool(area.country) or area.governorate not in self._governorates_with_country

    def _containers(self, key: str) -> frozenset[str]:
        """Return every place that surely contains this one."""
        place = self._places[key]
        found = self._holders(self.country(key), self.area(key)) if place.kind != "country" else frozenset()
        for one in place.within:
            if one in self._places:
                found |= {one, *self.containers(one)}
        return found - {key} if key in found else found

    def _are_holders(self, country: str, area: Area | None) -> frozenset[str]:
        """Return the places that are this country or this governorate, if it is told apart from others of its name."""
        found = self._country_places.get(country, frozenset())
        return found | self._governorates.get(area, frozenset()) if area and self.is_one(area) else found

    def _lies(self, key: str, other: str) -> Lies:
        """Return how one place lies to another."""
        if key == other or other in self.containers(key):
            return Lies.INSIDE
        ours, theirs = {key, *self.containers(key)}, {other, *self.containers(other)}
        if any(self._are_apart(one, another) for one in ours for another in theirs):
            return Lies.APART
        return Lies.UNSURE

    def _are_apart(self, one: str, other: str) -> bool:
        """Say whether two places, neither of which contains the other, are apart by their kinds or areas alone."""
        if one == other or one in self.containers(other) or other in self.containers(one):
            return False
        countries = (self.country(one), self.country(other))
        if all(countries) and countries[0] != countries[1]:
            return True
        areas = (self.area(one), self.area(other))
        if areas[0] and areas[1] and areas[0].governorate != areas[1].governorate:
            return True
        if self._places[one].kind not in TOWNS or self._places[other].kind not in TOWNS:
            return False
        # A town written twice, once without governorate or country, may be one town, and hold what lies in the other.
        called, others = self._names_around(one), self._names_around(other)
        is_same_name = compared(self._places[one].name) in others or compared(self._places[other].name) in called
        return not is_same_name or (areas[0] is not None and areas[0] == areas[1])

    def _are_not_plain(self, keys: frozenset[str]) -> frozenset[str]:
        return frozenset(key for key in keys if not self._is_plain(key))

    def _is_plain(self, key: str) -> bool:
        """Say whether a place is a town of a governorate told apart from others, and lies in no other town."""
        if self._places[key].kind not in TOWNS:
            return False
        area = self.area(key)
        if area is None or not self.is_one(area):
            return False
        return not self._places[key].within or len(self.towns_around(key)) == 1

    def _are_areas(self, keys: frozenset[str]) -> bool:
        """Say whether one of these places is a governorate or a country."""
        return any(self._places[key].kind in ("governorate", "country") for key in keys)

    def _names_around(self, key: str) -> set[str]:
        return {compared(self._places[town].name) for town in self.towns_around(key)}

    @cached_property
    def _governorates_with_country(self) -> frozenset[str]:
        """The names of governorates, as they are compared, for which some place names a country."""
        return frozenset(area.governorate for key in self._places if (area := self.area(key)) and area.country)

    @cached_property
    def _governorates(self) -> Mapping[Area, frozenset[str]]:
        """The places that are governorates, by their area."""
        found: dict[Area, set[str]] = defaultdict(set)
        for key, place in self._places.items():
            if place.kind == "governorate" and (area := self.area(key)):
                found[area].add(key)
        return {area: frozenset(keys) for area, keys in found.items()}

    @cached_property
    def _country_places(self) -> Mapping[str, frozenset[str]]:
        """The places that are countries, by the name that is compared."""
        found: dict[str, set[str]] = defaultdict(set)
        for key, place in self._places.items():
            if place.kind == "country":
                found[compared(place.country or place.name)].add(key)
        return {name: frozenset(keys) for name, keys in found.items()}
