"""Find the governorate and the country in which each place of a file lies, and the names to show for them.

A governorate is known by its name and its country. A place that names none lies in that of a place that contains it.
"""

from collections import defaultdict
from collections.abc import Mapping
from functools import cache, cached_property, lru_cache
from typing import NamedTuple

from conflict_cli.record.incident import Place
from conflict_cli.record.names import words_of

AREA_KINDS = ("governorate", "country")


class Area(NamedTuple):
    """A governorate, by its name and its country as they are compared; '' is an unknown country."""

    governorate: str
    country: str


class Areas:
    """The governorates and countries of the places of one file. Places are named by key."""

    def __init__(self, places: Mapping[str, Place]) -> None:
        self._places = places
        self.area = cache(self._area)
        self.country = cache(self._country)

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


@lru_cache(2**14)
def compared(name: str) -> str:
    """Return a name as it is compared: two spellings of one governorate give the same text."""
    return "".join(words_of(name)) or name
