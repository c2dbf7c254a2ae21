"""Decide whether one place surely lies in another, or surely apart from it.

A place lies in the places that it names under `in`, in theirs, in its governorate and in its country. A governorate is
known by its name and its country. Two towns are apart unless one is in the other, and so are two governorates. A site,
a camp, a neighbourhood or a region that names no container may be in any town of its governorate, or hold it.
"""

from collections import defaultdict
from collections.abc import Mapping
from enum import IntEnum
from functools import cache, cached_property, lru_cache
from typing import NamedTuple

from conflict_cli.record.incident import Place
from conflict_cli.record.names import words_of

TOWNS = ("city", "town", "village")


class Lies(IntEnum):
    """How a place lies to another: surely apart from it, perhaps in it or holding it, or surely in it."""

    APART = 0
    UNSURE = 1
    INSIDE = 2


class Area(NamedTuple):
    """A governorate, by its name and its country as they are compared; '' is an unknown country."""

    governorate: str
    country: str


class Geography:
    """How the places of one file lie to each other. Places are named by key; one of unknown kind may be any kind."""

    def __init__(self, places: Mapping[str, Place]) -> None:
        self._places = places
        self.area = cache(self._area)
        self.country = cache(self._country)
        self.containers = cache(self._containers)
        self.lies = lru_cache(2**18)(self._lies)
        self._not_plain = lru_cache(64)(self._are_not_plain)
        self._hold_areas = lru_cache(64)(self._are_areas)

    def towns_around(self, key: str) -> frozenset[str]:
        """Return the town that a place is or lies in, and those that contain it; none if no town surely does."""
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

    def named_place(self, key: str) -> str:
        """Return the name of a place, with its governorate or its country if another place has the same name."""
        place = self._places[key]
        namesakes = [other for other in self._namesakes[place.name] if other != key]
        if not namesakes:
            return place.name
        area, country = self.area(key), self.country(key)
        if area and all(self.area(other) != area for other in namesakes):
            return f"{place.name} ({self.named_area(area)})"
        if country and all(self.country(other) != country for other in namesakes):
            return f"{place.name} ({self.countries[country][0]})"
        return f"{place.name} ({key})"

    def governorate_of(self, key: str) -> str | None:
        """Return the name of the governorate in which a place lies, as the place or its container states it."""
        place = self._places[key]
        if place.governorate or place.kind in ("governorate", "country"):
            return place.governorate
        area = self.area(key)
        return self.areas[area][0] if area else None

    def country_of(self, key: str) -> str | None:
        """Return the name of the country in which a place lies, as far as it is known."""
        place = self._places[key]
        if place.country or place.kind == "country":
            return place.country
        country = self.country(key)
        return self.countries[country][0] if country else None

    def named_area(self, area: Area) -> str:
        """Return the name of a governorate, with its country if another country has one of the same name."""
        name = self.areas[area][0]
        if sum(other.governorate == area.governorate for other in self.areas) == 1:
            return name
        return f"{name} ({self.countries[area.country][0] if area.country else 'country not named'})"

    @cached_property
    def _namesakes(self) -> Mapping[str, list[str]]:
        found: dict[str, list[str]] = defaultdict(list)
        for key, place in self._places.items():
            found[place.name].append(key)
        return found

    @cached_property
    def areas(self) -> Mapping[Area, tuple[str, ...]]:
        """Every governorate with its names; the first is the one shown."""
        found: dict[Area, dict[str, None]] = defaultdict(dict)
        for key, place in self._places.items():
            area = self.area(key)
            if area and place.kind == "governorate":
                shown = place.governorate or place.name
                found[area] = {shown: None, **found[area], place.name: None, **dict.fromkeys(place.aliases)}
            elif area and place.governorate and compared(place.governorate) == area.governorate:
                found[area][place.governorate] = None
        return {area: tuple(names) for area, names in found.items()}

    @cached_property
    def countries(self) -> Mapping[str, tuple[str, ...]]:
        """Every country, by the name that is compared, with its names; the first is the one shown."""
        found: dict[str, dict[str, None]] = defaultdict(dict)
        for place in self._places.values():
            if place.kind == "country":
                shown = place.country or place.name
                name = compared(shown)
                found[name] = {shown: None, **found[name], place.name: None, **dict.fromkeys(place.aliases)}
            elif place.country:
                found[self._known_country(place.country)][place.country] = None
        return {name: tuple(names) for name, names in found.items()}

    def _area(self, key: str) -> Area | None:
        """Return the governorate of a place: its own, or else that of a place that contains it."""
        place = self._places[key]
        if place.kind == "country":
            return None
        name = place.governorate or (place.name if place.kind == "governorate" else None)
        if name is None:
            inherited = (self.area(one) for one in place.within if one in self._places)
            return next((area for area in inherited if area), None)
        named = compared(name)
        named = self._governorate_aliases.get(named, named)
        known = self._countries_of_governorates.get(named, frozenset())
        own = self._stated_country(key)
        return Area(named, own or (next(iter(known)) if len(known) == 1 else ""))

    def _country(self, key: str) -> str:
        """Return the country of a place as it is compared; '' if it is not known."""
        if stated := self._stated_country(key):
            return stated
        area = self.area(key)
        return area.country if area else ""

    def _stated_country(self, key: str) -> str:
        """Return the country that the place, or a place that it lies in, states."""
        place = self._places[key]
        if place.kind == "country":
            return compared(place.country or place.name)
        if place.country:
            return self._known_country(place.country)
        return next((found for one in place.within if one in self._places and (found := self._stated_country(one))), "")

    def _containers(self, key: str) -> frozenset[str]:
        """Return every place that surely contains this one."""
        place = self._places[key]
        found = set(self._country_places.get(self.country(key), ())) if place.kind != "country" else set()
        if place.kind != "country":
            found |= self._governorates_around(key)
        for one in place.within:
            if one in self._places:
                found |= {one, *self.containers(one)}
        return frozenset(found - {key})

    def _governorates_around(self, key: str) -> frozenset[str]:
        """Return the places that are the governorate of this one; none if several countries have one of its name."""
        area = self.area(key)
        return self._governorates.get(area, frozenset()) if area and self._is_one(key) else frozenset()

    def _is_one(self, key: str) -> bool:
        """Say whether the governorate of a place is told apart from others of its name."""
        area = self.area(key)
        return area is not None and bool(
            area.country or len(self._countries_of_governorates.get(area.governorate, ())) < 2
        )

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
        # A town written twice, once without its governorate, may be one town, and hold what lies in the other.
        called, others = self._names_around(one), self._names_around(other)
        is_same_name = compared(self._places[one].name) in others or compared(self._places[other].name) in called
        return not is_same_name or all(areas)

    def _are_not_plain(self, keys: frozenset[str]) -> frozenset[str]:
        return frozenset(key for key in keys if not self._is_plain(key))

    def _is_plain(self, key: str) -> bool:
        """Say whether a place is a town of a known governorate that lies in no other town."""
        if self._places[key].kind not in TOWNS:
            return False
        place = self._places[key]
        if not place.within:
            return place.governorate is not None
        return self.area(key) is not None and len(self.towns_around(key)) == 1

    def _are_areas(self, keys: frozenset[str]) -> bool:
        """Say whether one of these places is a governorate or a country."""
        return any(self._places[key].kind in ("governorate", "country") for key in keys)

    def _names_around(self, key: str) -> set[str]:
        return {compared(self._places[town].name) for town in self.towns_around(key)}

    @cached_property
    def _countries_of_governorates(self) -> Mapping[str, frozenset[str]]:
        """The countries in which each name of a governorate occurs; '' stands for one that is not named."""
        found: dict[str, set[str]] = defaultdict(set)
        places: dict[str, list[str]] = defaultdict(list)
        for key, place in self._places.items():
            name = place.governorate or (place.name if place.kind == "governorate" else None)
            if name:
                named = compared(name)
                named = self._governorate_aliases.get(named, named)
                country = self._stated_country(key)
                found[named] |= {country} - {""}
                if place.kind == "governorate":
                    places[named].append(country)
        for named, countries in places.items():
            if len(countries) > 1 and "" in countries:  # two governorates of one name, of which one is in no country
                found[named].add("")
        return {name: frozenset(countries) for name, countries in found.items()}

    @cached_property
    def _governorate_aliases(self) -> Mapping[str, str]:
        """The other names of governorates that are places, each with the name that is compared."""
        governorates = [place for place in self._places.values() if place.kind == "governorate"]
        return {
            compared(alias): compared(place.governorate or place.name)
            for place in governorates
            for alias in (place.name, *place.aliases)
        }

    @cached_property
    def _country_aliases(self) -> Mapping[str, str]:
        countries = [place for place in self._places.values() if place.kind == "country"]
        return {
            compared(alias): compared(place.country or place.name)
            for place in countries
            for alias in (place.name, *place.aliases)
        }

    def _known_country(self, name: str) -> str:
        named = compared(name)
        return self._country_aliases.get(named, named)

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


@lru_cache(2**14)
def compared(name: str) -> str:
    """Return a name as it is compared: two spellings of one governorate give the same text."""
    return "".join(words_of(name)) or name
